package dev.holdfast.demo;

import dev.holdfast.harness.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person reads when everything runs: what to open and with which command.
 *
 * @param world the running demo
 */
record Invitation(World world) {

    List<String> lines() {
        Path profile = world.profile("profile", world.agent());
        String browser = Requirement.chromium().found().map(Path::toString).orElse("chromium");
        String noSandbox = "root".equals(System.getProperty("user.name")) ? " --no-sandbox" : "";

        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Ready. Open the application in a Chromium that has the extension:");
        lines.add("");
        lines.add("  " + browser + noSandbox + " --no-first-run --user-data-dir='" + profile + "' \\");
        lines.add("    --load-extension='" + world.artifacts().extension() + "' "
                + world.application().address());
        lines.add("");
        lines.add("  1. Sign in as ada (password ada) or grace (password grace) and set this device up.");
        lines.add("  2. Close the browser, start it again, and sign in: no password.");
        lines.add("");
        lines.add("A phone that approves sign-ins is hedy's (password hedy). Here a small window is the phone:");
        lines.add("");
        lines.add("  " + browser + noSandbox + " --no-first-run --user-data-dir='"
                + world.folder().resolve("profile-phone") + "' \\");
        lines.add("    --window-size=400,860 --app=" + world.server().phoneApp());
        lines.add("");
        lines.add(
                "  1. In another browser, or a private window of the first, open the application and sign in as hedy.");
        lines.add(
                "  2. The page shows a QR code, and under \"No camera?\" a code: on the phone, tap \"Add account\" and type it.");
        lines.add("     Then type the phone's six digits on the page.");
        lines.add("  3. Sign out, and in again: type the page's number on the phone, and approve. Next time, deny.");
        lines.add("");
        lines.add(
                "Three policies are in report mode: they decide nothing, and the record says what they would decide.");
        lines.add("mary (password mary) is a contractor. Enforce one in the console, and sign in again.");
        lines.add("");
        lines.add("  application     " + world.application().address());
        lines.add("  phone app       " + world.server().phoneApp());
        lines.add("  admin console   " + world.server().adminConsole() + "   " + DemoServer.ADMINISTRATOR + " / "
                + world.secrets().administrator());
        lines.add("  console         " + world.server().console() + "   the same");
        lines.add("  server's log    " + world.server().keycloak().log());
        Requirement chromium = Requirement.chromium();
        if (chromium.found().isEmpty()) {
            lines.add("");
            lines.add("  " + chromium.absence());
            lines.add("  Google Chrome does not load unpacked extensions from its command line: load the folder above");
            lines.add("  by hand in chrome://extensions, with developer mode on.");
        }
        lines.add("");
        lines.add("Ctrl-C stops everything. Nothing is kept: the next start begins anew.");
        return List.copyOf(lines);
    }
}
