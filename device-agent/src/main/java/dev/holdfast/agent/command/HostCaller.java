package dev.holdfast.agent.command;

import java.util.List;
import java.util.Optional;

/**
 * Which extensions may ask the native host. The browser's manifest says the same; this is the second look.
 *
 * @param chromium the one of Chromium and its kin
 * @param firefox the one of Firefox
 */
record HostCaller(ExtensionId chromium, FirefoxExtensionId firefox) {

    /** Holdfast's own, unless the machine's settings name another. */
    static HostCaller allowed(MachineSettings settings) {
        return new HostCaller(
                settings.value(MachineSettings.EXTENSION_ID)
                        .map(ExtensionId::new)
                        .orElseGet(ExtensionId::pinned),
                settings.value(MachineSettings.FIREFOX_EXTENSION_ID)
                        .map(FirefoxExtensionId::new)
                        .orElseGet(FirefoxExtensionId::pinned));
    }

    /** Whether this is what Firefox passes first: the manifest by which it found this program. */
    static boolean isManifest(String argument) {
        return argument.endsWith("/" + Browser.MANIFEST);
    }

    /**
     * The sentence for an extension that may not ask.
     *
     * @param arguments all that the browser passed
     */
    Optional<String> refusal(List<String> arguments) {
        boolean foreignOrigin = arguments.stream()
                .anyMatch(argument -> argument.contains("://") && !argument.equals(chromium.origin()));
        boolean foreignFirefox = !arguments.isEmpty()
                && isManifest(arguments.get(0))
                && (arguments.size() < 2 || !arguments.get(1).equals(firefox.value()));
        if (foreignOrigin || foreignFirefox) {
            return Optional.of("only " + chromium.origin() + " may ask, or " + firefox.value()
                    + " of Firefox, not another extension. Remove the foreign native messaging manifest, or:"
                    + " holdfast-agent install-host");
        }
        return Optional.empty();
    }
}
