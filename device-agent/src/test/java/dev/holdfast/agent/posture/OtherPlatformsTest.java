package dev.holdfast.agent.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.posture.Observation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Output as public documentation of Apple, Microsoft and osquery shows it; none was made on such a machine. */
class OtherPlatformsTest {
    private final RecordedMachine machine = new RecordedMachine();

    @Test
    @DisplayName("T1 a Mac by the words of its own commands")
    void macOs() {
        machine.prints("sw_vers -productVersion", "14.4.1\n")
                .prints("uname -r", "23.4.0\n")
                .prints("fdesetup status", "FileVault is On.\n")
                .prints("socketfilterfw --getglobalstate", "Firewall is enabled. (State = 1)\n")
                .ends("sysadminctl -screenLock status", 0, "", "screenLock delay is 300 seconds\n")
                .prints("defaults -currentHost read com.apple.screensaver idleTime", "600\n")
                .ends("softwareupdate --list --no-scan", 0, "Software Update Tool\n", "No new software available.\n")
                .prints("system_profiler SPiBridgeDataType", "Controller:\n\n  Secure Boot: Full Security\n");

        assertThat(shown("Mac OS X"))
                .contains(
                        "os macos",
                        "os_version 14.4.1",
                        "disk_encrypted yes",
                        "firewall yes",
                        "screen_lock yes",
                        "screen_lock_seconds 900",
                        "pending_updates 0",
                        "secure_boot yes");
    }

    @Test
    @DisplayName("T1 a Mac that is off its guard, and one whose words are not understood")
    void macOsOpen() {
        machine.prints("fdesetup status", "FileVault is Off.\n")
                .prints("socketfilterfw --getglobalstate", "Firewall is disabled. (State = 0)\n")
                .ends("sysadminctl -screenLock status", 0, "", "screenLock is off\n")
                .prints("softwareupdate --list --no-scan", """
                        Software Update found the following new or updated software:
                        * Label: macOS Sonoma 14.5-23F79
                        \tTitle: macOS Sonoma 14.5, Version: 14.5, Size: 7400000KiB, Recommended: YES, Action: restart,
                        """);
        assertThat(shown("Mac OS X"))
                .contains("disk_encrypted no", "firewall no", "screen_lock no", "pending_updates 1");

        machine.prints("fdesetup status", "FileVault is On.\nEncryption in progress: Percent completed = 23\n")
                .prints("socketfilterfw --getglobalstate", "Le coupe-feu est actif\n");
        assertThat(shown("Mac OS X")).contains("disk_encrypted no", "firewall unknown: unreadable");
    }

    @Test
    @DisplayName("T1 Windows by the words of its own commands: one profile or one volume that is off is enough")
    void windows() {
        String desktop = "reg query HKCU\\Control Panel\\Desktop /v ";
        machine.prints("cmd /c ver", "\r\nMicrosoft Windows [Version 10.0.22631.3296]\r\n")
                .prints(
                        "manage-bde -status",
                        "Volume C: [OS]\r\n    Conversion Status:    Fully Encrypted\r\n    Protection Status:    Protection On\r\n")
                .prints(
                        "netsh advfirewall show allprofiles state",
                        "\r\nDomain Profile Settings: \r\nState                                 ON\r\n"
                                + "\r\nPublic Profile Settings: \r\nState                                 OFF\r\nOk.\r\n")
                .prints(
                        desktop + "ScreenSaverIsSecure",
                        "\r\nHKEY_CURRENT_USER\\Control Panel\\Desktop\r\n    ScreenSaverIsSecure    REG_SZ    1\r\n\r\n")
                .prints(
                        desktop + "ScreenSaveTimeOut",
                        "\r\nHKEY_CURRENT_USER\\Control Panel\\Desktop\r\n    ScreenSaveTimeOut    REG_SZ    600\r\n\r\n")
                .prints(
                        "reg query HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State /v UEFISecureBootEnabled",
                        "\r\n    UEFISecureBootEnabled    REG_DWORD    0x1\r\n\r\n");

        assertThat(shown("Windows 11"))
                .contains(
                        "os windows",
                        "os_version 10.0.22631.3296",
                        "disk_encrypted yes",
                        "firewall no",
                        "screen_lock yes",
                        "screen_lock_seconds 600",
                        "secure_boot yes",
                        "pending_updates unknown: tool_missing");
    }

    @Test
    @DisplayName("T1 osquery fills what the agent's own collectors do not know, and overrules none of them")
    void osquery() {
        machine.prints("osqueryi --version", "osqueryi version 5.11.0\n")
                .prints("osqueryi --json select version from os_version", "[\n  {\"version\":\"12 (bookworm)\"}\n]\n")
                .prints("osqueryi --json select secure_boot from secureboot", "[\n  {\"secure_boot\":\"1\"}\n]\n")
                .file("/etc/os-release", "ID=debian\nVERSION_ID=12\n");

        assertThat(shown("Linux")).contains("secure_boot yes", "os_version 12");

        machine.file("/sys/firmware/dmi/tables/DMI", "x");
        assertThat(shown("Linux")).contains("secure_boot no");
    }

    @Test
    @DisplayName(
            "T1 osquery on a Mac: the disk counts by FileVault, not by the key that every Mac's disk has; -1 is no value")
    void osqueryOnMac() {
        machine.prints("osqueryi --version", "osqueryi version 5.11.0\n")
                .prints("osqueryi --json select secure_boot from secureboot", "[\n  {\"secure_boot\":\"-1\"}\n]\n")
                .prints("osqueryi --json select global_state from alf", "[\n  {\"global_state\":\"1\"}\n]\n")
                .prints("osqueryi --json select enabled from screenlock", "[\n  {\"enabled\":\"0\"}\n]\n")
                .prints(
                        "osqueryi --json select filevault_status from mounts m join disk_encryption de on"
                                + " de.name = m.device where m.path = '/'",
                        "[\n  {\"filevault_status\":\"off\"}\n]\n");

        assertThat(shown("Mac OS X")).contains("firewall yes", "screen_lock no", "disk_encrypted no");
        assertThat(shown("Mac OS X")).noneMatch(fact -> fact.startsWith("secure_boot yes"));
    }

    @Test
    @DisplayName("T1 on a platform that nobody knows every fact is unknown but the agent's version")
    void elsewhere() {
        List<Observation> facts = collection("Plan 9").collect();

        assertThat(facts).hasSize(Fact.values().length);
        assertThat(facts)
                .filteredOn(Observation::isKnown)
                .extracting(Observation::fact)
                .containsExactly(Fact.AGENT_VERSION);
    }

    @Test
    @DisplayName("T1 a collector that hangs or fails costs its own facts and no more than the common time")
    void hanging() {
        CountDownLatch never = new CountDownLatch(1);
        Collector hangs = new Fixed(Fact.FIREWALL, () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        });
        Collector fails = new Fixed(Fact.SECURE_BOOT, () -> {
            throw new IllegalStateException("a mistake");
        });

        List<Observation> facts = new Collection(
                        machine, List.of(hangs, fails, new Constant(Fact.OS, "linux")), Duration.ofMillis(300))
                .collect();

        assertThat(facts)
                .contains(
                        Observation.unknown(Fact.FIREWALL, Reason.TIMED_OUT, "agent"),
                        Observation.unknown(Fact.SECURE_BOOT, Reason.UNREADABLE, "agent"),
                        Observation.text(Fact.OS, "linux", "platform"));
    }

    private record Fixed(Fact fact, java.util.function.Supplier<List<Observation>> found) implements Collector {
        @Override
        public Set<Fact> facts() {
            return Set.of(fact);
        }

        @Override
        public List<Observation> collect(Machine machine) {
            return found.get();
        }
    }

    private List<String> shown(String os) {
        return collection(os).collect().stream()
                .map(one -> one.fact().wire() + " " + one.shown())
                .toList();
    }

    private Collection collection(String os) {
        return new Collection(machine, Collection.collectorsFor(os), Duration.ofSeconds(30));
    }
}
