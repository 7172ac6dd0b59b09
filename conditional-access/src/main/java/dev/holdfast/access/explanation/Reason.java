package dev.holdfast.access.explanation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that was seen.
 *
 * @param parameters by the names that the code's sentence has
 */
public record Reason(ReasonCode code, Map<String, String> parameters) {
    public Reason {
        parameters = Map.copyOf(parameters);
    }

    /** @param namesAndValues by turns */
    public static Reason of(ReasonCode code, String... namesAndValues) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Reason(code, parameters);
    }

    /** In English. */
    public String words() {
        StringBuilder words = new StringBuilder();
        String template = code.template();
        int at = 0;
        // Not by replacing: a value may hold braces of its own.
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
            int close = template.indexOf('}', open);
            words.append(template, at, open).append(parameters.getOrDefault(template.substring(open + 1, close), "?"));
            at = close + 1;
        }
        return words.append(template, at, template.length()).toString();
    }
}
