package dev.holdfast.agent.posture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A machine of recorded files and outputs. What is not recorded is not there. */
final class RecordedMachine implements Machine {
    static final long NOW = 1_795_300_000;

    private final Map<String, byte[]> files = new HashMap<>();
    private final Set<String> denied = new HashSet<>();
    private final Set<String> rootsAlone = new HashSet<>();
    private final Map<String, Long> changed = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, Run> runs = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    static byte[] resource(String name) {
        try (InputStream in = RecordedMachine.class.getResourceAsStream("/posture/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String recorded(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    RecordedMachine file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    RecordedMachine file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    RecordedMachine denied(String path) {
        denied.add(path);
        return this;
    }

    RecordedMachine rootsAlone(String path) {
        rootsAlone.add(path);
        return this;
    }

    RecordedMachine changed(String path, long at) {
        files.putIfAbsent(path, new byte[0]);
        changed.put(path, at);
        return this;
    }

    RecordedMachine link(String path, String name) {
        links.put(path, name);
        return this;
    }

    RecordedMachine prints(String command, String out) {
        return ends(command, 0, out, "");
    }

    RecordedMachine ends(String command, int status, String out, String err) {
        runs.put(command, new Run.Ended(status, out, err));
        return this;
    }

    RecordedMachine hangs(String command) {
        runs.put(command, new Run.TimedOut());
        return this;
    }

    RecordedMachine environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    @Override
    public Read text(String path) {
        return head(path, Integer.MAX_VALUE);
    }

    @Override
    public Read head(String path, int length) {
        if (denied.contains(path)) {
            return new Read.Denied();
        }
        byte[] content = files.get(path);
        return content == null
                ? new Read.Missing()
                : new Read.Content(Arrays.copyOf(content, Math.min(length, content.length)));
    }

    @Override
    public List<String> names(String folder) {
        Set<String> names = new TreeSet<>();
        files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .forEach(path -> names.add(path.substring(folder.length() + 1).split("/", 2)[0]));
        return List.copyOf(names);
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path) || !names(path).isEmpty();
    }

    @Override
    public Optional<Long> changedAt(String path) {
        return Optional.ofNullable(changed.get(path));
    }

    @Override
    public boolean isRootsAlone(String path) {
        return rootsAlone.contains(path);
    }

    @Override
    public Optional<String> realName(String path) {
        return Optional.ofNullable(links.get(path));
    }

    @Override
    public Run run(String... command) {
        return runs.getOrDefault(String.join(" ", command), new Run.Missing());
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    @Override
    public String home() {
        return "/home/ada";
    }

    @Override
    public long now() {
        return NOW;
    }
}
