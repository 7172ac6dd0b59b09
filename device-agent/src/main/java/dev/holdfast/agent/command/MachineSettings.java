package dev.holdfast.agent.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What an administrator wrote down for every user of this machine: a file of {@code name = value} lines. The launcher
 * of a package names it; without one there is none.
 */
final class MachineSettings {
    /** The system property that names the file. */
    static final String PROPERTY = "holdfast.agent.settings";

    static final String ISSUER = "issuer";
    static final String KEY_STORE = "key-store";
    static final String TPM = "tpm";
    static final String EXTENSION_ID = "extension-id";
    static final String FIREFOX_EXTENSION_ID = "firefox-extension-id";

    private final Properties values;

    private MachineSettings(Properties values) {
        this.values = values;
    }

    /** The settings of this machine; none where the file is absent. */
    static MachineSettings ofThisMachine() throws IOException {
        String file = System.getProperty(PROPERTY, "");
        Properties values = new Properties();
        if (!file.isEmpty()) {
            try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
                values.load(reader);
            } catch (NoSuchFileException e) {
                return new MachineSettings(new Properties());
            }
        }
        return new MachineSettings(values);
    }

    /** The value of a name, unless it is absent or empty. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.getProperty(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
