package dev.holdfast.demo;

import dev.holdfast.demo.Progress.Found;
import java.nio.file.Path;

/** The part of the check that is about a phone which approves sign-ins: the realm's own app, in a phone-sized browser. */
final class PushCheck {

    private static final String USER = DemoServer.PHONE_USER;
    private static final String PASSWORD = USER;

    /** What somebody with the password tries after the first time, each in a tab of its own. */
    private static final int FURTHER_TRIES = 2;

    private final World world;
    private final Progress progress;

    PushCheck(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /** Runs the steps. */
    void run() {
        try (DemoPhone phone = DemoPhone.start(world.folder().resolve("profile-phone"))) {
            try (Visitor visitor = world.visitor("profile-hedy")) {
                picturing(visitor, phone, () -> {
                    enrol(visitor, phone);
                    signIn(visitor, phone);
                    // To the server a browser is what its cookies say: from here on it is somebody else's.
                    visitor.forgetCookies();
                    bomb(visitor, phone);
                    deny(visitor, phone);
                });
            }
        }
    }

    private void enrol(Visitor hedy, DemoPhone phone) {
        String digits = progress.step("Hedy's first sign-in shows a QR code; her phone reads it", () -> {
            hedy.beginSignIn();
            hedy.givePassword(USER, PASSWORD);
            return new Found<>(phone.enrol(hedy.phoneLink()), "");
        });
        progress.step("The six digits that the phone shows, typed on the page, make it hers", () -> {
            hedy.giveConfirmCode(digits);
            hedy.awaitSignedIn(USER);
            phone.awaitReady(USER);
            return new Found<>(true, "");
        });
    }

    private void signIn(Visitor hedy, DemoPhone phone) {
        progress.step("Her next sign-in: the password, and the page's number typed on the phone", () -> {
            hedy.closeOvernight();
            hedy.beginSignIn();
            hedy.givePassword(USER, PASSWORD);
            String number = hedy.number();
            phone.awaitRequest();
            phone.approve(number);
            hedy.awaitSignedIn(USER);
            return new Found<>(true, "");
        });
    }

    private void bomb(Visitor stranger, DemoPhone phone) {
        progress.step("A stranger has her password and tries again and again: her phone is asked once", () -> {
            stranger.beginSignIn();
            stranger.givePassword(USER, PASSWORD);
            stranger.number();
            for (int i = 0; i < FURTHER_TRIES; i++) {
                stranger.openTab();
                stranger.beginSignIn();
                stranger.givePassword(USER, PASSWORD);
                stranger.awaitHeading("Your phone was not asked");
                if (!stranger.alert().contains("still waits on your phone")) {
                    throw new DemoException("the page gives another reason: " + stranger.alert());
                }
            }
            phone.awaitRequest();
            int requests = phone.requestsAtServer();
            if (requests != 1) {
                throw new DemoException(requests + " requests are on the phone");
            }
            return new Found<>(true, "(of " + (1 + FURTHER_TRIES) + ")");
        });
    }

    private void deny(Visitor stranger, DemoPhone phone) {
        progress.step("She denies it: the stranger's page says so, and there is no session", () -> {
            stranger.returnToFirstTab();
            phone.deny();
            stranger.awaitHeading("Denied on your phone");
            stranger.requireNoSession(world.server().issuer());
            return new Found<>(true, "");
        });
    }

    private void picturing(Visitor visitor, DemoPhone phone, Runnable steps) {
        Path screenshots = world.folder().resolve("screenshots");
        try {
            steps.run();
        } catch (StepFailedException e) {
            visitor.screenshot(screenshots.resolve("push-page.png"));
            phone.screenshot(screenshots.resolve("push-phone.png"));
            throw e;
        }
    }
}
