package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.Browser;
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

/** A locked device that its user unlocks by the browser's own dialog, in a real Chromium with a virtual authenticator. */
@ExtendWith(SharedServer.class)
class BrowserVerificationIT {
    private static final String REALM = "verifying-browser";
    private static final String USER = TestRealms.GRACE;
    private static final String ASSERTION =
            "challenge&registration&credential&authenticator_data&client_data&signature";

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static Machine machine;
    private static Machine another;

    @BeforeAll
    static void enrolMachine(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.addRealm(REALM, Map.of());
        machine = Machine.enrolled(folder.resolve("machine"), world, realm);
        another = Machine.enrolled(folder.resolve("another"), world, realm);
    }

    @Test
    @DisplayName(
            "G8 A34 A61 set up after the registration, the browser's dialog unlocks a locked device: the wrong person"
                    + " leaves it locked, the right one signs in, also where the application wants its user now; a removed or"
                    + " copied credential unlocks nothing")
    void unlockedByTheBrowser(World world) {
        try (Person person = new Person(machine.browser("profile", "en-GB"))) {
            VirtualAuthenticator authenticator = VirtualAuthenticator.in(person.page());
            world.configure(REALM, "unlockedLifetime", "1");
            person.open(realm);
            person.awaitState("setup");
            person.click("setup");
            person.givePassword(USER);
            person.awaitState("offer");
            assertThat(person.heading()).isEqualTo("Unlock without a password");
            assertThat(person.buttons()).containsExactly("Set up", "Not now");
            person.picture("verification-offer");
            person.click("create");
            person.awaitSignedIn();
            assertThat(authenticator.credentials()).isOne();

            world.configure(REALM, "unlockedLifetime", "43200");
            person.closeOvernight();
            person.open(realm);
            person.awaitState("locked");
            assertThat(person.heading()).isEqualTo("Welcome back, " + USER);
            assertThat(person.buttons())
                    .containsExactly(
                            "Unlock with fingerprint, face or PIN",
                            "Sign in to unlock",
                            "Sign in another way",
                            "Set up for another account");
            person.picture("locked-verification");
            authenticator.recognizes(false);
            person.click("verify");
            person.page().locator("[data-part='reason']:visible").waitFor();
            assertThat(person.sentences())
                    .contains("Your browser could not confirm that it is you. You can try again, or sign in the usual"
                            + " way.");
            person.picture("locked-verification-refused");

            authenticator.recognizes(true);
            int posts = person.posts().size();
            person.click("verify");
            person.awaitSignedIn();
            assertThat(person.posts().subList(posts, person.posts().size())).containsExactly(ASSERTION, "dust");

            fresh(person);
            person.click("verify");
            person.awaitSignedIn();
            assertThat(person.complaints()).isEmpty();
            assertThat(world.deviceEvents(realm, "device_unlocked"))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(
                                    event.path("details").path("evidence").asText())
                            .isEqualTo("verified"));

            removeCredential(world);
            fresh(person);
            person.click("verify");
            person.page().waitForURL(url -> url.contains("/login-actions/"));
            person.awaitState("locked");
            assertThat(world.deviceEvents(realm, "device_unlock_refused"))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.path("error").asText()).isEqualTo("user_verification_required"));
        }
    }

    @Test
    @DisplayName(
            "G8 in a session of the device its owner sets it up later; a credential that other machines may have is"
                    + " refused, and where no device proved itself nothing is set up")
    void setUpLater(World world) {
        try (Person person = new Person(another.browser("later", "de-DE"))) {
            person.register(realm, TestRealms.ADA);
            VirtualAuthenticator authenticator = VirtualAuthenticator.in(person.page());
            authenticator.replace(true);
            setUp(person);
            person.awaitState("offer");
            assertThat(person.heading()).isEqualTo("Ohne Passwort entsperren");
            person.picture("verification-offer-german");
            person.click("create");
            person.awaitState("refused");
            assertThat(person.sentences())
                    .contains("Es wurde nichts eingerichtet. Sie können es später in Ihrem Konto tun.");
            person.picture("verification-refused");
            person.click("again");
            authenticator.replace(false);
            person.awaitState("offer");
            person.click("create");
            person.awaitSignedIn();
            assertThat(credentials(world, TestRealms.ADA)).hasSize(1);

            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
            setUp(person);
            person.awaitState("offer");
            person.click("skip");
            person.awaitSignedIn();
            assertThat(person.page().url()).contains("kc_action_status=cancelled");
        }
        try (Person person = new Person(
                Browser.builder(folder.resolve("elsewhere")).locale("en-GB").start())) {
            VirtualAuthenticator.in(person.page());
            setUp(person);
            person.givePassword(TestRealms.ADA);
            person.awaitState("elsewhere");
            assertThat(person.buttons()).containsExactly("Back");
            person.picture("verification-elsewhere");
            person.click("skip");
            person.awaitSignedIn();
        }
        assertThat(credentials(world, TestRealms.ADA)).hasSize(1);
    }

    private static void setUp(Person person) {
        person.page()
                .navigate(realm.issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                        + Person.CLIENT_ID + "&redirect_uri=" + Person.APPLICATION
                        + "&kc_action=holdfast-set-up-unlock");
    }

    private static void fresh(Person person) {
        person.page()
                .navigate(realm.issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                        + Person.CLIENT_ID + "&redirect_uri=" + Person.APPLICATION + "&prompt=login");
        person.awaitState("locked");
        assertThat(person.sentences()).contains(Person.CLIENT_ID + " asks you to confirm that it is you.");
    }

    private static List<JsonNode> credentials(World world, String user) {
        return world.credentials(realm, user, "holdfast-unlock");
    }

    private static void removeCredential(World world) {
        String user = world.adminPath(realm) + "/users/" + world.userId(realm, USER);
        String id = credentials(world, USER).get(0).path("id").asText();
        world.admin().delete(user + "/credentials/" + id);
    }
}
