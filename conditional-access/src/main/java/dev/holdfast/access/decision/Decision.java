package dev.holdfast.access.decision;

import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of a request, and by which policies. No policies means the realm's default decided. */
public sealed interface Decision {
    /** The enforced policies that matched, the deciding one first. */
    List<Applied> applied();

    /** The policies in report mode that matched: what they would have done is recorded, and changes nothing. */
    List<Applied> reported();

    /** @param message of the deciding policy, where it has one of its own */
    record Deny(Optional<DenialMessage> message, List<Applied> applied, List<Applied> reported) implements Decision {
        public Deny {
            applied = List.copyOf(applied);
            reported = List.copyOf(reported);
        }
    }

    record Allow(SessionLimits session, List<Applied> applied, List<Applied> reported) implements Decision {
        public Allow {
            applied = List.copyOf(applied);
            reported = List.copyOf(reported);
        }
    }

    /**
     * Allowed once a factor was brought, with the demanded user verification.
     *
     * @param mfa whether a second factor is demanded; else only user verification of the first is
     * @param factors which count; absent means each that the realm allows
     * @param message what a person reads who can bring none of them, where the deciding policy has words of its own
     */
    record Require(
            boolean mfa,
            Optional<Set<Factor>> factors,
            UserVerification userVerification,
            SessionLimits session,
            Optional<DenialMessage> message,
            List<Applied> applied,
            List<Applied> reported)
            implements Decision {
        public Require {
            factors = factors.map(Set::copyOf);
            applied = List.copyOf(applied);
            reported = List.copyOf(reported);
        }

        /**
         * The factors that may be brought: what the policies name, if the realm takes it. A password is no second factor
         * whoever names it.
         *
         * @param secondFactors that count in the realm where no policy names any
         */
        public Set<Factor> counting(Set<Factor> secondFactors) {
            Set<Factor> counting = new TreeSet<>(secondFactors);
            factors.ifPresent(counting::retainAll);
            counting.remove(Factor.PASSWORD);
            return counting;
        }

        /** Whether only a factor counts that verified its user. */
        public boolean verifiesUser() {
            return userVerification == UserVerification.REQUIRED;
        }

        /**
         * Whether one that was brought is enough, be it recent enough.
         *
         * @param verifiedUser whether it is known that it verified its user
         * @param secondFactors that count in the realm where no policy names any
         */
        public boolean isMetBy(Factor brought, boolean verifiedUser, Set<Factor> secondFactors) {
            return counting(secondFactors).contains(brought) && (verifiedUser || !verifiesUser());
        }
    }
}
