package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.truth.Truth;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
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
        Set<DayOfWeek> days = condition.days();
        LocalTime from = condition.from();
        LocalTime to = condition.to();
        boolean overMidnight = !from.isBefore(to);
        return request -> {
            ZonedDateTime now = request.time(condition.zone(), zone);
            LocalTime time = now.toLocalTime();
            DayOfWeek day = now.getDayOfWeek();
            boolean begun = !time.isBefore(from);
            boolean ended = !time.isBefore(to);
            if (!overMidnight) {
                return Truth.of(begun && !ended && isOn(days, day));
            }
            return Truth.of(begun && isOn(days, day) || !ended && isOn(days, day.minus(1)));
        };
    }

    static Node.Test risk(Condition.Risk condition) {
        RiskLevel least = condition.atLeast();
        return request -> {
            var risk = request.signals().risk();
            return risk.isEmpty() ? Truth.UNKNOWN : Truth.of(risk.get().level().compareTo(least) >= 0);
        };
    }

    /** No days means every day. */
    private static boolean isOn(Set<DayOfWeek> days, DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }
}
