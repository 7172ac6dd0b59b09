package dev.holdfast.agent.command;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that nobody gave take their values from the machine's settings. */
final class SettingsAsDefaults implements IDefaultValueProvider {
    private static final Map<String, Set<String>> BY_COMMAND = Map.of(
            "enrol", Set.of(MachineSettings.ISSUER, MachineSettings.KEY_STORE, MachineSettings.TPM),
            "install-host", Set.of(MachineSettings.EXTENSION_ID),
            "host", Set.of(MachineSettings.EXTENSION_ID));

    @Override
    public @Nullable String defaultValue(ArgSpec argument) throws IOException {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = option.longestName().substring(2);
        boolean settable =
                BY_COMMAND.getOrDefault(option.command().name(), Set.of()).contains(name);
        return settable
                ? MachineSettings.ofThisMachine().value(name).orElse(option.defaultValue())
                : option.defaultValue();
    }
}
