package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.infinispan.commons.CacheException;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Runs a ceremony and answers its outcome. A refusal undoes whatever the ceremony wrote before it. */
final class CeremonyRunner {
    private final KeycloakSession session;

    CeremonyRunner(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @param step names the endpoint in the event of a refusal
     * @param type the event's type
     */
    Response run(String step, EventType type, Function<DeviceTokenCall, Response.ResponseBuilder> ceremony) {
        DeviceRealm realm = DeviceRealms.of(session).orElse(null);
        if (realm == null) {
            return answerTo(Refusal.FEATURE_DISABLED).build();
        }
        try {
            return ceremony.apply(new DeviceTokenCall(session, realm))
                    .header("Device-Nonce", realm.nonces().issue())
                    .build();
        } catch (RefusedException refused) {
            undoAndRecord(type, step, refused);
            Response.ResponseBuilder answer = answerTo(refused.refusal(), refused.details())
                    .header("Device-Nonce", realm.nonces().issue());
            if (refused.retryAfterSeconds() > 0) {
                answer.header("Retry-After", refused.retryAfterSeconds());
            }
            return answer.build();
        } catch (PersistenceException | CacheException e) {
            // A lock that was not had in time, a node that went away, a nonce of which a cluster in trouble cannot say
            // whether it is spent: nothing was granted, and the agent may repeat its request.
            RefusedException refused =
                    Refusal.TEMPORARILY_UNAVAILABLE.because(e.getClass().getSimpleName());
            undoAndRecord(type, step, refused);
            return answerTo(refused.refusal()).build();
        }
    }

    /** The same for whoever has no key yet: refusals are counted per address, and too many close the door for a while. */
    Response runLimited(String step, EventType type, Function<DeviceTokenCall, Response.ResponseBuilder> ceremony) {
        return run(step, type, call -> {
            RefusalLimit limit = new RefusalLimit(session, call.realm());
            limit.check();
            try {
                return ceremony.apply(call);
            } catch (RefusedException e) {
                limit.count();
                throw e;
            }
        });
    }

    /** The error on the wire: the same for a code, whatever check failed (docs/protocol.md §10). */
    static Response.ResponseBuilder answerTo(Refusal refusal) {
        return answerTo(refusal, Map.of());
    }

    private static Response.ResponseBuilder answerTo(Refusal refusal, Map<String, Object> details) {
        Map<String, Object> body = new LinkedHashMap<>(details);
        body.put("error", refusal.code());
        body.put("error_description", refusal.description());
        return JsonAnswer.of(refusal.httpStatus(), body);
    }

    private void undoAndRecord(EventType type, String step, RefusedException refused) {
        if (session.getTransactionManager().isActive()) {
            session.getTransactionManager().setRollbackOnly();
            new DeviceEvents(session).refused(type, step, refused);
            return;
        }
        // An overtaken exchange has given its own transaction up already, and events want one.
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                inner -> new DeviceEvents(inner).refused(type, step, refused));
    }
}
