package dev.holdfast.push.keycloak.login;

import dev.holdfast.push.keycloak.delivery.PushSender;
import dev.holdfast.push.keycloak.event.PushEvents;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.keycloak.user.KeycloakAccounts;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.request.Asking;
import dev.holdfast.push.request.Purpose;
import dev.holdfast.push.request.SignIn;
import java.util.Optional;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.account.DeviceRepresentation;

/** Asks a user's phones from within a sign-in. */
final class PushAttempt {
    private final KeycloakSession session;
    private final PushRealm realm;

    PushAttempt(KeycloakSession session, PushRealm realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Asks in a transaction of its own: the row of the user's limits is locked for as short as can be. */
    Asked ask(UserModel user, ClientModel client, Purpose purpose) {
        return ask(user, client, describe(user, client, purpose));
    }

    /**
     * The same for a server that signs its users in: there is no browser, and the address is the server's.
     *
     * @param bindingMessage what the server says of the sign-in, such as the machine that it is for
     */
    Asked askForServer(UserModel user, ClientModel client, Optional<String> bindingMessage, boolean shared) {
        return ask(
                user,
                client,
                new SignIn(
                        Purpose.DIRECT_GRANT,
                        client.getClientId(),
                        nameOf(client),
                        bindingMessage.filter(text -> !text.isBlank()),
                        session.getContext().getConnection().getRemoteAddr(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        shared));
    }

    private Asked ask(UserModel user, ClientModel client, SignIn signIn) {
        Asked asked = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                inner -> new Asking(realm, new JpaPhones(inner), new JpaPushLedger(inner))
                        .ask(KeycloakAccounts.of(user), signIn),
                "holdfast-push");
        if (asked instanceof Asked.Waiting waiting) {
            new PushSender(session, realm).wake(waiting);
        } else if (asked instanceof Asked.Limited limited) {
            new PushEvents(session).limited(user.getId(), client.getClientId(), limited.refuse());
        }
        return asked;
    }

    private SignIn describe(UserModel user, ClientModel client, Purpose purpose) {
        Optional<DeviceRepresentation> browser = Optional.ofNullable(
                        session.getProvider(DeviceRepresentationProvider.class))
                .map(DeviceRepresentationProvider::deviceRepresentation);
        return new SignIn(
                purpose,
                client.getClientId(),
                nameOf(client),
                Optional.empty(),
                session.getContext().getConnection().getRemoteAddr(),
                Optional.empty(),
                browser.map(DeviceRepresentation::getBrowser).filter(PushAttempt::isKnown),
                browser.map(DeviceRepresentation::getOs).filter(PushAttempt::isKnown),
                new BrowserCookie(session, realm).isKnownTo(user.getId()),
                false);
    }

    private static boolean isKnown(String text) {
        return !text.isBlank() && !text.startsWith(DeviceRepresentation.UNKNOWN);
    }

    static String nameOf(ClientModel client) {
        String name = client.getName();
        // A name like ${client_account} is a key for the templates; the phone needs plain text.
        return name == null || name.isBlank() || name.startsWith("${") ? client.getClientId() : name;
    }
}
