package dev.holdfast.agent.platform;

import dev.holdfast.agent.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * What the device says about itself when it enrols; nobody verifies it.
 *
 * @param hostname its name
 * @param os {@code linux}
 * @param osVersion the distribution's own name for itself
 * @param model the machine, as its firmware says
 * @param agentVersion this agent
 */
public record DeviceFacts(String hostname, String os, String osVersion, String model, String agentVersion) {
    private static final int MAX = 255;

    /** This machine. */
    public static DeviceFacts ofThisMachine() {
        return new DeviceFacts(
                line(Path.of("/proc/sys/kernel/hostname"), "unknown"),
                System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT),
                distribution(),
                line(Path.of("/sys/class/dmi/id/product_name"), "unknown"),
                version());
    }

    /** The version this agent was built as. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = DeviceFacts.class.getResourceAsStream("/dev/holdfast/agent/agent.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // A broken jar has worse problems than its version.
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }

    /** The {@code facts} of section 4. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("hostname", clipped(hostname))
                .put("os", clipped(os))
                .put("os_version", clipped(osVersion))
                .put("model", clipped(model))
                .put("agent_version", clipped(agentVersion))
                .build();
    }

    private static String clipped(String text) {
        return text.length() <= MAX ? text : text.substring(0, MAX);
    }

    private static String distribution() {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("/etc/os-release"))) {
            release.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return System.getProperty("os.version", "unknown");
        }
        return release.getProperty("PRETTY_NAME", "unknown").replace("\"", "");
    }

    private static String line(Path file, String otherwise) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? otherwise : text;
        } catch (IOException e) {
            return otherwise;
        }
    }
}
