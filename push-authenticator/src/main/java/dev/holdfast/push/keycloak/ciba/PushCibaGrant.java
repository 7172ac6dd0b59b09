package dev.holdfast.push.keycloak.ciba;

import dev.holdfast.push.grant.GrantDoor;
import dev.holdfast.push.grant.Poll;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import dev.holdfast.push.request.PushRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantType;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Keycloak's token request of CIBA, which looks first at what the phone said. The phone's answer is a row, so whatever node
 * is asked, and whatever node took the answer, the poll finds it; and it is spent in the transaction that makes the tokens.
 */
final class PushCibaGrant extends CibaGrantType {
    /** Keycloak wants to be told of some session when a request was approved, and makes its own. */
    private static final String NO_SESSION_YET = "holdfast-push";

    @Override
    public Response process(Context context) {
        Optional<CIBAAuthenticationRequest> request = ours(context);
        Optional<PushRealm> realm = PushRealms.of(context.getSession());
        if (request.isEmpty() || realm.isEmpty()) {
            return super.process(context);
        }
        try {
            follow(context, realm.get(), request.get());
            return super.process(context);
        } catch (WebApplicationException refused) {
            // Whatever was spent for tokens that were not given is not spent.
            context.getSession().getTransactionManager().setRollbackOnly();
            throw refused;
        }
    }

    /** What this client asked a phone for. */
    private static Optional<CIBAAuthenticationRequest> ours(Context context) {
        String id = context.getFormParams().getFirst(AUTH_REQ_ID);
        if (id == null
                || !GrantDoor.backchannel(context.getClient()::getAttribute).isListed()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CIBAAuthenticationRequest.deserialize(context.getSession(), id))
                    .filter(request -> context.getClient().getClientId().equals(request.getIssuedFor()));
        } catch (RuntimeException e) {
            // Keycloak's own grant refuses what is none, in its own words.
            return Optional.empty();
        }
    }

    private static void follow(Context context, PushRealm push, CIBAAuthenticationRequest request) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        JpaPushLedger ledger = new JpaPushLedger(session);
        Optional<PushRequest> asked = ledger.boundTo(request.getAuthResultId())
                .filter(one -> one.userId().equals(request.getSubject()))
                .filter(one -> one.resource().equals(context.getClient().getClientId()));
        Poll poll = Poll.of(
                asked,
                Instant.ofEpochSecond(request.getIat()),
                push.settings().seconds(PushSetting.REQUEST_LIFETIME),
                push.now());
        switch (poll) {
            case PENDING -> {
                // Keycloak says so, and how often it may be asked.
            }
            case EXPIRED -> throw refused(context, OAuthErrorException.EXPIRED_TOKEN, "not answered in time");
            case DENIED -> DeviceGrantType.denyUserCode(session, realm, request.getAuthResultId());
            case APPROVED -> {
                if (!ledger.spendApproval(asked.orElseThrow().id())) {
                    throw refused(context, OAuthErrorException.INVALID_GRANT, "Invalid " + AUTH_REQ_ID);
                }
                session.setAttribute(PushCibaGrantFactory.APPROVED_FOR, request.getSubject());
                DeviceGrantType.approveUserCode(session, realm, request.getAuthResultId(), NO_SESSION_YET, null);
            }
        }
    }

    private static CorsErrorResponseException refused(Context context, String error, String description) {
        return new CorsErrorResponseException(context.getCors(), error, description, Response.Status.BAD_REQUEST);
    }
}
