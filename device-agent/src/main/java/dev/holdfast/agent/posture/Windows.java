package dev.holdfast.agent.posture;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands that tell a Windows machine's condition, each with the meaning of its words. Written from public
 * documentation and tested with recorded output; no Windows has run them yet (docs/posture.md).
 */
final class Windows {
    private static final Pattern VERSION = Pattern.compile("\\[Version ([0-9.]+)]");
    private static final Pattern PROTECTION = Pattern.compile("Protection Status:\\s+Protection (On|Off)");
    private static final Pattern STATE = Pattern.compile("(?m)^State\\s+(ON|OFF)\\s*$");
    private static final Pattern NUMBER = Pattern.compile("REG_(?:SZ|DWORD)\\s+(0x[0-9a-f]{1,8}|[0-9]{1,9})\\s*$");
    private static final String DESKTOP = "HKCU\\Control Panel\\Desktop";

    private Windows() {}

    static List<Collector> collectors() {
        return List.of(
                new Constant(Fact.OS, "windows"),
                new Constant(Fact.OS_NAME, "windows"),
                new CommandOutput(Fact.OS_VERSION, "ver", List.of("cmd", "/c", "ver"), run -> version(run.out())),
                new CommandOutput(Fact.KERNEL, "ver", List.of("cmd", "/c", "ver"), run -> version(run.out())),
                new CommandOutput(
                        Fact.DISK_ENCRYPTED,
                        "bitlocker",
                        List.of("manage-bde", "-status"),
                        run -> everyOne(PROTECTION, "On", run.out())),
                new CommandOutput(
                        Fact.FIREWALL,
                        "netsh",
                        List.of("netsh", "advfirewall", "show", "allprofiles", "state"),
                        run -> everyOne(STATE, "ON", run.out())),
                new CommandOutput(
                        Fact.SCREEN_LOCK,
                        "registry",
                        List.of("reg", "query", DESKTOP, "/v", "ScreenSaverIsSecure"),
                        run -> number(run.out()).map(number -> new Observation.Flag(number == 1))),
                new CommandOutput(
                        Fact.SCREEN_LOCK_SECONDS,
                        "registry",
                        List.of("reg", "query", DESKTOP, "/v", "ScreenSaveTimeOut"),
                        run -> number(run.out()).filter(seconds -> seconds > 0).map(Observation.Count::new)),
                new CommandOutput(
                        Fact.PENDING_UPDATES,
                        "wua",
                        List.of(
                                "powershell",
                                "-NoProfile",
                                "-NonInteractive",
                                "-Command",
                                "(New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher()"
                                        + ".Search('IsInstalled=0 and IsHidden=0').Updates.Count"),
                        run -> Optional.of(run.out().strip())
                                .filter(text -> text.matches("[0-9]{1,6}"))
                                .map(text -> new Observation.Count(Long.parseLong(text)))),
                new CommandOutput(
                        Fact.SECURE_BOOT,
                        "uefi",
                        List.of(
                                "reg",
                                "query",
                                "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State",
                                "/v",
                                "UEFISecureBootEnabled"),
                        run -> number(run.out()).map(number -> new Observation.Flag(number == 1))));
    }

    private static Optional<Observation.Value> version(String printed) {
        Matcher version = VERSION.matcher(printed);
        return version.find() ? Optional.of(new Observation.Text(version.group(1))) : Optional.empty();
    }

    /** One that is off is enough. */
    private static Optional<Observation.Value> everyOne(Pattern pattern, String good, String printed) {
        Matcher states = pattern.matcher(printed);
        boolean any = false;
        boolean all = true;
        while (states.find()) {
            any = true;
            all &= states.group(1).equals(good);
        }
        return any ? Optional.of(new Observation.Flag(all)) : Optional.empty();
    }

    private static Optional<Long> number(String printed) {
        Matcher number = NUMBER.matcher(printed.strip());
        return number.find() ? Optional.of(Long.decode(number.group(1))) : Optional.empty();
    }
}
