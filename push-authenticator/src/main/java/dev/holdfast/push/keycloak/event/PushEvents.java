package dev.holdfast.push.keycloak.event;

import dev.holdfast.push.answer.PhoneAnswers;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.limit.Verdict;
import dev.holdfast.push.phone.Phone;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * Writes each step of push into Keycloak's event store, under the nearest type of its closed list and with the detail
 * {@code push_event} that tells the step. Never a secret: ids, names and failed checks alone.
 */
public final class PushEvents {
    private static final Logger LOG = Logger.getLogger(PushEvents.class);
    private static final String STEP = "push_event";
    private static final String PHONE = "phone_id";
    private static final String PHONE_NAME = "phone_name";
    private static final String REASON = "reason";

    private final KeycloakSession session;

    public PushEvents(KeycloakSession session) {
        this.session = session;
    }

    /** Nothing was sent, because of a limit. */
    public void limited(String userId, String clientId, Verdict.Refuse refuse) {
        builder()
                .event(EventType.LOGIN)
                .client(clientId)
                .user(userId)
                .detail(STEP, "push_mfa_attempt_failed")
                .detail(REASON, refuse.reason().sentence())
                .detail("retry_after", String.valueOf(refuse.retryAfterSeconds()))
                .error("push_mfa_attempt_failed");
    }

    /** Nothing was sent, for another reason than a limit. */
    public void notAsked(String userId, String clientId, String reason) {
        builder()
                .event(EventType.LOGIN)
                .client(clientId)
                .user(userId)
                .detail(STEP, "push_mfa_attempt_failed")
                .detail(REASON, reason)
                .error("push_mfa_attempt_failed");
    }

    /** A phone's answer. */
    public void answered(PhoneAnswers.Answered answered) {
        EventBuilder event = about(EventType.LOGIN, "push_answered", answered.phone())
                .client(answered.request().resource())
                .detail("push_request", answered.request().id().toString())
                .detail("user_verified", String.valueOf(answered.userAsked()));
        switch (answered.outcome()) {
            // The sign-in itself tells of its success.
            case APPROVED -> event.event(EventType.EXECUTE_ACTIONS).success();
            case DENIED -> event.error("push_denied");
            case REPORTED -> event.error("push_reported");
            case WRONG_NUMBER -> event.error("push_number_mismatch");
            case WAITING -> throw new AssertionError("an answer ends the waiting");
        }
        if (answered.outcome() == Outcome.REPORTED) {
            LOG.warnf(
                    "user %s reported push request %s",
                    answered.request().userId(), answered.request().id());
        }
    }

    public void enrolled(Phone phone) {
        about(EventType.UPDATE_CREDENTIAL, "phone_enrolled", phone).success();
    }

    public void confirmed(Phone phone) {
        about(EventType.UPDATE_CREDENTIAL, "phone_confirmed", phone).success();
    }

    public void removed(Phone phone) {
        about(EventType.REMOVE_CREDENTIAL, "phone_removed", phone).success();
    }

    /** @param step the endpoint's name */
    public void refused(EventType type, String step, String code, String failedCheck) {
        LOG.infof("%s refused: %s (%s)", step, code, failedCheck);
        builder()
                .event(type)
                .detail(STEP, step + "_refused")
                .detail("failed_check", failedCheck)
                .error(code);
    }

    private EventBuilder about(EventType type, String step, Phone phone) {
        return builder()
                .event(type)
                .user(phone.userId())
                .detail(STEP, step)
                .detail(PHONE, phone.id().toString())
                .detail(PHONE_NAME, phone.name());
    }

    private EventBuilder builder() {
        return new EventBuilder(
                session.getContext().getRealm(), session, session.getContext().getConnection());
    }
}
