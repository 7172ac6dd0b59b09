package dev.holdfast.agent.testrealm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DURT as the server reads it. */
public record Durt(String registration, long generation, String secret) {
    private static final Pattern FORM = Pattern.compile(
            "hfd1\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([1-9][0-9]{0,17})\\.([A-Za-z0-9_-]{43})");

    public static Optional<Durt> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new Durt(form.group(1), Long.parseLong(form.group(2)), form.group(3)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "hfd1." + registration + "." + generation + "." + secret;
    }
}
