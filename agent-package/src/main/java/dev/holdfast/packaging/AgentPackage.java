package dev.holdfast.packaging;

import dev.holdfast.agent.command.HoldfastAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import picocli.AutoComplete;

/** Makes {@code holdfast-agent_<version>_<architecture>.deb} of what the build has made. */
public final class AgentPackage {
    private static final String LIB = "usr/lib/holdfast-agent/";
    private static final String DOC = "usr/share/doc/holdfast-agent/";
    private static final Map<String, String> ARCHITECTURES = Map.of("amd64", "amd64", "aarch64", "arm64");
    private static final List<String> CHROMIUM_KIN = List.of(
            "etc/chromium/native-messaging-hosts/",
            "etc/opt/chrome/native-messaging-hosts/",
            "etc/opt/edge/native-messaging-hosts/",
            "etc/brave/native-messaging-hosts/");
    private static final String FIREFOX = "usr/lib/mozilla/native-messaging-hosts/";
    private static final String MANIFEST = "dev.holdfast.agent.json";

    private static final List<String> USER_UNITS = List.of(
            "holdfast-enrol.service",
            "holdfast-renew.service",
            "holdfast-renew.timer",
            "holdfast-posture-send.service",
            "holdfast-posture-send.timer");
    private static final List<String> SYSTEM_UNITS = List.of("holdfast-posture.service", "holdfast-posture.timer");

    private final Path root;
    private final String version;
    private final String architecture;
    private final Instant time;

    private AgentPackage(Path root, String version, String architecture, Instant time) {
        this.root = root;
        this.version = version;
        this.architecture = architecture;
        this.time = time;
    }

    /**
     * Makes the package.
     *
     * @param arguments the project's folder, the folder to write into, the version, the time of every file in it
     */
    public static void main(String[] arguments) throws IOException {
        String architecture = ARCHITECTURES.get(System.getProperty("os.arch"));
        Optional<String> obstacle =
                architecture == null || !System.getProperty("os.name").equals("Linux")
                        ? Optional.of("it is made on Linux, for amd64 or arm64")
                        : JavaRuntime.obstacle();
        if (obstacle.isPresent()) {
            String reason = "no package of the agent: " + obstacle.get();
            if ("true".equals(System.getenv("CI"))) {
                throw new IOException(reason + ". With CI=true this is a failure.");
            }
            System.err.println("SKIPPED: " + reason);
            return;
        }
        Path target = Path.of(arguments[1]);
        String version = arguments[2].replace("-SNAPSHOT", "~SNAPSHOT");
        new AgentPackage(Path.of(arguments[0]), version, String.valueOf(architecture), Instant.parse(arguments[3]))
                .make(target);
    }

    private void make(Path target) throws IOException {
        Path runtime = target.resolve("runtime");
        JavaRuntime.make(runtime);
        FileTree data = new FileTree();
        data.addFolder(LIB + "runtime", runtime);
        String dependencies = SharedLibraries.dependencies(data);
        Path jar = root.resolve("device-agent/target/holdfast-agent.jar");
        data.add(LIB + "holdfast-agent.jar", Files.readAllBytes(jar), FileTree.FILE);
        data.add(LIB + "shared-classes", classes(jar), FileTree.FILE);
        data.add(
                LIB + "share-classes",
                source("share-classes").replace("@EXTENSION@", id("extension-id.txt")),
                FileTree.PROGRAM);
        data.add("usr/bin/holdfast-agent", source("holdfast-agent"), FileTree.PROGRAM);
        for (String unit : USER_UNITS) {
            data.add("usr/lib/systemd/user/" + unit, source(unit), FileTree.FILE);
        }
        for (String unit : SYSTEM_UNITS) {
            data.add("lib/systemd/system/" + unit, source(unit), FileTree.FILE);
        }
        manifests(data);
        data.add("etc/holdfast/agent.conf", source("agent.conf"), FileTree.FILE);
        documents(data);
        new DebianArchive(control(data, dependencies), data, time)
                .writeTo(target.resolve("holdfast-agent_" + version + "_" + architecture + ".deb"));
    }

    private void manifests(FileTree data) throws IOException {
        String chromium = source("chromium-manifest.json").replace("@EXTENSION@", id("extension-id.txt"));
        for (String folder : CHROMIUM_KIN) {
            data.add(folder + MANIFEST, chromium, FileTree.FILE);
        }
        data.add(
                FIREFOX + MANIFEST,
                source("firefox-manifest.json").replace("@EXTENSION@", id("firefox-id.txt")),
                FileTree.FILE);
    }

    private String id(String file) throws IOException {
        return Files.readString(root.resolve("browser-extension").resolve(file)).strip();
    }

    private void documents(FileTree data) throws IOException {
        LocalDate date = LocalDate.ofInstant(time, ZoneOffset.UTC);
        ManualPages.addTo(data, version, date.toString());
        data.add(
                "usr/share/bash-completion/completions/holdfast-agent",
                AutoComplete.bash("holdfast-agent", HoldfastAgent.commandLine())
                        .replaceFirst("^#!.*\\R", "")
                        .replaceAll("(?m)^# Date: .*\\R", ""),
                FileTree.FILE);
        data.add(DOC + "copyright", source("copyright"), FileTree.FILE);
        data.add(DOC + "NOTICES", Files.readString(root.resolve("THIRD-PARTY-NOTICES")), FileTree.FILE);
        data.addCompressed(DOC + "changelog", source("changelog").replace("@VERSION@", version));
        data.add("usr/share/lintian/overrides/holdfast-agent", source("lintian-overrides"), FileTree.FILE);
        data.add(DOC + "examples/70-holdfast-tpm.rules", source("70-holdfast-tpm.rules"), FileTree.FILE);
    }

    private FileTree control(FileTree data, String dependencies) throws IOException {
        long kilobytes = data.entries().values().stream()
                .mapToLong(entry -> (entry.content().length + 1023) / 1024)
                .sum();
        FileTree control = new FileTree();
        control.add(
                "control",
                source("control")
                        .replace("@VERSION@", version)
                        .replace("@ARCHITECTURE@", architecture)
                        .replace("@SIZE@", String.valueOf(kilobytes))
                        .replace("@LIBRARIES@", dependencies),
                FileTree.FILE);
        StringBuilder conffiles = new StringBuilder();
        data.entries().keySet().stream()
                .filter(path -> path.startsWith("etc/"))
                .forEach(path -> conffiles.append('/').append(path).append('\n'));
        control.add("conffiles", conffiles.toString(), FileTree.FILE);
        for (String script : List.of("postinst", "prerm", "postrm")) {
            control.add(script, source(script), FileTree.PROGRAM);
        }
        return control;
    }

    /** The agent's classes beside those of the command line, which are too old for an archive and not in a hurry. */
    private static String classes(Path jar) throws IOException {
        StringBuilder names = new StringBuilder();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .filter(name ->
                            name.startsWith("dev/holdfast/agent/") || name.startsWith("com/fasterxml/jackson/core/"))
                    .filter(name -> !name.endsWith("Command.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .forEach(name -> names.append(name).append('\n'));
        }
        return names.toString();
    }

    private String source(String name) throws IOException {
        return Files.readString(root.resolve("agent-package/src/main/debian").resolve(name), StandardCharsets.UTF_8);
    }
}
