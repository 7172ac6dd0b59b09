package dev.holdfast.device.posture;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the devices of a realm fare.
 *
 * @param devices all of them
 * @param silent those of which nobody said anything yet; they are among the unknown
 * @param whole how many are what
 * @param checks the same for each check that the realm makes
 * @param at when they were counted
 */
public record PostureCounts(
        long devices,
        long silent,
        Map<Compliance, Long> whole,
        Map<PostureCheck, Map<Compliance, Long>> checks,
        Instant at) {
    public PostureCounts {
        whole = Map.copyOf(whole);
        checks = Map.copyOf(checks);
    }

    /** Counts devices one by one, by the function that decides their sign-ins, and keeps none of them. */
    public static final class Tally {
        private final PosturePolicy policy;
        private final Instant now;
        private final Map<Compliance, Long> whole = new EnumMap<>(Compliance.class);
        private final Map<PostureCheck, Map<Compliance, Long>> checks = new EnumMap<>(PostureCheck.class);
        private long heard;

        public Tally(PosturePolicy policy, Instant now) {
            this.policy = policy;
            this.now = now;
        }

        /**
         * Counts a device.
         *
         * @param reports the latest of each source, at least one
         */
        public void add(List<PostureReport> reports) {
            heard++;
            add(policy.evaluate(reports, now), 1);
        }

        /** @param devices how many there are, silent ones included; the counting can have met more meanwhile */
        public PostureCounts among(long devices) {
            long silent = Math.max(0, devices - heard);
            add(policy.evaluate(List.of(), now), silent);
            return new PostureCounts(heard + silent, silent, whole, checks, now);
        }

        private void add(PostureStanding standing, long devices) {
            whole.merge(standing.compliance(), devices, Long::sum);
            for (CheckResult result : standing.checks()) {
                checks.computeIfAbsent(result.check(), any -> new EnumMap<>(Compliance.class))
                        .merge(result.result(), devices, Long::sum);
            }
        }
    }
}
