package dev.holdfast.device.posture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device's condition at one instant.
 *
 * @param checks those that the realm makes, in order
 */
public record PostureStanding(Compliance compliance, List<CheckResult> checks) {
    /** In place of a check's name where no source that decides said anything lately, whatever is checked. */
    static final String REPORT = "report";

    public PostureStanding {
        checks = List.copyOf(checks);
    }

    public boolean isCompliant() {
        return compliance == Compliance.COMPLIANT;
    }

    /** What stands in the way, check by check: {@code failed} or {@code unknown}. Empty for a compliant device alone. */
    public Map<String, String> missing() {
        Map<String, String> missing = new LinkedHashMap<>();
        checks.stream()
                .filter(check -> check.result() != Compliance.COMPLIANT)
                .forEach(check -> missing.put(check.check().word(), check.word()));
        if (missing.isEmpty() && !isCompliant()) {
            missing.put(REPORT, "unknown");
        }
        return missing;
    }
}
