package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A device whose user was last present too long ago, in a real Chromium with the real extension and agent. */
@ExtendWith(SharedServer.class)
class BrowserLockedIT {
    private static final String USER = "noether";
    private static final long TWELVE_HOURS = 43_200;

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static Machine machine;

    @BeforeAll
    static void enrolMachine(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.acme();
        world.addUser(realm, USER);
        machine = Machine.enrolled(folder.resolve("machine"), world, realm);
    }

    @Test
    @DisplayName("§8 twelve hours after the user was last present the page says that the device is locked; a normal"
            + " sign-in on it unlocks it, at the second try if need be, and the next one is silent again")
    void lockedAndRenewed(World world) {
        try (Person person = new Person(machine.browser("profile", "en-GB"))) {
            person.register(realm, USER);
            letTwelveHoursPass(world);

            person.closeOvernight();
            person.open(realm);
            person.awaitState("locked");
            assertThat(person.heading()).isEqualTo("Welcome back, " + USER);
            assertThat(person.buttons())
                    .containsExactly("Sign in to unlock", "Sign in another way", "Set up for another account");
            person.picture("locked");
            person.click("renew");
            machine.breakAgent();
            person.givePassword(USER);
            person.awaitState("refused");
            assertThat(person.heading()).isEqualTo("This device stays locked");
            assertThat(person.buttons()).containsExactly("Try again", "Continue");
            person.picture("renewal-refused");
            machine.mendAgent();
            person.click("again");
            person.awaitSignedIn();
            assertThat(person.posts()).endsWith("again", "dust");

            int passwords = person.posts().size();
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
            assertThat(person.posts().subList(passwords, person.posts().size())).containsExactly("dust");
            assertThat(person.complaints()).isEmpty();
        }
        assertThat(world.deviceEvents(realm, "device_renewed")
                        .get(0)
                        .path("userId")
                        .asText())
                .isEqualTo(world.userId(realm, USER));
    }

    private static void letTwelveHoursPass(World world) {
        long now = Instant.now().getEpochSecond();
        String registration = world.deviceEvents(realm, "device_registered")
                .get(0)
                .path("details")
                .path("device_registration")
                .asText();
        world.process().stop();
        new StoppedDatabase(world.process())
                .update("update HOLDFAST_REGISTRATION set ACTIVE_UNTIL = " + (now - 1) + ", VERIFIED_AT = "
                        + (now - 1 - TWELVE_HOURS) + " where ID = '" + registration + "'");
        world.server().restart();
    }
}
