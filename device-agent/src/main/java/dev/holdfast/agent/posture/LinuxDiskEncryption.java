package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Machine.Read;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything that the system mounts or swaps to lies on LUKS: from each mount down through the block devices to the
 * disk, where the header is read. What a mapping calls itself is not believed without its header.
 *
 * <p>What the machine starts from ({@code /boot}, {@code /efi}), removable media and compressed images are left out.
 */
final class LinuxDiskEncryption implements Collector {
    private static final String BY = "luks";
    private static final String BLOCK = "/sys/class/block/";
    private static final int MAX_DEPTH = 8;
    private static final List<String> LEFT_OUT =
            List.of("/boot", "/efi", "/media", "/run/media", "/mnt", "/snap", "/var/lib/snapd");
    private static final Set<String> IMAGES = Set.of("squashfs", "iso9660", "udf", "erofs");

    /** What is known of one block device. */
    private sealed interface State {
        record Encrypted() implements State {}

        record Open() implements State {}

        /** Holds nothing at rest, or what another mount answers for. */
        record Neutral() implements State {}

        record Unknown(Reason reason) implements State {}
    }

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.DISK_ENCRYPTED);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(observe(machine));
    }

    private static Observation observe(Machine machine) {
        Optional<String> mounts = machine.text("/proc/self/mountinfo").asText();
        if (mounts.isEmpty()) {
            return Observation.unknown(Fact.DISK_ENCRYPTED, Reason.UNREADABLE, BY);
        }
        List<State> states = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String line : mounts.get().split("\n", -1)) {
            Optional<Mount> mount = Mount.parse(line);
            if (mount.filter(Mount::counts).isEmpty()) {
                continue;
            }
            if (!mount.get().source().startsWith("/dev/")) {
                if (mount.get().point().equals("/")) {
                    // A root of layers, of ZFS or of the network: its disks are not to be found from here.
                    states.add(new State.Unknown(Reason.NOT_SUPPORTED));
                }
                continue;
            }
            Optional<String> device = machine.realName(
                            "/sys/dev/block/" + mount.get().number())
                    .or(() -> machine.realName(mount.get().source()));
            if (device.isEmpty()) {
                states.add(new State.Unknown(Reason.NOT_FOUND));
            } else if (seen.add(device.get())) {
                states.add(state(machine, device.get(), 0));
            }
        }
        for (String swap : swaps(machine)) {
            Optional<String> device = machine.realName(swap);
            if (device.isPresent() && seen.add(device.get())) {
                states.add(state(machine, device.get(), 0));
            }
        }
        return whole(states);
    }

    private static Observation whole(List<State> states) {
        if (states.stream().anyMatch(State.Open.class::isInstance)) {
            return Observation.flag(Fact.DISK_ENCRYPTED, false, BY);
        }
        Optional<Reason> unknown = states.stream()
                .filter(State.Unknown.class::isInstance)
                .map(state -> ((State.Unknown) state).reason())
                .findFirst();
        if (unknown.isPresent()) {
            return Observation.unknown(Fact.DISK_ENCRYPTED, unknown.get(), BY);
        }
        return states.stream().anyMatch(State.Encrypted.class::isInstance)
                ? Observation.flag(Fact.DISK_ENCRYPTED, true, BY)
                : Observation.unknown(Fact.DISK_ENCRYPTED, Reason.NOT_FOUND, BY);
    }

    private static State state(Machine machine, String device, int depth) {
        if (depth > MAX_DEPTH) {
            return new State.Unknown(Reason.NOT_SUPPORTED);
        }
        if (device.startsWith("zram") || device.startsWith("ram")) {
            return new State.Neutral();
        }
        List<String> below = machine.names(BLOCK + device + "/slaves");
        String mapping = machine.text(BLOCK + device + "/dm/uuid").asText().orElse("");
        if (mapping.startsWith("CRYPT-LUKS")) {
            return luks(machine, mapping, below);
        }
        if (mapping.startsWith("CRYPT-")
                && !mapping.startsWith("CRYPT-VERITY")
                && !mapping.startsWith("CRYPT-INTEGRITY")) {
            // Without a header nothing shows which cipher it uses, if any.
            return new State.Unknown(Reason.NOT_SUPPORTED);
        }
        if (below.isEmpty()) {
            return leaf(machine, device);
        }
        List<State> parts = new ArrayList<>();
        below.forEach(part -> parts.add(state(machine, part, depth + 1)));
        // A logical volume or an array is as closed as its most open part.
        return parts.stream()
                .filter(State.Open.class::isInstance)
                .findFirst()
                .or(() -> parts.stream().filter(State.Unknown.class::isInstance).findFirst())
                .orElseGet(() -> parts.get(0));
    }

    private static State leaf(Machine machine, String device) {
        // A file that is mounted lies on another file system, which answers for it.
        return machine.exists(BLOCK + device + "/loop/backing_file") ? new State.Neutral() : new State.Open();
    }

    private static State luks(Machine machine, String mapping, List<String> below) {
        if (below.size() != 1) {
            return new State.Unknown(Reason.NOT_SUPPORTED);
        }
        String disk = "/dev/" + below.get(0).replace('!', '/');
        Read start = machine.head(disk, LuksHeader.BINARY_BYTES);
        if (start instanceof Read.Denied) {
            return new State.Unknown(Reason.NEEDS_ROOT);
        }
        Optional<LuksHeader> header = start instanceof Read.Content content
                ? LuksHeader.length(content.bytes())
                        .map(length -> machine.head(disk, length))
                        .flatMap(read ->
                                read instanceof Read.Content whole ? LuksHeader.read(whole.bytes()) : Optional.empty())
                : Optional.empty();
        if (header.isEmpty()) {
            // Detached, torn or none: what the mapping says of itself is not enough.
            return new State.Unknown(Reason.UNREADABLE);
        }
        boolean same = mapping.toLowerCase(Locale.ROOT)
                .startsWith("crypt-luks" + header.get().version() + "-"
                        + header.get().uuid().toLowerCase(Locale.ROOT));
        if (!same) {
            return new State.Unknown(Reason.UNREADABLE);
        }
        return header.get().encrypts() ? new State.Encrypted() : new State.Open();
    }

    /** Partitions that are swapped to; swap files lie on a mount. */
    private static List<String> swaps(Machine machine) {
        List<String> devices = new ArrayList<>();
        for (String line : machine.text("/proc/swaps").asText().orElse("").split("\n", -1)) {
            String[] columns = line.split("\\s+", -1);
            if (columns.length > 1 && columns[1].equals("partition")) {
                devices.add(columns[0]);
            }
        }
        return devices;
    }

    /** A line of {@code /proc/self/mountinfo} (proc(5)). */
    private record Mount(String number, String point, String type, String source) {
        static Optional<Mount> parse(String line) {
            String[] halves = line.split(" - ", 2);
            String[] left = halves[0].split(" ", -1);
            String[] right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
            return left.length >= 5 && right.length >= 2
                    ? Optional.of(new Mount(left[2], left[4], right[0], right[1]))
                    : Optional.empty();
        }

        boolean counts() {
            return !IMAGES.contains(type)
                    && LEFT_OUT.stream().noneMatch(folder -> point.equals(folder) || point.startsWith(folder + "/"));
        }
    }
}
