package dev.holdfast.push.keycloak.rest;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.keycloak.event.PushEvents;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.function.Function;
import org.infinispan.commons.CacheException;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** Runs a ceremony and answers its outcome. A refusal undoes whatever the ceremony wrote before it. */
final class PushRunner {
    private final KeycloakSession session;

    PushRunner(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @param step names the endpoint in the event of a refusal
     * @param type the event's type
     */
    Response run(String step, EventType type, Function<PushCall, Response.ResponseBuilder> ceremony) {
        PushRealm realm = PushRealms.of(session).orElse(null);
        if (realm == null) {
            return open(answerTo(PushRefusal.FEATURE_DISABLED)).build();
        }
        Response.ResponseBuilder answer;
        try {
            answer = ceremony.apply(new PushCall(session, realm));
        } catch (PushRefusedException refused) {
            answer = refuse(step, type, refused.refusal(), refused.failedCheck());
            if (refused.retryAfterSeconds() > 0) {
                answer.header("Retry-After", refused.retryAfterSeconds());
            }
        } catch (RefusedException refused) {
            answer = refuse(step, type, PushRefusal.of(refused.refusal()), refused.failedCheck());
        } catch (PersistenceException | CacheException e) {
            // A lock that was not had in time, a node that went away: nothing was granted, and the app may repeat.
            answer = refuse(
                    step,
                    type,
                    PushRefusal.of(Refusal.TEMPORARILY_UNAVAILABLE),
                    e.getClass().getSimpleName());
        }
        return open(answer).header("Device-Nonce", realm.nonces().issue()).build();
    }

    private Response.ResponseBuilder refuse(String step, EventType type, PushRefusal refusal, String failedCheck) {
        session.getTransactionManager().setRollbackOnly();
        new PushEvents(session).refused(type, step, refusal.code(), failedCheck);
        return answerTo(refusal);
    }

    /** The error on the wire: the same for a code, whatever check failed (docs/push-protocol.md §10). */
    static Response.ResponseBuilder answerTo(PushRefusal refusal) {
        return JsonAnswer.of(
                refusal.httpStatus(), Map.of("error", refusal.code(), "error_description", refusal.description()));
    }

    /** Senders are known by signatures and never by a cookie, so scripts of any origin may read the answer. */
    static Response.ResponseBuilder open(Response.ResponseBuilder answer) {
        return answer.header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Expose-Headers", "Device-Nonce, Retry-After");
    }
}
