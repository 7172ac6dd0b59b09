package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.SoftwareTpm;
import dev.holdfast.harness.TpmMaker;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A locked device that its user unlocks with a PIN, in a real Chromium with the real extension, agent and a TPM. */
@ExtendWith(SharedServer.class)
class BrowserUnlockIT {
    private static final String USER = TestRealms.GRACE;
    private static final String PIN = "3141-pin";

    /** What a page that wants a PIN without anybody's click would do. */
    private static final String UNASKED = """
            document.addEventListener('holdfast-ready', () => {
              const challenge = document.getElementById('holdfast')?.dataset.challenge;
              addEventListener('message', ({data}) => {
                if (data.to === 'page' && data.id === 'unasked') document.documentElement.dataset.unasked = data.error;
              });
              postMessage({holdfast: 1, to: 'agent', id: 'unasked', type: 'unlock', challenge}, location.origin);
            });
            """;

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static SoftwareTpm tpm;
    private static Machine machine;
    private static PinDialogProgram dialog;

    @BeforeAll
    static void enrolMachine(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        Requirement swtpm = Requirement.swtpm();
        assumeTrue(swtpm.isUsable(), swtpm.absence());
        realm = world.addRealm("unlocking-browser", Map.of());
        tpm = new TpmMaker(folder.resolve("maker")).make(folder.resolve("tpm"));
        // As in a PC; the emulator's own limit is three.
        tpm.tool("tpm2_dictionarylockout", "--setup-parameters", "--max-tries=32");
        dialog = PinDialogProgram.in(folder.resolve("dialog"));
        machine = Machine.enrolled(folder.resolve("machine"), world, realm, "--key-store", "tpm", "--tpm", tpm.tcti());
    }

    @AfterAll
    static void stopTpm() {
        if (tpm != null) {
            tpm.close();
        }
    }

    @Test
    @DisplayName("G8 A61 a locked device offers its PIN: cancelled and wrong ones leave it locked and say so, the right"
            + " one signs in, also where the application wants its user now; no page opens the dialog without a click")
    void unlockedByPin(World world) {
        try (Person person = new Person(machine.browser("profile", "en-GB", dialog))) {
            world.configure("unlocking-browser", "unlockedLifetime", "1");
            dialog.type(PIN, PIN);
            person.register(realm, USER);
            world.configure("unlocking-browser", "unlockedLifetime", "43200");

            person.closeOvernight();
            dialog.type();
            person.open(realm);
            person.awaitState("locked");
            assertThat(person.heading()).isEqualTo("Welcome back, " + USER);
            assertThat(person.buttons())
                    .containsExactly(
                            "Unlock with your PIN",
                            "Sign in to unlock",
                            "Sign in another way",
                            "Set up for another account");
            person.picture("locked-pin");
            person.click("pin");
            person.page().locator("[data-part='reason']:visible").waitFor();
            assertThat(person.sentences()).contains("You did not give your PIN, so this device stays locked.");
            assertThat(person.buttons()).startsWith("Unlock with your PIN");
            person.picture("locked-pin-cancelled");

            dialog.type("wrong-1", "wrong-2", "wrong-3");
            person.click("pin");
            person.page().locator("text=The PIN was wrong three times").first().waitFor();
            person.chooseLanguage("de");
            person.awaitState("locked");
            assertThat(person.buttons())
                    .containsExactly(
                            "Mit Ihrer PIN entsperren",
                            "Anmelden und entsperren",
                            "Auf andere Weise anmelden",
                            "Für ein anderes Konto einrichten");
            person.picture("locked-pin-german");
            int posts = person.posts().size();
            dialog.type(PIN);
            person.click("pin");
            person.awaitSignedIn();
            assertThat(person.posts().subList(posts, person.posts().size())).containsExactly("dust");

            dialog.type();
            person.page().addInitScript(UNASKED);
            person.page()
                    .navigate(realm.issuer()
                            + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                            + Person.CLIENT_ID + "&redirect_uri=" + Person.APPLICATION + "&prompt=login");
            person.awaitState("locked");
            person.page().locator("html[data-unasked]").waitFor();
            assertThat(person.page().locator("html").getAttribute("data-unasked"))
                    .as("without a click")
                    .isEqualTo("cancelled");
            assertThat(dialog.asked()).isEmpty();
            assertThat(person.sentences()).contains(Person.CLIENT_ID + " bittet Sie zu bestätigen, dass Sie es sind.");
            person.picture("fresh-pin");
            dialog.type(PIN);
            person.click("pin");
            person.awaitSignedIn();
            assertThat(person.complaints()).isEmpty();
        }
        assertThat(world.deviceEvents(realm, "device_unlocked"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(List.of(
                                event.path("details").path("evidence").asText(),
                                event.path("details").path("method").asText()))
                        .containsExactly("agent", "pin"));
    }
}
