package dev.holdfast.agent.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The browsers whose extensions can start a native host, and where each looks for its manifest. */
enum Browser {
    CHROMIUM("Chromium", "chromium"),
    CHROME("Google Chrome", "google-chrome"),
    EDGE("Microsoft Edge", "microsoft-edge"),
    BRAVE("Brave", "BraveSoftware/Brave-Browser");

    /** The file's name, which Chromium derives from the host's. */
    static final String MANIFEST = "dev.holdfast.agent.json";

    private final String title;
    private final String profile;

    Browser(String title, String profile) {
        this.title = title;
        this.profile = profile;
    }

    String title() {
        return title;
    }

    /** Whether this user has used it. */
    boolean isPresent(Map<String, String> environment) {
        return Files.isDirectory(profile(environment));
    }

    /** Where this user's manifests for it are. */
    Path manifests(Map<String, String> environment) {
        return profile(environment).resolve("NativeMessagingHosts");
    }

    private Path profile(Map<String, String> environment) {
        String xdg = environment.get("XDG_CONFIG_HOME");
        Path base =
                xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".config");
        return base.resolve(profile);
    }
}
