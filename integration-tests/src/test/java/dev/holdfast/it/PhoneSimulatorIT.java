package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.CommandLinePhone.Outcome;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The phone simulator's jar against the real server; the other screen speaks HTTP. */
@ExtendWith(SharedServer.class)
class PhoneSimulatorIT {
    private static WireRealm realm;

    @TempDir
    Path home;

    private final World world;
    private CommandLinePhone phone;

    PhoneSimulatorIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("simulated", Map.of());
    }

    /** A new user, whose password is the name, with an account on this phone. */
    private void enrol(String user) {
        world.addUser(realm, user);
        phone = new CommandLinePhone(home.resolve("phone"));
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", user));
        Tab page = PushPages.setUpPage(realm, user);
        String code = PushPages.typedCode(page.page()).orElseThrow(() -> new AssertionError("no code: " + page.page()));

        Outcome enrolled = phone.enrol(
                digits -> page.stock(Map.of("confirm_code", digits)),
                "--issuer",
                realm.issuer().toString(),
                "--code",
                code);

        assertThat(enrolled.output()).contains(user + " at ", "is ready");
        assertThat(enrolled.code()).isZero();
        assertThat(page.isSignedIn()).isTrue();
    }

    private static String number(Tab tab) {
        return PushPages.number(tab.page()).orElseThrow(() -> new AssertionError("no number: " + tab.page()));
    }

    private static boolean letsIn(Tab tab) {
        tab.stock(Map.of("check", "1"));
        return tab.isSignedIn();
    }

    @Test
    @DisplayName("P1 P4 P6 P8 a phone that knows the protocol's page alone enrols, approves by the number, fails by a"
            + " wrong one, denies, reports, and ends its account")
    void phone() {
        enrol("typist");
        assertThat(phone.run("approve", "--number", "42").code())
                .as("nothing waits")
                .isEqualTo(3);

        Tab approved = PushPages.asked(realm, "typist");
        assertThat(phone.run("requests").output())
                .contains("Sign in?", App.SHOP.clientId(), "127.0.0.1", "NOT known")
                .doesNotContain(" " + number(approved) + "\n");
        assertThat(phone.run("approve", "--number", number(approved)))
                .satisfies(outcome -> assertThat(outcome.output()).endsWith("approved\n"))
                .satisfies(outcome -> assertThat(outcome.code()).isZero());
        assertThat(letsIn(approved)).isTrue();

        Tab wrong = PushPages.asked(realm, "typist");
        Outcome mismatch = phone.run("approve", "--number", number(wrong).equals("11") ? "12" : "11");
        assertThat(mismatch.code()).isEqualTo(1);
        assertThat(mismatch.output()).contains("number_mismatch", "Begin it anew");
        assertThat(letsIn(wrong)).isFalse();

        Tab denied = PushPages.asked(realm, "typist");
        assertThat(phone.run("deny").output()).endsWith("denied\n");
        assertThat(letsIn(denied)).isFalse();

        Tab reported = PushPages.asked(realm, "typist");
        assertThat(phone.run("report").output()).endsWith("reported\n");
        assertThat(letsIn(reported)).isFalse();

        assertThat(phone.run("remove").code()).isZero();
        assertThat(phone.run("accounts").output()).contains("There is no account");
        assertThat(world.credentials(realm, "typist", "holdfast-phone")).isEmpty();
    }

    @Test
    @DisplayName("A41 a request that somebody on the way signed anew is neither shown nor answered")
    void forged() {
        enrol("watched");
        Tab tab = PushPages.asked(realm, "watched");
        try (ForgingProxy proxy = new ForgingProxy(realm)) {
            CommandLinePhone misled = phone.through(proxy.address());

            assertThat(misled.run("requests").output())
                    .contains("1 not shown", "No request waits.")
                    .doesNotContain("Harmless");
            assertThat(misled.run("approve", "--number", number(tab)).code()).isEqualTo(3);
            assertThat(proxy.forged()).isEqualTo(2);
        }
        assertThat(letsIn(tab)).isFalse();
        assertThat(phone.run("approve", "--number", number(tab)).code()).isZero();
        assertThat(letsIn(tab)).isTrue();
    }
}
