package dev.holdfast.agent.command;

import dev.holdfast.agent.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browsers whose extensions can start a native host, and where each looks for its manifest. */
enum Browser {
    CHROMIUM("Chromium", "chromium", Path.of("/etc/chromium")),
    CHROME("Google Chrome", "google-chrome", Path.of("/etc/opt/chrome")),
    EDGE("Microsoft Edge", "microsoft-edge", Path.of("/etc/opt/edge")),
    BRAVE("Brave", "BraveSoftware/Brave-Browser", Path.of("/etc/brave")),
    FIREFOX("Firefox", "mozilla", Path.of("/usr/lib/mozilla"));

    /** The file's name, which browsers derive from the host's. */
    static final String MANIFEST = "dev.holdfast.agent.json";

    private static final String SHARED = "native-messaging-hosts";

    private final String title;
    private final String profile;
    private final Path machine;

    Browser(String title, String profile, Path machine) {
        this.title = title;
        this.profile = profile;
        this.machine = machine;
    }

    String title() {
        return title;
    }

    /** Whether this user has used it. */
    boolean isPresent(Map<String, String> environment) {
        return this == FIREFOX
                ? Files.isDirectory(mozilla().resolve("firefox")) || Files.isDirectory(profile(environment))
                : Files.isDirectory(profile(environment));
    }

    /** Where this user's manifests for it are. */
    Path manifests(Map<String, String> environment) {
        return this == FIREFOX
                ? mozilla().resolve(SHARED)
                : profile(environment).resolve("NativeMessagingHosts");
    }

    /** The manifest by which it would start a host: the user's own before the one of the machine. */
    Optional<Path> manifest(Map<String, String> environment) {
        return List.of(manifests(environment), machine.resolve(SHARED)).stream()
                .map(folder -> folder.resolve(MANIFEST))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The text of a manifest that lets our extension in this browser start a program. */
    JsonObject manifest(Path program, HostCaller allowed) {
        JsonObject.Builder manifest = JsonObject.builder()
                .put("name", InstallHostCommand.HOST_NAME)
                .put("description", "Holdfast device login")
                .put("path", program.toString())
                .put("type", "stdio");
        return this == FIREFOX
                ? manifest.putStrings(
                                "allowed_extensions", List.of(allowed.firefox().value()))
                        .build()
                : manifest.putStrings(
                                "allowed_origins", List.of(allowed.chromium().origin()))
                        .build();
    }

    /** Whether a manifest lets our extension in this browser start its program. */
    boolean admits(JsonObject manifest, HostCaller allowed) throws IOException {
        return this == FIREFOX
                ? manifest.strings("allowed_extensions")
                        .contains(allowed.firefox().value())
                : manifest.strings("allowed_origins")
                        .contains(allowed.chromium().origin());
    }

    private Path profile(Map<String, String> environment) {
        String xdg = environment.get("XDG_CONFIG_HOME");
        Path base =
                xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".config");
        return base.resolve(profile);
    }

    private static Path mozilla() {
        return Path.of(System.getProperty("user.home"), ".mozilla");
    }
}
