package dev.holdfast.demo;

import dev.holdfast.demo.Progress.Found;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.SoftwareTpm;
import dev.holdfast.harness.TpmMaker;
import java.nio.file.Path;

/** The part of the check that is about a device whose keys are in a TPM, here swtpm's. */
final class TpmCheck {

    private static final String PIN = "314159";

    private final World world;
    private final Progress progress;

    TpmCheck(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /** Whether the steps can be done here; if not, says so. With {@code CI=true} they have to be. */
    boolean isPossible() {
        Requirement swtpm = Requirement.swtpm();
        boolean left = swtpm.found().isEmpty() && !"true".equals(System.getenv("CI"));
        if (left) {
            progress.say("  Left out: a device with a TPM, and its PIN. " + swtpm.absence());
        }
        return !left;
    }

    /** Runs the steps. */
    void run(String user, String password, long unlocked) {
        DemoAgent agent = world.secondAgent();
        try (SoftwareTpm tpm = progress.step("A second machine is enrolled; the realm verifies its TPM", () -> {
            TpmMaker maker = new TpmMaker(world.folder().resolve("tpm-maker"));
            SoftwareTpm made = maker.make(world.folder().resolve("tpm"));
            try {
                world.server().trustTpms(maker.trustRoots());
                enrol(agent, made);
                return new Found<>(made, "(attested)");
            } catch (Exception e) {
                made.close();
                throw e;
            }
        })) {
            useWith(agent, tpm, user, password, unlocked);
        }
    }

    private void enrol(DemoAgent agent, SoftwareTpm tpm) throws Exception {
        String said = agent.enrol(
                world.server().issuer(), world.server().enrolmentToken(), "--key-store", "tpm", "--tpm", tpm.tcti());
        if (!said.contains("attested")) {
            throw new DemoException("the realm does not call the device attested: " + said);
        }
    }

    private void useWith(DemoAgent agent, SoftwareTpm tpm, String user, String password, long unlocked) {
        Path screenshots = world.folder().resolve("screenshots");
        try (Visitor ada = progress.step("Ada sets it up, and chooses a PIN that its TPM keeps", () -> {
            Path profile = world.folder().resolve("profile-tpm");
            agent.installHost(profile, PinTyper.typing(PIN, world.folder().resolve("pinentry")));
            Visitor visitor = new Visitor(
                    Browser.builder(profile)
                            .extension(world.artifacts().extension())
                            .start(),
                    world.application().address());
            try {
                world.server().unlockFor(1);
                visitor.beginSignIn();
                visitor.awaitState("setup");
                visitor.choose("setup");
                visitor.givePassword(user, password);
                visitor.awaitSignedIn(user);
                world.server().unlockFor(unlocked);
                return new Found<>(visitor, "");
            } catch (RuntimeException e) {
                visitor.screenshot(screenshots.resolve("tpm-setup.png"));
                visitor.close();
                throw e;
            }
        })) {
            progress.step("Locked, it asks for the PIN, and tells the application: attested, mfa", () -> {
                try {
                    ada.closeOvernight();
                    ada.beginSignIn();
                    ada.awaitState("locked");
                    ada.choose("pin");
                    ada.awaitSignedIn(user);
                    ada.requireAttestedWithPin();
                } catch (RuntimeException e) {
                    ada.screenshot(screenshots.resolve("tpm-pin.png"));
                    throw e;
                }
                return new Found<>(true, "");
            });
        }
    }
}
