package dev.holdfast.push.keycloak.ciba;

import dev.holdfast.push.grant.GrantDoor;
import dev.holdfast.push.keycloak.event.PushEvents;
import dev.holdfast.push.keycloak.login.PushAttempt;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.request.Asked;
import dev.holdfast.push.request.SignIn;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.grants.ciba.channel.AuthenticationChannelProvider;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;

/**
 * Asks the phone of the user whom a client names (OpenID CIBA Core §7). What is wrong with the client or the realm is
 * refused at once. What concerns the user alone (no phone, a limit) is not told: the request is taken, nobody is asked, and
 * it ends as one that nobody answers.
 */
final class PushChannel implements AuthenticationChannelProvider {
    /** The digits that the client shows its user, as a parameter of the authentication request. */
    static final String NUMBER = "push_number";

    private final KeycloakSession session;
    private final AuthenticationChannelProvider stock;

    PushChannel(KeycloakSession session, AuthenticationChannelProvider stock) {
        this.session = session;
        this.stock = stock;
    }

    @Override
    public boolean requestAuthentication(CIBAAuthenticationRequest request, String infoUsedByAuthenticator) {
        ClientModel client = request.getClient();
        GrantDoor door = GrantDoor.backchannel(client::getAttribute);
        if (!door.isListed()) {
            return stock.requestAuthentication(request, infoUsedByAuthenticator);
        }
        PushRealm realm = PushRealms.of(session).orElse(null);
        if (realm == null) {
            return refuse("push is off in this realm");
        }
        Optional<String> number =
                Optional.ofNullable(request.getOtherClaims().get(NUMBER)).map(Object::toString);
        Optional<String> closed =
                door.closedBecause(!client.isPublicClient(), realm.settings().numberMatching(), number);
        if (closed.isPresent()) {
            return refuse(closed.get());
        }
        ask(request, realm, client, number.filter(SignIn::isNumber));
        return true;
    }

    private void ask(
            CIBAAuthenticationRequest request, PushRealm realm, ClientModel client, Optional<String> shownNumber) {
        UserModel user = request.getUser();
        // Keycloak would give no tokens: nobody is asked to approve in vain.
        if (user.getRequiredActionsStream().findAny().isPresent()) {
            new PushEvents(session).notAsked(user.getId(), client.getClientId(), "the account is not fully set up");
            return;
        }
        Asked asked = new PushAttempt(session, realm)
                .askForBackchannel(
                        user,
                        client,
                        Optional.ofNullable(request.getBindingMessage()),
                        shownNumber,
                        request.getAuthResultId());
        if (asked instanceof Asked.NoPhone) {
            new PushEvents(session).notAsked(user.getId(), client.getClientId(), "the user has no phone");
        }
    }

    private boolean refuse(String failedCheck) {
        new PushEvents(session).refused(EventType.LOGIN, "push_ciba", "access_denied", failedCheck);
        return false;
    }

    @Override
    public void close() {
        stock.close();
    }
}
