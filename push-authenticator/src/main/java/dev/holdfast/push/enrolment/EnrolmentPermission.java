package dev.holdfast.push.enrolment;

import java.util.Set;

/**
 * Whether a user may enrol a phone now (A60): somebody who shows a password alone may be somebody who stole it. Values in,
 * an outcome out.
 */
public sealed interface EnrolmentPermission {
    record Granted(Evidence by) implements EnrolmentPermission {}

    /** The phones that there are must go first, by their owner or an administrator. */
    record PhoneLimit() implements EnrolmentPermission {}

    /** More than a password is needed. */
    record NeedsEvidence() implements EnrolmentPermission {}

    /** What shows that it is the account's owner, the strongest first. */
    enum Evidence {
        /** A device of the user's own signed in. */
        DEVICE,
        /** A factor beside the password was used in this sign-in. */
        OTHER_FACTOR,
        /** A link that was sent to the user's address led here. */
        MAILED_LINK,
        /** An administrator let the user enrol with what they have. */
        ADMINISTRATOR
    }

    static EnrolmentPermission decide(Set<Evidence> shown, int activePhones, long most) {
        if (activePhones >= most) {
            return new PhoneLimit();
        }
        for (Evidence evidence : Evidence.values()) {
            if (shown.contains(evidence)) {
                return new Granted(evidence);
            }
        }
        return new NeedsEvidence();
    }
}
