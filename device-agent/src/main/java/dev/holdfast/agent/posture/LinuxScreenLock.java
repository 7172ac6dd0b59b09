package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Machine.Run;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the desktop locks by itself, by the settings in force of GNOME or KDE, else by logind. */
final class LinuxScreenLock implements Collector {
    private static final long MINUTE = 60;
    private static final long MICROS = 1_000_000;
    /** KDE's own, where the user changed nothing. */
    private static final long KDE_MINUTES = 5;

    private static final long KDE_GRACE = 5;

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.SCREEN_LOCK, Fact.SCREEN_LOCK_SECONDS);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        String desktop = machine.environment("XDG_CURRENT_DESKTOP").orElse("").toLowerCase(Locale.ROOT);
        if (desktop.contains("kde")) {
            return kde(machine);
        }
        if (desktop.contains("gnome") || desktop.contains("unity") || desktop.contains("budgie")) {
            return gnome(machine);
        }
        return logind(machine);
    }

    private static List<Observation> gnome(Machine machine) {
        Optional<String> enabled = setting(machine, "org.gnome.desktop.screensaver", "lock-enabled");
        OptionalLong idle = number(setting(machine, "org.gnome.desktop.session", "idle-delay"));
        OptionalLong delay = number(setting(machine, "org.gnome.desktop.screensaver", "lock-delay"));
        if (enabled.isEmpty() || idle.isEmpty() || delay.isEmpty()) {
            return unknown(Reason.UNREADABLE, "gnome");
        }
        // An idle time of 0 is never.
        return enabled.get().equals("true") && idle.getAsLong() > 0
                ? locks(idle.getAsLong() + delay.getAsLong(), "gnome")
                : never("gnome");
    }

    private static Optional<String> setting(Machine machine, String schema, String key) {
        return machine.run("gsettings", "get", schema, key) instanceof Run.Ended ended && ended.status() == 0
                ? Optional.of(ended.out().strip())
                : Optional.empty();
    }

    private static OptionalLong number(Optional<String> value) {
        String digits = value.orElse("").replace("uint32 ", "");
        return digits.matches("[0-9]{1,9}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private static List<Observation> kde(Machine machine) {
        String settings = machine.text(machine.home() + "/.config/kscreenlockerrc")
                .asText()
                .orElse("");
        if (value(settings, "Autolock").filter("false"::equalsIgnoreCase).isPresent()) {
            return never("kde");
        }
        long minutes = value(settings, "Timeout").map(LinuxScreenLock::digits).orElse(KDE_MINUTES);
        long grace = value(settings, "LockGrace").map(LinuxScreenLock::digits).orElse(KDE_GRACE);
        return minutes > 0 ? locks(minutes * MINUTE + grace, "kde") : never("kde");
    }

    private static Optional<String> value(String settings, String key) {
        Matcher line = Pattern.compile("^" + key + "(?:\\[\\$i])?=(.*)$", Pattern.MULTILINE)
                .matcher(settings);
        return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
    }

    private static long digits(String text) {
        return text.matches("[0-9]{1,7}") ? Long.parseLong(text) : 0;
    }

    private static List<Observation> logind(Machine machine) {
        Optional<String> action = property(machine, "IdleAction");
        OptionalLong micros = micros(property(machine, "IdleActionUSec"));
        boolean locks = action.filter(text -> text.contains("\"lock\"")).isPresent();
        // Without a desktop that is known, logind saying nothing of a lock proves nothing.
        return locks && micros.isPresent()
                ? locks(micros.getAsLong() / MICROS, "logind")
                : unknown(Reason.NOT_FOUND, "logind");
    }

    private static Optional<String> property(Machine machine, String name) {
        return machine.run(
                                        "busctl",
                                        "get-property",
                                        "org.freedesktop.login1",
                                        "/org/freedesktop/login1",
                                        "org.freedesktop.login1.Manager",
                                        name)
                                instanceof Run.Ended ended
                        && ended.status() == 0
                ? Optional.of(ended.out().strip())
                : Optional.empty();
    }

    private static OptionalLong micros(Optional<String> property) {
        String text = property.orElse("");
        return text.matches("t [0-9]{1,15}")
                ? OptionalLong.of(Long.parseLong(text.substring(2)))
                : OptionalLong.empty();
    }

    private static List<Observation> locks(long seconds, String by) {
        return List.of(
                Observation.flag(Fact.SCREEN_LOCK, true, by), Observation.count(Fact.SCREEN_LOCK_SECONDS, seconds, by));
    }

    private static List<Observation> never(String by) {
        return List.of(
                Observation.flag(Fact.SCREEN_LOCK, false, by),
                Observation.unknown(Fact.SCREEN_LOCK_SECONDS, Reason.NOT_FOUND, by));
    }

    private static List<Observation> unknown(Reason reason, String by) {
        return List.of(
                Observation.unknown(Fact.SCREEN_LOCK, reason, by),
                Observation.unknown(Fact.SCREEN_LOCK_SECONDS, reason, by));
    }
}
