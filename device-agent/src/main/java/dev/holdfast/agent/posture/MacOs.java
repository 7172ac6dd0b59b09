package dev.holdfast.agent.posture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that tell a Mac's condition, each with the meaning of its words. Written from public documentation and
 * tested with recorded output; no Mac has run them yet (docs/posture.md).
 */
final class MacOs {
    private static final Pattern LOCK_DELAY = Pattern.compile("screenLock delay is ([0-9]{1,9}) seconds");
    private static final String SCREEN_LOCK = "sysadminctl";

    private MacOs() {}

    static List<Collector> collectors() {
        return List.of(
                new Constant(Fact.OS, "macos"),
                new Constant(Fact.OS_NAME, "macos"),
                new CommandOutput(
                        Fact.OS_VERSION, "sw_vers", List.of("sw_vers", "-productVersion"), run -> text(run.out())),
                new CommandOutput(Fact.KERNEL, "uname", List.of("uname", "-r"), run -> text(run.out())),
                new CommandOutput(Fact.DISK_ENCRYPTED, "filevault", List.of("fdesetup", "status"), run -> {
                    String line = run.out().lines().findFirst().orElse("").strip();
                    // "FileVault is On." may be followed by the progress of an encryption that has not ended.
                    boolean done = !run.out().contains("in progress");
                    return line.equals("FileVault is On.")
                            ? flag(done)
                            : line.equals("FileVault is Off.") ? flag(false) : Optional.empty();
                }),
                new CommandOutput(Fact.FIREWALL, "alf", List.of("socketfilterfw", "--getglobalstate"), run -> {
                    String out = run.out().toLowerCase(Locale.ROOT);
                    return out.contains("(state = 1)") || out.contains("(state = 2)")
                            ? flag(true)
                            : out.contains("(state = 0)") ? flag(false) : Optional.empty();
                }),
                new CommandOutput(
                        Fact.SCREEN_LOCK, SCREEN_LOCK, List.of("sysadminctl", "-screenLock", "status"), run -> {
                            String both = run.both();
                            return both.contains("screenLock is off")
                                    ? flag(false)
                                    : both.contains("screenLock delay is") ? flag(true) : Optional.empty();
                        }),
                new MacScreenLockTime(),
                new CommandOutput(
                        Fact.PENDING_UPDATES,
                        "softwareupdate",
                        List.of("softwareupdate", "--list", "--no-scan"),
                        run -> {
                            if (run.both().contains("No new software available")) {
                                return count(0);
                            }
                            long labels = run.out()
                                    .lines()
                                    .filter(line -> line.strip().startsWith("* Label:"))
                                    .count();
                            return labels > 0 ? count(labels) : Optional.empty();
                        }),
                new CommandOutput(Fact.SECURE_BOOT, "ibridge", List.of("system_profiler", "SPiBridgeDataType"), run -> {
                    Matcher line = Pattern.compile("Secure Boot: (.+)").matcher(run.out());
                    return line.find() ? flag(line.group(1).strip().equals("Full Security")) : Optional.empty();
                }));
    }

    /** The time without a user until the screen saver, and the delay until its lock. */
    private static final class MacScreenLockTime implements Collector {
        @Override
        public java.util.Set<Fact> facts() {
            return java.util.Set.of(Fact.SCREEN_LOCK_SECONDS);
        }

        @Override
        public List<Observation> collect(Machine machine) {
            Optional<Long> delay = machine.run("sysadminctl", "-screenLock", "status") instanceof Machine.Run.Ended run
                    ? delay(run.both())
                    : Optional.empty();
            Optional<Long> idle = machine.run("defaults", "-currentHost", "read", "com.apple.screensaver", "idleTime")
                            instanceof Machine.Run.Ended run
                    ? Optional.of(run.out().strip())
                            .filter(text -> run.status() == 0 && text.matches("[1-9][0-9]{0,8}"))
                            .map(Long::parseLong)
                    : Optional.empty();
            return List.of(
                    delay.isPresent() && idle.isPresent()
                            ? Observation.count(Fact.SCREEN_LOCK_SECONDS, delay.get() + idle.get(), SCREEN_LOCK)
                            : Observation.unknown(Fact.SCREEN_LOCK_SECONDS, Observation.Reason.NOT_FOUND, SCREEN_LOCK));
        }

        private static Optional<Long> delay(String printed) {
            Matcher seconds = LOCK_DELAY.matcher(printed);
            if (seconds.find()) {
                return Optional.of(Long.parseLong(seconds.group(1)));
            }
            return printed.contains("screenLock delay is immediate") ? Optional.of(0L) : Optional.empty();
        }
    }

    private static Optional<Observation.Value> text(String printed) {
        return printed.isBlank() ? Optional.empty() : Optional.of(new Observation.Text(printed.strip()));
    }

    private static Optional<Observation.Value> flag(boolean yes) {
        return Optional.of(new Observation.Flag(yes));
    }

    private static Optional<Observation.Value> count(long count) {
        return Optional.of(new Observation.Count(count));
    }
}
