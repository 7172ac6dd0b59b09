package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.SoftwareTpm;
import dev.holdfast.harness.TpmMaker;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unlocking a device by a PIN: over the wire with keys of the test's own, and with the real agent and a real TPM. */
@ExtendWith(SharedServer.class)
class UnlockIT {
    private static final String REALM = "unlocking";
    private static final String USER = TestRealms.ADA;
    private static final long TWELVE_HOURS = 43_200;
    private static final String PIN = "2718-pin";

    private static WireRealm realm;

    @TempDir
    Path temp;

    private final World world;
    private final WireKey duv = WireKey.es256();

    UnlockIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm(REALM, Map.of());
    }

    @BeforeEach
    void settings() {
        configure("software", TWELVE_HOURS);
    }

    private void configure(String deviceUnlock, long seconds) {
        world.configure(
                REALM,
                Map.of(
                        "deviceUnlock", List.of(deviceUnlock),
                        "webauthnUnlock", List.of("false"),
                        "unlockedLifetime", List.of(Long.toString(seconds))));
    }

    /** A registration whose unlocked time was a second, and is over. */
    private WireRegistration locked() {
        return world.locked(REALM, () -> world.registrationWithPin(world.agent(realm), USER, duv));
    }

    /** Asks for a rotation and goes on with it. */
    private Exchanged exchange(WireRegistration registration) {
        Answer answer = realm.send(registration.exchange(world.challenge(realm), WireRegistration.newRid()));
        if (answer.status() == 200) {
            registration.rotate(answer);
        }
        return new Exchanged(answer);
    }

    private record Exchanged(Answer answer) {
        boolean refused(String code) {
            return answer.status() != 200 && answer.refusal().equals(code);
        }
    }

    @Test
    @DisplayName("G8 the PIN's key unlocks a locked device for 12 hours, and the sign-in is silent again")
    void unlocks() {
        WireRegistration registration = locked();
        long before = Instant.now().getEpochSecond();

        JsonNode unlocked = realm.send(registration.unlock(duv)).granted();

        long verifiedAt = unlocked.path("verified_at").asLong();
        assertThat(verifiedAt).isBetween(before, Instant.now().getEpochSecond());
        assertThat(unlocked.path("active_until").asLong()).isEqualTo(verifiedAt + TWELVE_HOURS);
        Tab tab = world.signIn(registration);
        JsonNode claims = tab.tokens().id();
        assertThat(claims.path("device").path("evidence").asText()).isEqualTo("agent");
        assertThat(claims.path("auth_time").asLong()).isEqualTo(verifiedAt);
        assertThat(claims.path("amr")).map(JsonNode::asText).containsExactly("swk");
        JsonNode details = world.deviceEvents(realm, "device_unlocked").get(0).path("details");
        assertThat(details.path("device_registration").asText()).isEqualTo(registration.id());
        assertThat(details.path("evidence").asText()).isEqualTo("agent");
        assertThat(details.path("method").asText()).isEqualTo("pin");
    }

    @Test
    @DisplayName("A33 rotations answer the same time to the second, until an unlock sets another")
    void rotationsDoNotExtend() {
        WireRegistration registration = locked();
        long until = realm.send(registration.unlock(duv))
                .granted()
                .path("active_until")
                .asLong();

        for (int i = 0; i < 3; i++) {
            assertThat(exchange(registration)
                            .answer()
                            .granted()
                            .path("active_until")
                            .asLong())
                    .isEqualTo(until);
        }
    }

    @Test
    @DisplayName("A34 an unlock signed by the key that is used silently, or by the agent's, is a bad signature")
    void otherKeys() {
        WireRegistration registration = locked();

        for (WireKey other : List.of(registration.duk(), registration.agent().key())) {
            Draft pretending = registration.unlock(duv).signedBy(other);
            assertThat(realm.send(pretending).refusal()).isEqualTo("invalid_signature");
            assertThat(realm.send(registration.unlock(other)).refusal()).isEqualTo("invalid_signature");
        }
        assertThat(exchange(registration).refused("user_verification_required")).isTrue();
    }

    @Test
    @DisplayName("A9 A34 an unlock counts once, and for the present token alone")
    void once() {
        WireRegistration registration = locked();
        Draft unlock = registration.unlock(duv);
        realm.send(unlock).granted();

        assertThat(realm.send(unlock).refusal()).isEqualTo("invalid_nonce");
        String old = registration.durt();
        exchange(registration);
        exchange(registration);
        String present = registration.durt();
        registration.use(old);
        assertThat(realm.send(registration.unlock(duv)).refusal()).isEqualTo("durt_unknown");
        registration.use(present);
        realm.send(registration.unlock(duv)).granted();
    }

    @Test
    @DisplayName("G8 the realm says what a device must be for its PIN to count, in discovery as well")
    void policy() {
        WireRegistration registration = locked();
        for (String least : List.of("off", "hardware")) {
            configure(least, TWELVE_HOURS);
            assertThat(realm.send(registration.unlock(duv)).refusal()).isEqualTo("user_verification_required");
            assertThat(new WireRealm(realm.issuer())
                            .discovery()
                            .path("unlock")
                            .path("device")
                            .asText("off"))
                    .isEqualTo(least);
        }
        assertThat(world.tryConfigure(REALM, Map.of("deviceUnlock", List.of("perhaps")))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName(
            "A25 A26 A27 the second key needs its own proof and the sign-in's consent, and serves one registration")
    void registered() {
        WireAgent agent = world.agent(realm);
        WireAgent.Binding without = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, USER, without.idTokenNonce());
        WireAgent.Binding added = new WireAgent.Binding(without.duk(), Optional.of(duv), without.bytes());
        assertThat(realm.send(agent.registration(added, idToken)).refusal()).isEqualTo("invalid_id_token");

        world.registrationWithPin(agent, USER, duv);
        WireAgent.Binding again = WireAgent.Binding.to(WireKey.es256(), duv);
        assertThat(realm.send(agent.registration(again, world.idToken(realm, TestRealms.GRACE, again.idTokenNonce())))
                        .refusal())
                .isEqualTo("key_in_use");
        WireAgent.Binding asFirst = WireAgent.Binding.to(duv);
        assertThat(realm.send(agent.registration(
                                asFirst, world.idToken(realm, TestRealms.GRACE, asFirst.idTokenNonce())))
                        .refusal())
                .isEqualTo("key_in_use");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"prompt=login", "max_age=0"})
    @DisplayName(
            "A61 a demand for a fresh sign-in is satisfied by an unlock in that very sign-in, whose time is auth_time")
    void freshByUnlock(String demand) {
        WireRegistration registration = world.registrationWithPin(world.agent(realm), USER, duv);
        realm.send(registration.unlock(duv)).granted();
        String[] parameter = demand.split("=");
        Tab tab = Visitor.withUnlock(realm).open(App.SHOP, Map.of(parameter[0], parameter[1]));
        assertThat(tab.page().isDevicePage()).isTrue();

        if (parameter[0].equals("prompt")) {
            assertThat(tab.page().given("fresh")).contains("true");
            tab.dust(registration.dustFor(tab.page().challenge()));
            assertThat(tab.isSignedIn())
                    .as("silently, after an unlock of before")
                    .isFalse();
            assertThat(tab.page().given("error")).contains("user_verification_required");
            realm.send(registration.unlock(duv, world.challenge(realm))).granted();
            tab.dust(registration.dustFor(tab.page().challenge()));
            assertThat(tab.isSignedIn()).as("after an unlock of another tab").isFalse();
        }
        long unlockedAt = realm.send(registration.unlock(duv, tab.page().challenge()))
                .granted()
                .path("verified_at")
                .asLong();
        tab.dust(registration.dustFor(tab.page().challenge()));

        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(tab.tokens().id().path("auth_time").asLong()).isEqualTo(unlockedAt);
    }

    @Test
    @DisplayName("A61 without a hint that something here can be unlocked, and after another choice, prompt=login asks"
            + " for the password as before")
    void freshByPassword() {
        assertThat(Visitor.withExtension(realm)
                        .open(App.SHOP, Map.of("prompt", "login"))
                        .page()
                        .asksForPassword())
                .isTrue();
        Tab tab = Visitor.withUnlock(realm).open(App.SHOP, Map.of("prompt", "login"));
        tab.post(Map.of("other", "1"));
        assertThat(tab.page().asksForPassword()).isTrue();
        configure("off", TWELVE_HOURS);
        Tab off = Visitor.withUnlock(realm).open(App.SHOP, Map.of("prompt", "login"));
        assertThat(off.page().asksForPassword()).isTrue();
    }

    @Test
    @DisplayName(
            "G6 G8 the agent keeps a PIN in an attested TPM: a wrong one, cancelling and the TPM's own lock-out are"
                    + " told apart, a new one replaces it, and no file, list of processes or log holds it; A28 who"
                    + " starts the host by themselves unlocks nothing without the person's PIN")
    void agentWithTpm() {
        Requirement swtpm = Requirement.swtpm();
        assumeTrue(swtpm.isUsable(), swtpm.absence());
        TpmMaker maker = new TpmMaker(temp.resolve("maker"));
        PinDialogProgram dialog = PinDialogProgram.in(temp.resolve("dialog"));
        String[] ask = {"--pinentry", dialog.path().toString()};
        CommandLineAgent agent = new CommandLineAgent(temp.resolve("state"));
        try (SoftwareTpm tpm = maker.make(temp.resolve("tpm"))) {
            // As in a PC; the emulator's own limit is three.
            tpm.tool("tpm2_dictionarylockout", "--setup-parameters", "--max-tries=32");
            world.configure(REALM, Map.of("tpmAuthorities", maker.trustRoots(), "deviceUnlock", List.of("attested")));
            assertThat(agent.enrol(world, realm, "--key-store", "tpm", "--tpm", tpm.tcti())
                            .output())
                    .contains("assurance    attested");

            dialog.type("abc", PIN, "other", PIN, PIN);
            assertThat(agent.register(realm, USER, ask).output()).contains("PIN           set");
            assertThat(dialog.asked())
                    .contains("SETPROMPT New PIN:", "SETERROR A PIN has 4 to 64 characters.")
                    .contains("SETERROR The two PINs differ.");

            dialog.type(PIN);
            assertThat(agent.run("unlock", ask[0], ask[1]).output()).startsWith("Unlocked ada until ");
            assertThat(dialog.asked())
                    .anyMatch(line -> line.startsWith("SETDESC Unlock device login for ada at " + realm.issuer()));
            Tab fresh = world.devicePage(realm);
            fresh.dust(agent.dust(realm, fresh.page().challenge()));
            assertThat(fresh.tokens().id().path("amr"))
                    .map(JsonNode::asText)
                    .containsExactly("hwk", "user", "pin", "mfa");

            Tab page = Visitor.withUnlock(realm).open(App.SHOP, Map.of("prompt", "login"));
            dialog.type(PIN);
            JsonNode unlocked = agent.ask(realm, "unlock", page.page().challenge(), ask);
            assertThat(unlocked.path("account").asText()).isEqualTo(USER);
            page.dust(agent.dust(realm, page.page().challenge()));
            assertThat(page.isSignedIn()).isTrue();

            dialog.type();
            ObjectNode withPin = Json.object()
                    .put("id", "1")
                    .put("type", "unlock")
                    .put("origin", realm.origin())
                    .put("challenge", world.challenge(realm))
                    .put("pin", PIN);
            assertThat(agent.ask(withPin, ask).path("error").asText())
                    .as("the person is asked all the same")
                    .isEqualTo("cancelled");
            assertThat(dialog.asked()).isNotEmpty();
            assertThat(agent.ask(realm, "unlock", world.challenge(realm), ask)
                            .path("error")
                            .asText())
                    .isEqualTo("cancelled");
            assertThat(agent.ask(realm, "unlock", world.challenge(realm))
                            .path("error")
                            .asText())
                    .isEqualTo("pin_unavailable");
            dialog.type("wrong-1", "wrong-2", PIN);
            assertThat(agent.run("unlock", ask[0], ask[1]).code()).isZero();
            assertThat(dialog.asked()).contains("SETERROR That PIN is wrong. 2 tries are left.");

            dialog.type("next-pin", "next-pin", PIN);
            assertThat(agent.run("change-pin", ask[0], ask[1]).output()).contains("Changed the PIN of ada.");
            dialog.type("next-pin");
            assertThat(agent.run("unlock", ask[0], ask[1]).code()).isZero();

            dialog.type(PIN, PIN, PIN);
            CommandLineAgent.Outcome wrong = agent.run("unlock", ask[0], ask[1]);
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.output()).contains("error: wrong_pin");
            tpm.tool("tpm2_dictionarylockout", "--setup-parameters", "--max-tries=1");
            dialog.type(PIN, "next-pin");
            assertThat(agent.run("unlock", ask[0], ask[1]).output()).contains("error: pin_locked");
            Tab silent = world.devicePage(realm);
            silent.dust(agent.dust(realm, silent.page().challenge()));
            assertThat(silent.isSignedIn())
                    .as("keys without a PIN are not locked")
                    .isTrue();
        }
        assertThat(everythingIn(temp.resolve("state"))).doesNotContain(PIN).doesNotContain("next-pin");
    }

    @Test
    @DisplayName("G8 an agent with keys in files sets no PIN, says why, and is unlocked by a normal sign-in")
    void agentWithFiles() {
        PinDialogProgram dialog = PinDialogProgram.in(temp.resolve("dialog"));
        String[] ask = {"--pinentry", dialog.path().toString()};
        CommandLineAgent agent = new CommandLineAgent(temp.resolve("state"));
        assertThat(agent.enrol(world, realm, "--key-store", "software").code()).isZero();

        dialog.type(PIN, PIN);
        assertThat(agent.register(realm, USER, ask).output()).contains("PIN           none");
        assertThat(dialog.asked()).isEmpty();
        CommandLineAgent.Outcome unlock = agent.run("unlock", ask[0], ask[1]);
        assertThat(unlock.code()).isEqualTo(1);
        assertThat(unlock.output()).contains("No PIN was set for this registration", "error: no_pin");
        assertThat(agent.run("change-pin", ask[0], ask[1]).output()).contains("error: no_pin");
    }

    private static String everythingIn(Path folder) {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }
}
