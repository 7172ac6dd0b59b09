package dev.holdfast.agent.posture;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.posture.Machine.Run;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What osquery knows, where it is installed: each fact by one query over its documented tables. It comes after the agent's
 * own collectors and fills what they do not know.
 */
final class Osquery implements Collector {
    private static final String BY = "osquery";

    private final String os;

    /** @param os Java's name for the platform, in lower case */
    Osquery(String os) {
        this.os = os;
    }

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.OS_VERSION, Fact.SECURE_BOOT, Fact.FIREWALL, Fact.DISK_ENCRYPTED, Fact.SCREEN_LOCK);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        if (machine.run("osqueryi", "--version") instanceof Run.Missing) {
            return List.of();
        }
        List<Observation> found = new ArrayList<>();
        text(machine, "select version from os_version", "version")
                .ifPresent(version -> found.add(Observation.text(Fact.OS_VERSION, version, BY)));
        text(machine, "select secure_boot from secureboot", "secure_boot")
                .flatMap(Osquery::flag)
                .ifPresent(on -> found.add(Observation.flag(Fact.SECURE_BOOT, on, BY)));
        if (os.startsWith("mac")) {
            text(machine, "select global_state from alf", "global_state")
                    .filter(state -> state.matches("[012]"))
                    .ifPresent(state -> found.add(Observation.flag(Fact.FIREWALL, !state.equals("0"), BY)));
            // A Mac's disk is always encrypted by its own key; only FileVault makes that worth something.
            text(
                            machine,
                            "select filevault_status from mounts m join disk_encryption de on de.name = m.device"
                                    + " where m.path = '/'",
                            "filevault_status")
                    .filter(status -> status.matches("on|off"))
                    .map("on"::equals)
                    .ifPresent(on -> found.add(Observation.flag(Fact.DISK_ENCRYPTED, on, BY)));
            text(machine, "select enabled from screenlock", "enabled")
                    .flatMap(Osquery::flag)
                    .ifPresent(on -> found.add(Observation.flag(Fact.SCREEN_LOCK, on, BY)));
        } else if (os.startsWith("windows")) {
            text(machine, "select firewall from windows_security_center", "firewall")
                    .ifPresent(state -> found.add(Observation.flag(Fact.FIREWALL, state.equals("Good"), BY)));
            text(machine, "select protection_status from bitlocker_info where drive_letter = 'C:'", "protection_status")
                    .flatMap(Osquery::flag)
                    .ifPresent(on -> found.add(Observation.flag(Fact.DISK_ENCRYPTED, on, BY)));
        }
        return found.isEmpty() ? List.of(Observation.unknown(Fact.OS_VERSION, Reason.UNREADABLE, BY)) : found;
    }

    private static Optional<String> text(Machine machine, String query, String column) {
        if (!(machine.run("osqueryi", "--json", query) instanceof Run.Ended ended) || ended.status() != 0) {
            return Optional.empty();
        }
        try {
            List<JsonObject> rows =
                    JsonObject.parse("{\"rows\":" + ended.out().strip() + "}").objects("rows");
            return rows.isEmpty()
                    ? Optional.empty()
                    : rows.get(0).optionalString(column).filter(text -> !text.isEmpty());
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> flag(String value) {
        return switch (value) {
            case "1" -> Optional.of(true);
            case "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
