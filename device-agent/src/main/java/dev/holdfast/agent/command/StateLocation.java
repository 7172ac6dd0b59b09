package dev.holdfast.agent.command;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the state folder is: the option, the agent's variable, the XDG base directory, its default. */
final class StateLocation {
    private StateLocation() {}

    static Path of(@Nullable Path option, Map<String, String> environment) {
        if (option != null) {
            return option;
        }
        String own = environment.get("HOLDFAST_STATE");
        if (own != null && !own.isEmpty()) {
            return Path.of(own);
        }
        String xdg = environment.get("XDG_STATE_HOME");
        // The XDG specification: a path that is not absolute is ignored.
        Path base = xdg != null && xdg.startsWith("/")
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return base.resolve("holdfast");
    }
}
