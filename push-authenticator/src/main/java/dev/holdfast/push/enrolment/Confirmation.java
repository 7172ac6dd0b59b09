package dev.holdfast.push.enrolment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/** What typing a code on the page leads to: values in, an outcome out. */
public sealed interface Confirmation {
    /** The phone becomes the user's. */
    record Right() implements Confirmation {}

    /** @param triesLeft 0 where that was the last try, and the phone is forgotten */
    record Wrong(int triesLeft) implements Confirmation {}

    /** No phone used the QR code yet. */
    record NoPhoneYet() implements Confirmation {}

    /** The time or the tries are over: a new QR code is needed. */
    record Over() implements Confirmation {}

    /** @param enrolment empty where it was replaced by a later one */
    static Confirmation decide(Optional<OpenEnrolment> enrolment, String typed, Instant now) {
        if (enrolment.isEmpty() || enrolment.get().isOver(now)) {
            return new Over();
        }
        OpenEnrolment open = enrolment.get();
        if (open.codeHash().isEmpty()) {
            return new NoPhoneYet();
        }
        boolean right = MessageDigest.isEqual(
                ConfirmCode.hash(open.id(), typed).getBytes(US_ASCII),
                open.codeHash().get().getBytes(US_ASCII));
        return right ? new Right() : new Wrong(open.triesLeft() - 1);
    }
}
