package dev.holdfast.access.risk;

import java.time.Duration;

/**
 * From when on something is unusual, and how much it weighs.
 *
 * @param kilometresPerHour faster than this nobody travels
 * @param leastKilometres what lies nearer together is not told apart: databases place addresses roughly
 * @param familiarity after so many successful sign-ins it is known what is usual
 * @param failures so many failed attempts within {@code failureWindow} are unusual
 * @param pushDenials so many refused pushes within {@code denialWindow} are unusual
 * @param travelWeight of a journey that nobody makes, and so on
 * @param medium the weight from which on the risk is medium
 * @param high the weight from which on the risk is high
 */
public record RiskThresholds(
        double kilometresPerHour,
        double leastKilometres,
        int familiarity,
        int failures,
        Duration failureWindow,
        int pushDenials,
        Duration denialWindow,
        int travelWeight,
        int countryWeight,
        int deviceWeight,
        int failuresWeight,
        int denialsWeight,
        int medium,
        int high) {
    /** Impossible travel alone is high; a new country, failures or a refused push medium; two of anything but a device high. */
    public static final RiskThresholds DEFAULT =
            new RiskThresholds(900, 300, 3, 5, Duration.ofHours(1), 1, Duration.ofHours(24), 3, 2, 1, 2, 2, 2, 3);

    public RiskThresholds {
        if (kilometresPerHour <= 0
                || leastKilometres < 0
                || familiarity < 1
                || failures < 1
                || pushDenials < 1
                || failureWindow.isNegative()
                || denialWindow.isNegative()
                || medium < 1
                || high < medium) {
            throw new IllegalArgumentException("Thresholds are positive, and high is not below medium");
        }
    }
}
