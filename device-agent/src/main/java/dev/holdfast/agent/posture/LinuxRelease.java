package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Observation.Reason;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The distribution and its version, by os-release(5). */
final class LinuxRelease implements Collector {
    private static final String BY = "os-release";

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.OS, Fact.OS_NAME, Fact.OS_VERSION);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        Map<String, String> release = machine.text("/etc/os-release")
                .asText()
                .or(() -> machine.text("/usr/lib/os-release").asText())
                .map(LinuxRelease::parse)
                .orElse(Map.of());
        return List.of(
                Observation.text(Fact.OS, "linux", "procfs"),
                of(Fact.OS_NAME, release.get("ID")),
                // A rolling distribution has none.
                of(Fact.OS_VERSION, release.get("VERSION_ID")));
    }

    private static Observation of(Fact fact, @org.jspecify.annotations.Nullable String value) {
        return Optional.ofNullable(value)
                .filter(text -> !text.isBlank())
                .map(text -> Observation.text(fact, text, BY))
                .orElseGet(() -> Observation.unknown(fact, Reason.NOT_FOUND, BY));
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                values.put(
                        line.substring(0, equals).strip(),
                        unquoted(line.substring(equals + 1).strip()));
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
