package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the sign-in page says in a real Chromium when something is in the way, and that its ways on lead on. */
@ExtendWith(SharedServer.class)
class BrowserStatesIT {
    @TempDir
    static Path folder;

    private static WireRealm realm;

    @BeforeAll
    static void requireChromium(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.acme();
    }

    @Test
    @DisplayName("G4 the page speaks English and German by its own language chooser, ready and refused")
    void languages(World world) {
        String user = "lamarr";
        world.addUser(realm, user);
        Machine machine = Machine.enrolled(folder.resolve("languages"), world, realm);
        try (Person person = new Person(machine.browser("profile", "en-GB"))) {
            person.register(realm, user);
            person.signOut(realm);

            person.open(realm);
            person.awaitState("ready");
            assertThat(person.heading()).isEqualTo("Welcome back, lamarr");
            assertThat(person.sentences())
                    .containsExactly("This device can sign you in to browser-app. No password is needed.");
            assertThat(person.buttons())
                    .containsExactly("Continue", "Sign in another way", "Set up for another account");

            person.chooseLanguage("de");
            person.awaitState("ready");
            assertThat(person.heading()).isEqualTo("Willkommen zurück, lamarr");
            assertThat(person.sentences())
                    .containsExactly(
                            "Dieses Gerät kann Sie bei browser-app anmelden. Ein Passwort brauchen Sie nicht.");
            assertThat(person.buttons())
                    .containsExactly("Weiter", "Auf andere Weise anmelden", "Für ein anderes Konto einrichten");

            world.change(realm, user, Map.of("enabled", false));
            person.click("continue");
            person.awaitState("refused");
            assertThat(person.heading()).isEqualTo("Das hat nicht geklappt");
            assertThat(person.sentences())
                    .containsExactly("Ihr Konto ist deaktiviert. Bitte wenden Sie sich an Ihre Administration.");
            assertThat(person.buttons()).containsExactly("Auf andere Weise anmelden");
            person.picture("refused-german");

            person.chooseLanguage("en");
            person.awaitState("ready");
            person.click("continue");
            person.awaitState("refused");
            assertThat(person.heading()).isEqualTo("That did not work");
            assertThat(person.sentences()).containsExactly("Your account is disabled. Ask your administrator.");
            assertThat(person.buttons()).containsExactly("Sign in another way");

            world.change(realm, user, Map.of("enabled", true));
            person.click("other");
            person.givePassword(user);
            person.awaitSignedIn();
            assertThat(person.complaints()).isEmpty();
        }
    }

    @Test
    @DisplayName("G4, §7 copy and original of a device are told in plain words that they were stopped: the password"
            + " signs in on the one, a new setup on the other")
    void stoppedDevices(World world) {
        String user = "lovelace";
        world.addUser(realm, user);
        Machine owners = Machine.enrolled(folder.resolve("original"), world, realm);
        try (Person person = new Person(owners.browser("profile", "en-GB"))) {
            person.register(realm, user);
            Machine thiefs = owners.copyTo(folder.resolve("copy"));
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();

            try (Person other = new Person(thiefs.browser("profile", "en-GB"))) {
                other.open(realm);
                other.awaitState("refused");
                assertThat(other.heading()).isEqualTo("That did not work");
                assertThat(other.sentences())
                        .containsExactly("Sign-in with this device was stopped, because an old proof was used again."
                                + " If you do not know why, tell your administrator. You can set it up again.");
                other.click("other");
                other.givePassword(user);
                other.awaitSignedIn();
            }

            person.closeOvernight();
            person.open(realm);
            person.awaitState("refused");
            assertThat(person.sentences())
                    .containsExactly(
                            "Sign-in with this device was stopped, because its key may have been copied. If you"
                                    + " do not know why, tell your administrator. You can set it up again.");
            assertThat(person.buttons()).containsExactly("Set up this device again", "Sign in another way");
            person.picture("refused");
            person.click("setup");
            person.givePassword(user);
            person.awaitSignedIn();

            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
        }
    }

    @Test
    @DisplayName("§11 the agent dies, is mended, and \"Try again\" leads on: again=1 with a fresh challenge at the"
            + " registration, a fresh page at the sign-in")
    void triedAgain(World world) {
        String user = "johnson";
        world.addUser(realm, user);
        Machine machine = Machine.enrolled(folder.resolve("again"), world, realm);
        try (Person person = new Person(machine.browser("profile", "en-GB"))) {
            List<String> challenges = person.watchChallenges();
            person.open(realm);
            person.awaitState("setup");
            person.click("setup");
            machine.breakAgent();
            person.givePassword(user);
            person.awaitState("refused");
            assertThat(person.heading()).isEqualTo("This device could not be set up");
            assertThat(person.sentences())
                    .containsExactly(
                            "Something went wrong on this device. Please try again.",
                            "You are signed in. You can go on without setting up this device.");
            assertThat(person.buttons()).containsExactly("Try again", "Go on without");
            person.picture("register-refused");
            machine.mendAgent();
            person.click("again");
            person.awaitSignedIn();
            assertThat(person.posts()).endsWith("again", "registration_nonce", "done&platform");
            assertThat(challenges).hasSizeGreaterThan(3).doesNotHaveDuplicates();

            person.closeOvernight();
            machine.breakAgent();
            person.open(realm);
            person.awaitState("refused");
            assertThat(person.sentences()).containsExactly("Something went wrong on this device. Please try again.");
            assertThat(person.buttons()).containsExactly("Try again", "Sign in another way");
            machine.mendAgent();
            person.click("again");
            person.awaitSignedIn();
        }
    }

    @Test
    @DisplayName("T2 a device whose condition falls short is told what to mend, in both languages; mended, it signs in")
    void condition(World world) {
        String strict = "condition";
        WireRealm demanding = world.addRealm(strict, Map.of());
        Machine machine = Machine.enrolled(folder.resolve(strict), world, demanding);
        try (Person person = new Person(machine.browser("profile", "en-GB"))) {
            person.register(demanding, TestRealms.ADA);
            person.signOut(demanding);
            world.configure(
                    strict,
                    Map.of(
                            "postureRequired", List.of("true"),
                            "checkDiskEncryption", List.of("false"),
                            "checkFirewall", List.of("false"),
                            "checkScreenLock", List.of("off"),
                            "checkOsVersions", List.of("plan9 4"),
                            "checkAgentVersion", List.of("99.1")));

            person.open(demanding);
            person.awaitState("ready");
            person.click("continue");
            person.awaitState("refused");
            assertThat(person.sentences())
                    .containsExactly("This device does not meet what your organization asks of it at the moment.");
            assertThat(person.toMend())
                    .containsExactlyInAnyOrder(
                            "System: update it to a version that your organization lets in.",
                            "Holdfast agent: update it.");
            assertThat(person.buttons()).containsExactly("Try again", "Sign in another way");
            person.picture("not-compliant");
            person.chooseLanguage("de");
            person.awaitState("ready");
            person.click("continue");
            person.awaitState("refused");
            assertThat(person.toMend()).contains("Holdfast-Agent: Aktualisieren Sie ihn.");
            person.picture("not-compliant-german");

            world.configure(strict, Map.of("checkOsVersions", List.of("off"), "checkAgentVersion", List.of("off")));
            person.click("again");
            person.awaitSignedIn();
            assertThat(person.complaints()).isEmpty();
        }
    }
}
