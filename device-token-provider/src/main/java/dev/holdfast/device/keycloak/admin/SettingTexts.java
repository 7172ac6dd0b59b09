package dev.holdfast.device.keycloak.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/** What a form says of settings in another language than their declaration's, and of the values to choose from. */
final class SettingTexts {
    static final SettingTexts ENGLISH = new SettingTexts("en");
    static final SettingTexts GERMAN = new SettingTexts("de");

    private final Properties texts = new Properties();

    private SettingTexts(String language) {
        String file = "settings_" + language + ".properties";
        try (InputStream stream = SettingTexts.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new AssertionError("the jar lacks " + file);
            }
            texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SettingTexts of(String language) {
        return language.startsWith("de") ? GERMAN : ENGLISH;
    }

    Optional<String> label(String key) {
        return Optional.ofNullable(texts.getProperty(key + ".label"));
    }

    Optional<String> help(String key) {
        return Optional.ofNullable(texts.getProperty(key + ".help"));
    }

    Optional<String> option(String key, String value) {
        return Optional.ofNullable(texts.getProperty(key + "." + value));
    }

    Properties all() {
        return (Properties) texts.clone();
    }
}
