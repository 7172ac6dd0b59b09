package dev.holdfast.setup.hardening;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** Titles and advice in the reader's language. English stands with the controls, German beside them. */
public final class HardeningTexts {
    private static final HardeningTexts ENGLISH = new HardeningTexts(Words.ENGLISH, new Properties());
    private static final HardeningTexts GERMAN = new HardeningTexts(Words.GERMAN, read("hardening_de.properties"));

    private final Words words;
    private final Properties texts;

    private HardeningTexts(Words words, Properties texts) {
        this.words = words;
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
        return finding.measured().in(words);
    }

    public String wanted(Finding finding) {
        return texts.getProperty(finding.id() + ".wanted", finding.wanted().in(words));
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
