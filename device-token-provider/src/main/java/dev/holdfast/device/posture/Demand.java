package dev.holdfast.device.posture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a realm demands in one check. */
sealed interface Demand {
    /** Nothing: the check is off. */
    record None() implements Demand {}

    record Yes() implements Demand {}

    record AtMost(long limit) implements Demand {}

    record AtLeast(VersionNumber version) implements Demand {}

    /** The lowest version of each system that is let in. */
    record Systems(Map<String, VersionNumber> lowest) implements Demand {
        private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]{0,39}) +([0-9].*)");
        private static final int MAX = 50;

        public Systems {
            lowest = Map.copyOf(lowest);
        }

        static Systems read(String label, List<String> configured) {
            Map<String, VersionNumber> lowest = new LinkedHashMap<>();
            for (String entry : configured) {
                Matcher matcher = FORM.matcher(entry);
                Optional<VersionNumber> version =
                        matcher.matches() ? VersionNumber.read(matcher.group(2)) : Optional.empty();
                if (version.isEmpty()
                        || lowest.put(matcher.group(1).toLowerCase(Locale.ROOT), version.get()) != null
                        || lowest.size() > MAX) {
                    throw new IllegalArgumentException(
                            label + " must be a system and its lowest version, such as debian 12, each system once");
                }
            }
            return new Systems(lowest);
        }
    }
}
