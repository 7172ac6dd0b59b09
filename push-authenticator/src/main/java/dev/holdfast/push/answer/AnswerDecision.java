package dev.holdfast.push.answer;

import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.UserVerification;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.request.PushRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** What one answer does to one request (docs/push-protocol.md §6): values in, an outcome out. */
public sealed interface AnswerDecision {
    /** To be written down, if no other answer was first. */
    record Conclude(Outcome outcome) implements AnswerDecision {}

    /** Nothing changes. */
    record Refuse(PushRefusal refusal, String failedCheck) implements AnswerDecision {}

    /**
     * @param request what the answer's hash names, if anything
     * @param number what the user typed, where the answer holds a number
     * @param asked whether the phone's platform showed, by a verified assertion over this very answer, that it asked its
     *     user
     */
    static AnswerDecision decide(
            Optional<PushRequest> request,
            Phone phone,
            Decision decision,
            Optional<String> number,
            boolean asked,
            Instant now) {
        if (request.isEmpty() || !request.get().names(phone)) {
            return new Refuse(PushRefusal.REQUEST_EXPIRED, "no request of this phone");
        }
        PushRequest waiting = request.get();
        if (waiting.isOver(now)) {
            return new Refuse(PushRefusal.REQUEST_EXPIRED, "answer after its time");
        }
        if (waiting.outcome() != Outcome.WAITING) {
            return new Refuse(PushRefusal.ALREADY_ANSWERED, "answered before");
        }
        return switch (decision) {
            case DENY -> new Conclude(Outcome.DENIED);
            case REPORT -> new Conclude(Outcome.REPORTED);
            case APPROVE -> approval(waiting, number, asked);
        };
    }

    // User verification comes first: without it nobody learns whether the number was right.
    private static AnswerDecision approval(PushRequest request, Optional<String> number, boolean asked) {
        if (request.userVerification() == UserVerification.REQUIRED && !asked) {
            return new Refuse(PushRefusal.USER_VERIFICATION_REQUIRED, "approval without user verification");
        }
        boolean right = request.number()
                .map(shown -> number.filter(typed -> isSame(shown, typed)).isPresent())
                .orElse(true);
        return new Conclude(right ? Outcome.APPROVED : Outcome.WRONG_NUMBER);
    }

    private static boolean isSame(String shown, String typed) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), typed.getBytes(StandardCharsets.UTF_8));
    }
}
