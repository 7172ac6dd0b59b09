package dev.holdfast.demo;

import dev.holdfast.demo.Progress.Found;
import dev.holdfast.harness.Browser;
import java.nio.file.Path;

/** Does the main job once, in a browser without a window, and says of each step whether it happened. */
final class Check {

    private static final String USER = "ada";
    private static final String PASSWORD = "ada";
    private static final long TWELVE_HOURS = 43_200;

    private final World world;
    private final Progress progress;
    private final Path screenshots;

    Check(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
        this.screenshots = world.folder().resolve("screenshots");
    }

    /** Runs all steps. */
    boolean passes() {
        progress.heading("Checking");
        DemoAgent owner = world.agent();
        try (Visitor ada = visitor("profile", owner)) {
            try {
                register(ada, owner);
                signInSilently(ada, owner, "first");
                DemoAgent thief = progress.step(
                        "The device's state is copied, keys and all",
                        () -> new Found<>(owner.copyTo(world.folder().resolve("agent-copy")), ""));
                signInSilently(ada, owner, "second");
                useSessionAgain(ada);
                stealCookies(ada);
                catchCopy(thief);
                ownerIsStopped(ada);
                signInWithPassword(ada);
                lockAndUnlock(ada);
                TpmCheck tpm = new TpmCheck(world, progress);
                if (tpm.isPossible()) {
                    tpm.run(USER, PASSWORD, TWELVE_HOURS);
                }
                revoke(ada);
                new PushCheck(world, progress).run();
                new AccessCheck(world, progress).run();
                return true;
            } catch (StepFailedException e) {
                report(e, ada);
                return false;
            }
        }
    }

    private void register(Visitor ada, DemoAgent owner) {
        progress.step("The login page sees the device and offers to set it up", () -> {
            ada.beginSignIn();
            ada.awaitState("setup");
            return new Found<>(true, "");
        });
        progress.step("Ada signs in with her password; the device is registered", () -> {
            ada.choose("setup");
            ada.givePassword(USER, PASSWORD);
            ada.awaitSignedIn(USER);
            return new Found<>(true, generation(owner, 1));
        });
    }

    private void signInSilently(Visitor ada, DemoAgent owner, String which) {
        progress.step("The " + which + " silent sign-in: no password, no click", () -> {
            long before = owner.durtGeneration();
            ada.closeOvernight();
            ada.beginSignIn();
            ada.awaitSignedIn(USER);
            ada.requireDeviceProof();
            return new Found<>(true, generation(owner, before + 1));
        });
    }

    private void useSessionAgain(Visitor ada) {
        progress.step("The session opens the application again: the device proves itself, unseen", () -> {
            ada.leaveApplication();
            ada.beginSignIn();
            ada.awaitSignedIn(USER);
            return new Found<>(true, "");
        });
    }

    private void stealCookies(Visitor ada) {
        progress.step("The server's cookies, stolen, in a browser without Ada's device: they open nothing", () -> {
            try (Visitor thief = world.visitor("profile-thief")) {
                try {
                    thief.adopt(ada.serverCookies(world.server().issuer()));
                    thief.beginSignIn();
                    thief.awaitPasswordForm();
                } catch (RuntimeException e) {
                    thief.screenshot(screenshots.resolve("thief.png"));
                    throw e;
                }
            }
            return new Found<>(true, "");
        });
    }

    private void lockAndUnlock(Visitor ada) {
        progress.step("Ada sets the device up again, in a realm whose devices lock after a second", () -> {
            world.server().unlockFor(1);
            ada.closeOvernight();
            ada.beginSignIn();
            ada.awaitState("refused", "setup");
            ada.choose("setup");
            ada.givePassword(USER, PASSWORD);
            ada.awaitSignedIn(USER);
            world.server().unlockFor(TWELVE_HOURS);
            return new Found<>(true, "");
        });
        progress.step("The locked device asks for Ada herself, and a sign-in on it unlocks it", () -> {
            ada.closeOvernight();
            ada.beginSignIn();
            ada.awaitState("locked");
            ada.choose("renew");
            ada.givePassword(USER, PASSWORD);
            ada.awaitSignedIn(USER);
            return new Found<>(true, "");
        });
        progress.step("Unlocked, it signs her in silently again", () -> {
            ada.closeOvernight();
            ada.beginSignIn();
            ada.awaitSignedIn(USER);
            ada.requireDeviceProof();
            return new Found<>(true, "");
        });
    }

    private void revoke(Visitor ada) {
        progress.step("An administrator revokes the device: it signs nobody in, and its session is over", () -> {
            world.server().revokeDevices();
            ada.leaveApplication();
            ada.beginSignIn();
            ada.awaitReply("device_revoked");
            return new Found<>(true, "");
        });
    }

    private void catchCopy(DemoAgent thief) {
        progress.step("The copy uses the old DURT: refused, registration quarantined", () -> {
            try (Visitor other = visitor("profile-copy", thief)) {
                try {
                    other.beginSignIn();
                    other.awaitReply("durt_reused");
                    other.awaitState("refused", "setup");
                } catch (RuntimeException e) {
                    other.screenshot(screenshots.resolve("copy.png"));
                    throw e;
                }
            }
            return new Found<>(true, "");
        });
    }

    private void ownerIsStopped(Visitor ada) {
        progress.step("The owner's device is stopped as well", () -> {
            ada.closeOvernight();
            ada.beginSignIn();
            ada.awaitReply("registration_quarantined");
            ada.awaitState("refused", "setup");
            return new Found<>(true, "");
        });
    }

    private void signInWithPassword(Visitor ada) {
        progress.step("Ada's password still signs her in", () -> {
            ada.choose("other");
            ada.givePassword(USER, PASSWORD);
            ada.awaitSignedIn(USER);
            return new Found<>(true, "");
        });
    }

    private Visitor visitor(String profile, DemoAgent agent) {
        Path folder = world.profile(profile, agent);
        Browser browser =
                Browser.builder(folder).extension(world.artifacts().extension()).start();
        return new Visitor(browser, world.application().address());
    }

    private static String generation(DemoAgent agent, long expected) {
        long generation = agent.durtGeneration();
        if (generation != expected) {
            throw new DemoException("the agent keeps DURT " + generation + " instead of " + expected);
        }
        return "(DURT " + generation + ")";
    }

    private void report(StepFailedException failure, Visitor ada) {
        Path picture = screenshots.resolve("failed.png");
        progress.heading("Failed: " + failure.step());
        progress.say(String.valueOf(failure.getMessage()));
        progress.say("");
        progress.say("The page:        " + ada.where());
        if (ada.screenshot(picture)) {
            progress.say("Its picture:     " + picture);
        }
        progress.say("Agent's answers: " + ada.replies());
        progress.heading(
                "The end of the server's log, " + world.server().keycloak().log());
        progress.say(world.server().keycloak().logTail(40));
    }
}
