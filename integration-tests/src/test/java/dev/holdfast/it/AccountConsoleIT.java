package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("Setting a device up from Keycloak's account console, and for a second person of it")
class AccountConsoleIT {
    private static final String FIRST = "curie";
    private static final String SECOND = "meitner";
    private static final String THIRD = "noether";

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static Machine machine;

    @BeforeAll
    static void enrolMachine(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.addRealm("account", Map.of());
        List.of(FIRST, SECOND, THIRD).forEach(user -> world.addUser(realm, user));
        machine = Machine.enrolled(folder.resolve("machine"), world, realm);
    }

    @Test
    @Order(1)
    @DisplayName("G18 the account console offers to set this device up, shows it then, and it signs in")
    void setUpInAccountConsole() {
        try (Person person = new Person(machine.browser("first", "en-GB"))) {
            openConsole(person);
            person.awaitState("setup");
            person.click("other");
            person.givePassword(FIRST);
            Locator button = person.page().getByTestId("holdfast-device/create").first();
            button.waitFor();
            assertThat(button.textContent()).isEqualTo("Set up this device");
            assertThat(title(person)).isEqualTo("Sign-in with your devices");
            assertThat(person.page().getByTestId("holdfast-device/not-set-up").textContent())
                    .contains("Sign-in with your devices is not set up.");
            show(person);
            person.picture("account-empty");

            button.click();
            devices(person).first().waitFor();

            assertThat(devices(person).count()).isEqualTo(1);
            assertThat(person.page()
                            .getByTestId("holdfast-device/credential-list")
                            .textContent())
                    .contains(", set up from 127.0.0.1. Last used: ")
                    .doesNotContain("{", "}");
            show(person);
            person.picture("account-device");
            person.closeOvernight();
            openConsole(person);
            devices(person).first().waitFor();
        }
    }

    @Test
    @Order(2)
    @DisplayName(
            "G4 on a device that somebody set up a second person sets it up as well, from the page that welcomes the"
                    + " first, and each chooses an account from then on")
    void secondPersonOnSignInPage() {
        try (Person person = new Person(machine.browser("second", "de-DE"))) {
            person.open(realm);
            person.awaitSignedIn();
            person.signOut(realm);
            person.open(realm);
            person.awaitState("ready");
            assertThat(person.buttons())
                    .containsExactly("Weiter", "Auf andere Weise anmelden", "Für ein anderes Konto einrichten");
            person.picture("ready-another-account");
            person.click("setup");
            person.givePassword(SECOND);
            person.awaitSignedIn();

            person.closeOvernight();
            person.open(realm);
            person.awaitState("choose");
            person.picture("choose-another-account");
            assertThat(person.buttons())
                    .anyMatch(button -> button.contains(FIRST))
                    .anyMatch(button -> button.contains(SECOND))
                    .contains("Für ein anderes Konto einrichten");
        }
    }

    @Test
    @Order(3)
    @DisplayName(
            "G18 a third person does it in the German account console; where the set-up fails the console comes back"
                    + " without a device")
    void thirdPersonInAccountConsole() {
        try (Person person = new Person(
                Browser.builder(folder.resolve("elsewhere")).locale("de-DE").start())) {
            openConsole(person);
            person.givePassword(THIRD);
            create(person).click();
            person.awaitState("refused");
            person.click("skip");
            create(person).waitFor();
            assertThat(devices(person).count()).isZero();
        }
        try (Person person = new Person(machine.browser("third", "de-DE"))) {
            openConsole(person);
            person.awaitState("choose");
            person.click("other");
            person.givePassword(THIRD);
            create(person).waitFor();
            assertThat(create(person).textContent()).isEqualTo("Dieses Gerät einrichten");
            assertThat(title(person)).isEqualTo("Anmeldung mit Ihren Geräten");
            show(person);
            person.picture("account-empty-german");

            create(person).click();
            devices(person).first().waitFor();

            show(person);
            person.picture("account-device-german");
        }
    }

    private static void openConsole(Person person) {
        person.page().navigate(realm.issuer() + "/account/account-security/signing-in");
    }

    /** Keycloak's page is longer than the window, and devices stand at its end. */
    private static void show(Person person) {
        person.page().getByTestId("holdfast-device/credential-list").scrollIntoViewIfNeeded();
    }

    private static Locator create(Person person) {
        return person.page().getByTestId("holdfast-device/create").first();
    }

    private static String title(Person person) {
        return person.page().getByTestId("holdfast-device/title").textContent();
    }

    private static Locator devices(Person person) {
        Page page = person.page();
        return page.getByTestId("holdfast-device/credential-list").locator("[data-testrole='remove']");
    }
}
