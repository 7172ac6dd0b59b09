package dev.holdfast.device.keycloak.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/** What a form says of settings in another language than their declaration's, and of the values to choose from. */
public final class SettingTexts {
    private final Properties texts = new Properties();

    private SettingTexts(Class<?> neighbour, String language) {
        String file = "settings_" + language + ".properties";
        try (InputStream stream = neighbour.getResourceAsStream(file)) {
            if (stream == null) {
                throw new AssertionError("the jar lacks " + file);
            }
            texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code settings_en.properties} beside a class. */
    public static SettingTexts english(Class<?> neighbour) {
        return new SettingTexts(neighbour, "en");
    }

    /** Reads {@code settings_de.properties} beside a class. */
    public static SettingTexts german(Class<?> neighbour) {
        return new SettingTexts(neighbour, "de");
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

    /** Every text by its key. */
    public Properties all() {
        return (Properties) texts.clone();
    }
}
