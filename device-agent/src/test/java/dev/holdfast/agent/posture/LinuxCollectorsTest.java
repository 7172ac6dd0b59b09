package dev.holdfast.agent.posture;

import static dev.holdfast.agent.posture.RecordedMachine.NOW;
import static dev.holdfast.agent.posture.RecordedMachine.recorded;
import static dev.holdfast.agent.posture.RecordedMachine.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.posture.Observation.Reason;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxCollectorsTest {
    private final RecordedMachine machine = new RecordedMachine();

    @Test
    @DisplayName("T1 distribution, version and kernel")
    void release() {
        machine.file(
                        "/etc/os-release",
                        "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n")
                .file("/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");

        assertThat(shown(new LinuxRelease())).containsExactly("os linux", "os_name debian", "os_version 12");
        assertThat(shown(new LinuxKernel())).containsExactly("kernel 6.1.0-18-amd64");
    }

    @Test
    @DisplayName("T1 a rolling distribution has no version, and none is made up")
    void rolling() {
        machine.file("/etc/os-release", "ID=arch\nBUILD_ID=rolling\n");

        assertThat(shown(new LinuxRelease())).contains("os_version unknown: not_found");
    }

    @Test
    @DisplayName("T1 a root on LVM on LUKS and a swap on it are encrypted; what the machine starts from does not count")
    void encrypted() {
        lvmOnLuks("luks2.bin", 2);

        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted yes");
    }

    @Test
    @DisplayName("T1 a mapping that calls itself LUKS is believed no further than the header on its disk")
    void believedNoFurther() {
        lvmOnLuks("luks2.bin", 1);
        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted unknown: unreadable");

        machine.file("/dev/sda3", new byte[4_096]);
        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted unknown: unreadable");

        machine.file("/dev/sda3", resource("luks0.bin"))
                .file("/sys/class/block/dm-0/dm/uuid", "CRYPT-LUKS2-1b4e28ba2fa111d2883f0016d3cca420-sda3_crypt");
        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted no");
    }

    @Test
    @DisplayName("T1 a user who may not read the disk does not know, and says that it takes root")
    void needsRoot() {
        lvmOnLuks("luks2.bin", 2);
        machine.denied("/dev/sda3");

        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted unknown: needs_root");
    }

    @Test
    @DisplayName("T1 one open partition, or an open swap, and the machine is not encrypted")
    void open() {
        lvmOnLuks("luks2.bin", 2);
        machine.file("/proc/swaps", "Filename Type Size Used Priority\n/dev/sdb1 partition 1000 0 -2\n")
                .link("/dev/sdb1", "sdb1");
        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted no");
    }

    @Test
    @DisplayName("T1 a container's layers and a machine's memory are nothing that could be called encrypted")
    void layers() {
        machine.file(
                "/proc/self/mountinfo", "22 1 0:30 / / rw - overlay overlay rw\n23 22 0:31 / /tmp rw - tmpfs tmpfs rw");

        assertThat(shown(new LinuxDiskEncryption())).containsExactly("disk_encrypted unknown: not_supported");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    nft-deny.txt, true,  yes
                    nft-fwd.txt,  true,  yes
                    nft-f2b.txt,  true,  no
                    nft-ip4.txt,  false, yes
                    nft-ip4.txt,  true,  no
                    """)
    @DisplayName(
            "T1 rules of nftables, as recorded: only turning away what nothing allows is a firewall, for each protocol in use")
    void nftables(String rules, boolean has6, String firewall) {
        machine.prints("nft list ruleset", recorded(rules)).prints("nft --version", "nftables v1.0.6");
        if (has6) {
            machine.file("/proc/net/if_inet6", "fe80000000000000 02 40 20 80 eth0\n");
        }

        assertThat(shown(new LinuxFirewall())).containsExactly("firewall " + firewall);
    }

    @Test
    @DisplayName("T1 without root the rules are not seen: firewalld's own word, else unknown")
    void firewallWithoutRoot() {
        machine.ends("nft list ruleset", 1, "", "Operation not permitted (you must be root)\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall unknown: needs_root");

        machine.ends("firewall-cmd --state", 252, "", "not running\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall unknown: needs_root");

        machine.prints("firewall-cmd --state", "running\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall yes");
    }

    @Test
    @DisplayName("T1 ufw and the old tables of iptables; and nothing installed is unknown, not off")
    void otherFirewalls() {
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall unknown: tool_missing");
        machine.prints("iptables-legacy -S INPUT", "-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall yes");
        machine.prints("iptables-legacy -S INPUT", "-P INPUT ACCEPT\n-A INPUT -s 192.0.2.1/32 -j DROP\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall no");
        machine.prints("ufw status", "Status: active\n\nTo Action From\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall yes");
        machine.prints("ufw status", "Status: inactive\n");
        assertThat(shown(new LinuxFirewall())).containsExactly("firewall no");
    }

    @Test
    @DisplayName("T1 GNOME's lock: idle time and delay together, never where either is off")
    void gnome() {
        machine.environment("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
                .prints("gsettings get org.gnome.desktop.screensaver lock-enabled", "true\n")
                .prints("gsettings get org.gnome.desktop.screensaver lock-delay", "uint32 30\n")
                .prints("gsettings get org.gnome.desktop.session idle-delay", "uint32 300\n");
        assertThat(shown(new LinuxScreenLock())).containsExactly("screen_lock yes", "screen_lock_seconds 330");

        machine.prints("gsettings get org.gnome.desktop.session idle-delay", "uint32 0\n");
        assertThat(shown(new LinuxScreenLock())).contains("screen_lock no");

        machine.ends("gsettings get org.gnome.desktop.session idle-delay", 1, "", "No such schema\n");
        assertThat(shown(new LinuxScreenLock())).contains("screen_lock unknown: unreadable");
    }

    @Test
    @DisplayName("T1 KDE's lock: its file over its own defaults")
    void kde() {
        machine.environment("XDG_CURRENT_DESKTOP", "KDE");
        assertThat(shown(new LinuxScreenLock())).containsExactly("screen_lock yes", "screen_lock_seconds 305");

        machine.file("/home/ada/.config/kscreenlockerrc", "[Daemon]\nTimeout=10\nLockGrace=0\n");
        assertThat(shown(new LinuxScreenLock())).containsExactly("screen_lock yes", "screen_lock_seconds 600");

        machine.file("/home/ada/.config/kscreenlockerrc", "[Daemon]\nAutolock=false\n");
        assertThat(shown(new LinuxScreenLock())).contains("screen_lock no");
    }

    @Test
    @DisplayName("T1 without a desktop that is known, logind's lock counts, and its silence says nothing")
    void logind() {
        String ask =
                "busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager ";
        machine.prints(ask + "IdleAction", "s \"lock\"\n").prints(ask + "IdleActionUSec", "t 600000000\n");
        assertThat(shown(new LinuxScreenLock())).containsExactly("screen_lock yes", "screen_lock_seconds 600");

        machine.prints(ask + "IdleAction", "s \"ignore\"\n");
        assertThat(shown(new LinuxScreenLock())).contains("screen_lock unknown: not_found");
    }

    @Test
    @DisplayName("T1 apt's simulation is counted, if its lists are young enough to know")
    void apt() {
        String command = "apt-get --simulate --quiet -o Debug::NoLocking=true dist-upgrade";
        machine.changed("/var/lib/apt/lists/deb.example_dists_stable_InRelease", NOW - 3_600)
                .prints(command, """
                        Reading package lists...
                        Inst libssl3 [3.0.14-1] (3.0.15-1 Debian-Security:12/stable-security [amd64])
                        Inst openssl [3.0.14-1] (3.0.15-1 Debian-Security:12/stable-security [amd64])
                        Conf libssl3 (3.0.15-1 Debian-Security:12/stable-security [amd64])
                        Conf openssl (3.0.15-1 Debian-Security:12/stable-security [amd64])
                        """);
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates 2");

        machine.changed("/var/lib/apt/lists/deb.example_dists_stable_InRelease", NOW - 8 * 86_400);
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates unknown: out_of_date");

        machine.changed("/var/lib/apt/lists/deb.example_dists_stable_InRelease", NOW)
                .hangs(command);
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates unknown: timed_out");
    }

    @Test
    @DisplayName("T1 dnf's and PackageKit's own status codes, and no package manager is unknown")
    void otherPackages() {
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates unknown: tool_missing");
        machine.ends(
                "pkcon --plain --cache-age 604800 get-updates", 5, "", "There are no updates available at this time.");
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates 0");
        machine.ends(
                "dnf --quiet --cacheonly check-update",
                100,
                "\nkernel.x86_64   6.8.9-300.fc40   updates\nvim-minimal.x86_64  2:9.1.393-1.fc40  updates\n"
                        + "Obsoleting Packages\nold.noarch 1 updates\n",
                "");
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates 2");
        machine.ends("dnf --quiet --cacheonly check-update", 1, "", "Error: Cache-only enabled but no cache");
        assertThat(shown(new LinuxUpdates())).containsExactly("pending_updates unknown: unreadable");
    }

    @Test
    @DisplayName("T1 Secure Boot by the firmware: on, off, in setup, and a machine that was started by a BIOS")
    void secureBoot() {
        String guid = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";
        assertThat(shown(new LinuxSecureBoot())).containsExactly("secure_boot unknown: not_found");
        machine.file("/sys/firmware/dmi/tables/DMI", "x");
        assertThat(shown(new LinuxSecureBoot())).containsExactly("secure_boot no");
        machine.file("/sys/firmware/efi/efivars/SecureBoot" + guid, new byte[] {6, 0, 0, 0, 1});
        assertThat(shown(new LinuxSecureBoot())).containsExactly("secure_boot yes");
        machine.file("/sys/firmware/efi/efivars/SetupMode" + guid, new byte[] {6, 0, 0, 0, 1});
        assertThat(shown(new LinuxSecureBoot())).containsExactly("secure_boot no");
        machine.denied("/sys/firmware/efi/efivars/SecureBoot" + guid);
        assertThat(shown(new LinuxSecureBoot())).containsExactly("secure_boot unknown: needs_root");
    }

    @Test
    @DisplayName(
            "T1 what root left for the machine's users counts for an hour, and only if nobody else can have written it")
    void leftByRoot() {
        String file = MachineFacts.file(
                        List.of(
                                Observation.flag(Fact.DISK_ENCRYPTED, true, "luks"),
                                Observation.unknown(Fact.FIREWALL, Reason.TOOL_MISSING, "nftables")),
                        NOW - 3_599)
                .toJson();
        machine.file(MachineFacts.FILE, file);
        assertThat(new MachineFacts().collect(machine)).isEmpty();

        machine.rootsAlone(MachineFacts.FILE);
        assertThat(shown(new MachineFacts())).containsExactly("disk_encrypted yes");

        machine.file(MachineFacts.FILE, file.replace(Long.toString(NOW - 3_599), Long.toString(NOW - 3_601)));
        assertThat(shown(new MachineFacts())).contains("disk_encrypted unknown: out_of_date");
        machine.file(MachineFacts.FILE, "{");
        assertThat(new MachineFacts().collect(machine)).isEmpty();
    }

    private void lvmOnLuks(String header, int version) {
        machine.file("/proc/self/mountinfo", """
                        22 1 253:1 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw
                        23 22 8:2 / /boot rw - ext4 /dev/sda2 rw
                        24 23 8:1 / /boot/efi rw - vfat /dev/sda1 rw
                        25 22 0:25 / /run rw - tmpfs tmpfs rw
                        26 22 7:0 / /opt/tool ro - squashfs /dev/loop0 ro
                        """)
                .file(
                        "/proc/swaps",
                        "Filename Type Size Used Priority\n/dev/dm-2 partition 1000 0 -2\n/dev/zram0 partition 9 0 5\n")
                .link("/sys/dev/block/253:1", "dm-1")
                .link("/dev/dm-2", "dm-2")
                .link("/dev/zram0", "zram0")
                .file("/sys/class/block/dm-1/dm/uuid", "LVM-abc")
                .file("/sys/class/block/dm-1/slaves/dm-0/dev", "253:0")
                .file("/sys/class/block/dm-2/dm/uuid", "LVM-def")
                .file("/sys/class/block/dm-2/slaves/dm-0/dev", "253:0")
                .file(
                        "/sys/class/block/dm-0/dm/uuid",
                        "CRYPT-LUKS" + version + "-1b4e28ba2fa111d2883f0016d3cca42" + version + "-sda3_crypt\n")
                .file("/sys/class/block/dm-0/slaves/sda3/dev", "8:3")
                .file("/dev/sda3", resource(header));
    }

    private List<String> shown(Collector collector) {
        List<Observation> found = collector.collect(machine);
        assertThat(found).allSatisfy(one -> assertThat(collector.facts()).contains(one.fact()));
        return found.stream().map(one -> one.fact().wire() + " " + one.shown()).toList();
    }
}
