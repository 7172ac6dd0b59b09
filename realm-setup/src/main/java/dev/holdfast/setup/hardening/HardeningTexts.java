package dev.holdfast.setup.hardening;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/** Titles and advice in the reader's language. English stands with the controls, German beside them. */
public final class HardeningTexts {
    private static final HardeningTexts ENGLISH = new HardeningTexts(new Properties());
    private static final HardeningTexts GERMAN = new HardeningTexts(read("hardening_de.properties"));

    /** The few words that values are shown with. */
    private static final Map<Pattern, String> WORDS = Map.of(
            Pattern.compile("\\bat most\\b"), "höchstens",
            Pattern.compile("\\bat least\\b"), "mindestens",
            Pattern.compile("\\bseconds\\b"), "Sekunden",
            Pattern.compile("(?<=[a-zA-Z]) or (?=[a-zA-Z])"), " oder ",
            Pattern.compile("^none$"), "keine",
            Pattern.compile("^all ([0-9]+) have one$"), "alle $1 haben einen",
            Pattern.compile("^([0-9]+) of ([0-9]+) have none:"), "$1 von $2 haben keinen:",
            Pattern.compile(" and ([0-9]+) more$"), " und $1 weitere");

    private final Properties texts;

    private HardeningTexts(Properties texts) {
        this.texts = texts;
    }

    /** @param language as in a browser's setting; what is not German is English */
    public static HardeningTexts in(String language) {
        return language.equals("de") || language.startsWith("de-") ? GERMAN : ENGLISH;
    }

    public String title(Finding finding) {
        return texts.getProperty(finding.id(), finding.title());
    }

    public String mend(Finding finding) {
        return texts.getProperty(finding.id() + ".mend", finding.mend());
    }

    public String measured(Finding finding) {
        return words(finding.measured());
    }

    public String wanted(Finding finding) {
        return texts.getProperty(finding.id() + ".wanted", words(finding.wanted()));
    }

    private String words(String english) {
        String text = english;
        if (!texts.isEmpty()) {
            for (Map.Entry<Pattern, String> word : WORDS.entrySet()) {
                text = word.getKey().matcher(text).replaceAll(word.getValue());
            }
        }
        return text;
    }

    private static Properties read(String name) {
        Properties texts = new Properties();
        try (InputStream file = Objects.requireNonNull(HardeningTexts.class.getResourceAsStream(name), name)) {
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
