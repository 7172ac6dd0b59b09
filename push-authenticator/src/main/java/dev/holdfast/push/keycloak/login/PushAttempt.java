package dev.holdfast.push.keycloak.login;

import dev.holdfast.place.Place;
import dev.holdfast.place.keycloak.PlacesProvider;
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
public final class PushAttempt {
    private final KeycloakSession session;
    private final PushRealm realm;

    public PushAttempt(KeycloakSession session, PushRealm realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Asks in a transaction of its own: the row of the user's limits is locked for as short as can be. */
    Asked ask(UserModel user, ClientModel client, Purpose purpose) {
        return ask(user, client, describe(user, client, purpose), Optional.empty());
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
                byServer(Purpose.DIRECT_GRANT, user, client, bindingMessage, shared, Optional.empty()),
                Optional.empty());
    }

    /**
     * The same for a client that asks of its own (OpenID CIBA).
     *
     * @param shownNumber the two digits that the client shows its user
     * @param backchannelId by what Keycloak knows the authentication request
     */
    public Asked askForBackchannel(
            UserModel user,
            ClientModel client,
            Optional<String> bindingMessage,
            Optional<String> shownNumber,
            String backchannelId) {
        return ask(
                user,
                client,
                byServer(Purpose.CIBA, user, client, bindingMessage, false, shownNumber),
                Optional.of(backchannelId));
    }

    private SignIn byServer(
            Purpose purpose,
            UserModel user,
            ClientModel client,
            Optional<String> bindingMessage,
            boolean shared,
            Optional<String> shownNumber) {
        return new SignIn(
                purpose,
                client.getClientId(),
                nameOf(client),
                bindingMessage.filter(text -> !text.isBlank()),
                address(),
                location(user),
                Optional.empty(),
                Optional.empty(),
                false,
                shared,
                shownNumber);
    }

    private Asked ask(UserModel user, ClientModel client, SignIn signIn, Optional<String> backchannelId) {
        Asked asked = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                inner -> {
                    JpaPushLedger ledger = new JpaPushLedger(inner);
                    Asked made = new Asking(realm, new JpaPhones(inner), ledger).ask(KeycloakAccounts.of(user), signIn);
                    if (made instanceof Asked.Waiting waiting) {
                        backchannelId.ifPresent(
                                id -> ledger.bind(waiting.request().id(), id));
                    }
                    return made;
                },
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
                address(),
                location(user),
                browser.map(DeviceRepresentation::getBrowser).filter(PushAttempt::isKnown),
                browser.map(DeviceRepresentation::getOs).filter(PushAttempt::isKnown),
                new BrowserCookie(session, realm).isKnownTo(user.getId()),
                false,
                Optional.empty());
    }

    /** There is none where a trusted proxy forwards something that is no address. */
    private String address() {
        String address = session.getContext().getConnection().getRemoteAddr();
        return address == null ? "unknown" : address;
    }

    /** In the language of whoever reads it on the phone; nothing of a private network, which is nowhere. */
    private Optional<String> location(UserModel user) {
        Place place = session.getProvider(PlacesProvider.class).of(address());
        return place instanceof Place.Located located
                ? Optional.of(located.inWords(session.getContext().resolveLocale(user)))
                : Optional.empty();
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
