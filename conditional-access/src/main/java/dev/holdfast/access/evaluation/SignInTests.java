package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.truth.Truth;
import java.time.DayOfWeek;
import java.util.Set;
import java.util.stream.Collectors;

/** Conditions about the sign-in itself: how, when, how unusual. */
final class SignInTests {
    private SignInTests() {}

    static Node.Test method(Condition.AuthenticationMethod condition) {
        Set<Factor> factors = condition.anyOf().stream().map(Factor::new).collect(Collectors.toUnmodifiableSet());
        return request -> {
            for (Factor method : request.signals().methods()) {
                if (factors.contains(method)) {
                    return Truth.TRUE;
                }
            }
            return Truth.FALSE;
        };
    }

    /**
     * A window over midnight belongs to the day on which it begins; one that ends as it begins lasts a whole day.
     *
     * @param zone the zone's place among those of the set
     */
    static Node.Test timeOfDay(Condition.TimeOfDay condition, int zone) {
        int days = mask(condition.days());
        // Windows are written in minutes, so that parts of a second make no difference to either end.
        int from = condition.from().toSecondOfDay();
        int to = condition.to().toSecondOfDay();
        return request -> {
            Request.LocalMoment now = request.time(condition.zone(), zone);
            boolean begun = now.second() >= from;
            boolean ended = now.second() >= to;
            if (from < to) {
                return Truth.of(begun && !ended && isOn(days, now.day()));
            }
            return Truth.of(begun && isOn(days, now.day()) || !ended && isOn(days, now.day() == 1 ? 7 : now.day() - 1));
        };
    }

    static Node.Test risk(Condition.Risk condition) {
        RiskLevel least = condition.atLeast();
        return request -> {
            var risk = request.signals().risk();
            return risk.isEmpty() ? Truth.UNKNOWN : Truth.of(risk.get().level().compareTo(least) >= 0);
        };
    }

    /** A bit for each day; no days means every day. */
    private static int mask(Set<DayOfWeek> days) {
        int mask = 0;
        for (DayOfWeek day : days) {
            mask |= 1 << day.getValue();
        }
        return days.isEmpty() ? -1 : mask;
    }

    private static boolean isOn(int days, int day) {
        return (days & 1 << day) != 0;
    }
}
