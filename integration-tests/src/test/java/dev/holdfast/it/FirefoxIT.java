package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.Firefox;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real Firefox with the same extension under Firefox's manifest, and the real agent. */
@Tag("deployment")
@ExtendWith(SharedServer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirefoxIT {
    private static final String USER = "vaughan";
    private static final Path EXTENSION =
            Path.of("").toAbsolutePath().getParent().resolve("browser-extension/target/holdfast-extension-firefox.zip");

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static Firefox firefox;
    private static ApplicationPage application;

    @BeforeAll
    static void enrolMachine(World world) throws IOException {
        Requirement requirement = Requirement.firefox();
        assumeTrue(requirement.isUsable(), requirement.absence());
        realm = world.acme();
        world.addUser(realm, USER);
        Machine machine = Machine.enrolled(folder.resolve("machine"), world, realm);
        application = ApplicationPage.start();
        Path home = Files.createDirectories(folder.resolve("home"));
        machine.installFirefoxHost(home.resolve(".mozilla/native-messaging-hosts"));
        firefox = Firefox.start(home, List.of("user_pref(\"intl.accept_languages\", \"en-GB\");"), Map.of());
        firefox.install(EXTENSION);
    }

    @AfterAll
    static void close() {
        if (firefox != null) {
            firefox.close();
        }
        if (application != null) {
            application.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("G12, G4, G5 Firefox: the first visit offers to set the device up, the next one signs in without a"
            + " click")
    void setUpAndSilentSignIn(World world) {
        firefox.open(signIn());
        firefox.await("document.querySelector(\"[data-state='setup']:not([hidden])\")");
        firefox.evaluate("document.querySelector(\"[data-state]:not([hidden]) [data-action='setup']\").click()");
        firefox.await("document.querySelector('#password')");
        firefox.evaluate("document.querySelector('#username').value = '" + USER
                + "', document.querySelector('#password').value = '" + USER
                + "', document.querySelector('#kc-login').click()");
        firefox.await("document.querySelector('#signed-in')");
        firefox.deleteSessionCookies();
        firefox.open(signIn() + "?again");
        firefox.await("document.querySelector('#signed-in') && location.search.includes('again')");
        assertThat(world.deviceEvents(realm, "device_sign_in")
                        .get(0)
                        .path("userId")
                        .asText())
                .isEqualTo(world.userId(realm, USER));
    }

    @Test
    @Order(2)
    @DisplayName("A1, G12 Firefox: on another origin that serves the very same page the extension keeps silent")
    void otherOrigin(World world) {
        int before = world.deviceEvents(realm, "device_exchange").size();
        firefox.open(signIn().replace(realm.origin(), realm.origin().replace("//localhost:", "//127.0.0.1:")));
        firefox.await("document.querySelector('#kc-form-login')");
        assertThat(firefox.evaluate("String(document.documentElement.dataset.holdfast)"))
                .isEqualTo("undefined");
        assertThat(world.deviceEvents(realm, "device_exchange")).hasSize(before);
    }

    private static String signIn() {
        return realm.issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                + Person.CLIENT_ID + "&redirect_uri=" + Person.APPLICATION;
    }
}
