package dev.holdfast.agent.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --key-store} takes. */
enum KeyStoreOption {
    /** The TPM where one can be used, else files. */
    AUTO,
    TPM,
    SOFTWARE;

    /** The environment variable that names the TPM. */
    static final String TPM_VARIABLE = "HOLDFAST_AGENT_TPM";

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The TPM that the option or else the environment names. */
    static Optional<String> named(@Nullable String option, @Nullable String variable) {
        if (option != null) {
            return Optional.of(option);
        }
        return Optional.ofNullable(variable).filter(text -> !text.isEmpty());
    }

    /** Reads the words in lower case. */
    static final class Converter implements ITypeConverter<KeyStoreOption> {
        @Override
        public KeyStoreOption convert(String value) {
            return Arrays.stream(values())
                    .filter(option -> option.word().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(values()).map(KeyStoreOption::word).collect(Collectors.joining(", "))));
        }
    }
}
