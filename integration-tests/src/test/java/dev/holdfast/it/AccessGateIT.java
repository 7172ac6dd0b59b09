package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AuthenticatorApp;
import dev.holdfast.harness.Readiness;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("The gate at the end of sign-ins")
class AccessGateIT {
    private static WireRealm realm;
    private static App wiki;
    private static App vault;
    private static App safe;
    private static App stock;

    private static final Map<String, List<String>> WITH_ENROLMENT = Map.of(
            "defaultPolicy", List.of("mfa"),
            "allowedFactors", List.of("TOTP", "DURT"),
            "mfaEnrolmentDays", List.of("7"));

    private static final String MANAGED_ONLY = """
            {"name": "Managed", "type": "application", "conditions": {"not": {"deviceManaged": true}},
             "targets": {"resources": [{"type": "application", "id": "vault"}]},
             "effect": {"action": "deny"}}""";

    private final World world;

    AccessGateIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("gated", Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
        vault = world.addApplication(realm, "vault", Map.of());
        safe = world.addApplication(realm, "safe", Map.of("holdfast.deviceRequired", "true"));
        stock = world.addApplication(realm, "stock", Map.of());
        world.bindToStockFlow(realm, "stock");
        world.leaveSecondFactorsToPolicies(realm);
    }

    @AfterEach
    void letEverybodyIn() {
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName(
            "A51 C5 a denied password sign-in ends on a page with 403 and an event; its button tells the application")
    void password() {
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("deny")));
        Tab tab = Visitor.withoutExtension(realm).open(wiki);

        Page page = tab.password(TestRealms.ADA, TestRealms.ADA);

        assertDenied(page);
        JsonNode event = world.events(realm, "LOGIN_ERROR", "wiki").get(0);
        assertThat(event.path("error").asText()).isEqualTo("access_denied_by_policy");
        assertThat(event.path("details").path("access_decision").asText()).isEqualTo("deny");
        assertThat(event.path("details").path("access_policies").asText()).isEqualTo("[]");
        assertThat(event.path("details").path("access_factors").asText()).isEqualTo("PASSWORD");
        assertThat(event.path("userId").asText()).isEqualTo(world.userId(realm, TestRealms.ADA));
        Page again = tab.visitor().get(page.uri());
        assertDenied(again);
        Page other = tab.visitor().post(again.stockForm(), Map.of("otp", "1"));
        assertDenied(other);
        assertThat(tab.visitor().post(other.stockForm(), Map.of("leave", "1")).leftFor())
                .hasValueSatisfying(uri -> assertThat(uri.getQuery()).contains("error=access_denied"));
        assertThat(Visitor.withoutExtension(realm).open(wiki).page().asksForPassword())
                .isTrue();
    }

    @Test
    @DisplayName("A51 the cookie of a session from before the policy opens nothing: a page, or interaction_required")
    void cookie() {
        Visitor visitor = Visitor.withoutExtension(realm);
        visitor.open(wiki).password(TestRealms.ADA, TestRealms.ADA);
        assertThat(visitor.open(vault).isSignedIn()).isTrue();

        world.configureAccess(realm, Map.of("defaultPolicy", List.of("deny")));

        assertDenied(visitor.open(vault).page());
        assertThat(visitor.open(vault, Map.of("prompt", "none")).error()).contains("interaction_required");
        assertDenied(visitor.open(stock).page());
    }

    @Test
    @DisplayName("A51 a device's sign-in passes the gate as well")
    void device() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("deny")));

        assertDenied(
                Visitor.withExtension(realm).open(wiki).signIn(registration).page());

        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));
        Tab tab = Visitor.withExtension(realm).open(wiki).signIn(registration);
        assertThat(tab.isSignedIn()).isTrue();
        JsonNode details = world.events(realm, "LOGIN", "wiki").get(0).path("details");
        assertThat(details.path("access_decision").asText()).isEqualTo("require");
        assertThat(details.path("access_factors").asText()).isEqualTo("DURT");
    }

    @Test
    @DisplayName("C5 M1 where a factor is required the user's own is asked for, once; who has none is told so")
    void require() {
        String person = "totp-" + UUID.randomUUID();
        OneTimePassword codes = OneTimePassword.of(world, realm, person);
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));
        Visitor visitor = Visitor.withoutExtension(realm);
        Tab tab = visitor.open(wiki);
        tab.password(person, person);
        assertThat(tab.page().body()).contains("name=\"otp\"");
        assertThat(tab.stock(Map.of("otp", "000000")).body()).contains("name=\"otp\"");
        tab.stock(Map.of("otp", codes.now()));
        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(visitor.open(vault).isSignedIn()).isTrue();
        JsonNode details = world.events(realm, "LOGIN", "vault").get(0).path("details");
        assertThat(details.path("access_factors").asText()).isEqualTo("PASSWORD,TOTP");

        Page none = Visitor.withoutExtension(realm).open(wiki).password(TestRealms.ADA, TestRealms.ADA);
        assertDenied(none);
        assertThat(none.body()).contains("data-reason=\"no_factor\"");
    }

    @Test
    @DisplayName(
            "C5 C7 a policy's words and links stand on the page as text; in report mode it changes nothing and is recorded")
    void words() {
        String document = """
                {"name": "Closed", "mode": "MODE", "priority": 5, "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "wiki"}]},
                 "effect": {"action": "deny", "custom_error_message": {"enabled": true,
                   "message": "Wiki <b>closes</b> at six.",
                   "primary_help": {"text": "Opening hours", "url": "https://help.example.com/hours"}}}}""";
        world.addPolicy(realm, "Closed", document.replace("MODE", "report"));
        assertThat(Visitor.withoutExtension(realm)
                        .open(wiki)
                        .password(TestRealms.ADA, TestRealms.ADA)
                        .leftFor())
                .isPresent();
        JsonNode details = world.events(realm, "LOGIN", "wiki").get(0).path("details");
        assertThat(details.path("access_decision").asText()).isEqualTo("allow");
        assertThat(details.path("access_policies").asText())
                .contains("\"name\":\"Closed\"", "\"action\":\"deny\"", "\"mode\":\"report\"");

        world.forgetAccess(realm);
        world.addPolicy(realm, "Closed", document.replace("MODE", "enforce"));
        Visitor visitor = Visitor.withoutExtension(realm);
        Page page = visitor.open(wiki).password(TestRealms.ADA, TestRealms.ADA);
        assertDenied(page);
        assertThat(page.body())
                .contains("Wiki &lt;b&gt;closes&lt;/b&gt; at six.", "https://help.example.com/hours", "Opening hours");
        assertThat(Visitor.withoutExtension(realm)
                        .open(vault)
                        .password(TestRealms.ADA, TestRealms.ADA)
                        .leftFor())
                .as("another application")
                .isPresent();
    }

    @Test
    @DisplayName("C9 C13 a second application with a stricter policy asks for its factor there, and the first goes on")
    void stepUp() {
        String person = "step-" + UUID.randomUUID();
        OneTimePassword codes = OneTimePassword.of(world, realm, person);
        world.addPolicy(realm, "Vault needs a code", """
                {"name": "Vault needs a code", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "vault"}]},
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["TOTP"]}}}""");
        Visitor visitor = Visitor.withoutExtension(realm);
        Tab first = visitor.open(wiki);
        first.password(person, person);
        String refresh = first.tokens().refreshToken();

        Tab tab = visitor.open(vault);
        assertThat(tab.page().body()).contains("name=\"otp\"");
        assertThat(visitor.open(vault, Map.of("prompt", "none")).error()).contains("interaction_required");
        tab.stock(Map.of("otp", codes.now()));
        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();

        assertThat(first.refresh(refresh).isGranted()).isTrue();
        assertThat(visitor.open(wiki).isSignedIn()).isTrue();
        assertThat(visitor.open(vault, Map.of("prompt", "none")).isSignedIn()).isTrue();
        assertThat(tab.refresh(tab.tokens().refreshToken()).isGranted()).isTrue();
    }

    @Test
    @DisplayName(
            "C13 a factor that the policy does not name is not offered, though its user has it; the realm's own is no way around")
    void onlyNamed() {
        String person = "named-" + UUID.randomUUID();
        OneTimePassword.of(world, realm, person);
        world.addPolicy(realm, "Phones only", """
                {"name": "Phones only", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": [{"type": "PUSH"}]}}}""");

        Page page = Visitor.withoutExtension(realm).open(wiki).password(person, person);

        assertDenied(page);
        assertThat(page.body()).contains("data-reason=\"no_factor\"").doesNotContain("name=\"otp\"");
    }

    @Test
    @DisplayName("M6 C9 a new user without a factor sets one up on the way in, and is not asked for it again in that"
            + " session; after the period nobody does")
    void enrolment() {
        String person = newPerson();
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa"), "allowedFactors", List.of("TOTP")));
        assertDenied(Visitor.withoutExtension(realm).open(wiki).password(person, person));

        Tab tab = enrol(person);

        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(tab.refresh(tab.tokens().refreshToken()).isGranted())
                .as("a refresh")
                .isTrue();
        Tab second = tab.visitor().open(vault);
        assertThat(second.isSignedIn()).as(second.page().toString()).isTrue();
        assertThat(second.refresh(second.tokens().refreshToken()).isGranted()).isTrue();
        assertThat(Visitor.withoutExtension(realm)
                        .open(wiki)
                        .password(person, person)
                        .body())
                .as("another browser")
                .contains("name=\"otp\"");
    }

    @Test
    @DisplayName("A51 M6 who leaves the set-up of the demanded factor out is not let in by another one of its owner's")
    void enrolmentLeftOut() {
        String person = newPerson();
        world.addPolicy(realm, "Devices only", """
                {"name": "Devices only", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "vault"}]},
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["DURT"]}}}""");
        world.configureAccess(realm, WITH_ENROLMENT);
        Tab thief = Visitor.withExtension(realm).open(vault);
        thief.post(Map.of("other", "1"));
        thief.password(person, person);
        assertAsksToSetUp(thief);
        assertThat(enrol(person).isSignedIn()).isTrue();

        assertDenied(thief.post(Map.of("skip", "1")));
    }

    /** Sets an authenticator app up at the gate, in a new browser. */
    private Tab enrol(String person) {
        world.configureAccess(realm, WITH_ENROLMENT);
        Tab tab = Visitor.withoutExtension(realm).open(wiki);
        Page page = tab.password(person, person);
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.body()).contains("name=\"totpSecret\"");
        String byHand = page.body().replaceFirst("(?s).*href=\"([^\"]+)\" id=\"mode-manual\".*", "$1");
        assertThat(tab.visitor().get(URI.create(byHand.replace("&amp;", "&"))).body())
                .as("the page without a camera")
                .contains("kc-totp-secret-key");
        String secret = page.body().replaceFirst("(?s).*name=\"totpSecret\"[^>]* value=\"([^\"]+)\".*", "$1");
        assertThat(tab.stock(Map.of("totp", "000000", "totpSecret", secret)).body())
                .contains("name=\"totpSecret\"");
        String code =
                new AuthenticatorApp(secret).code(Instant.now().getEpochSecond() / AuthenticatorApp.PERIOD_SECONDS);
        tab.stock(Map.of("totp", code, "totpSecret", secret));
        return tab;
    }

    @Test
    @DisplayName("A51 whoever is denied for another reason than the device sets none up on the way to the denial")
    void deviceForNothing() {
        String person = newPerson();
        world.addPolicy(realm, "Managed", MANAGED_ONLY);
        for (String byDefault : List.of("mfa", "deny")) {
            world.configureAccess(realm, Map.of("defaultPolicy", List.of(byDefault)));
            assertDenied(askToSetUp(wiki, person).page());
            assertDenied(askToSetUp(vault, person).page());
            assertDenied(askToSetUp(safe, person).page());
        }
        world.configureAccess(realm, Map.of());
        world.addIpList(realm, "office", TestPlaces.VIENNA);
        world.addPolicy(realm, "Office only", """
                {"name": "Office only", "type": "application", "conditions": {"not": {"ipAddressIn": ["office"]}},
                 "effect": {"action": "deny"}}""");
        assertDenied(askToSetUp(vault, person).page());

        assertThat(world.credentials(realm, person, "holdfast-device")).isEmpty();
    }

    @Test
    @DisplayName("C5 who lacks nothing but a device sets it up on the way in")
    void deviceForEntry() {
        String person = newPerson();
        world.addPolicy(realm, "Managed", MANAGED_ONLY);
        assertDenied(Visitor.withoutExtension(realm).open(vault).password(person, person));

        Tab tab = askToSetUp(vault, person);
        assertAsksToSetUp(tab);
        setUp(tab);

        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(world.credentials(realm, person, "holdfast-device")).hasSize(1);
    }

    @Test
    @DisplayName(
            "A51 M1 a device that the sign-in set up is no factor in its session either, until it answers once more")
    void newcomer() {
        Tab tab = askToSetUp(wiki, newPerson());
        WireRegistration registration = setUp(tab);
        String refresh = tab.tokens().refreshToken();
        assertThat(tab.refresh(refresh).isGranted()).isTrue();

        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));

        assertThat(tab.refresh(refresh).refusal()).isEqualTo("invalid_grant");
        Tab later = Visitor.withExtension(realm).open(wiki).signIn(registration);
        assertThat(later.isSignedIn()).as(later.page().toString()).isTrue();
        assertThat(later.refresh(later.tokens().refreshToken()).isGranted()).isTrue();
    }

    @Test
    @DisplayName("A51 a password alone does none of its owner's other actions while the gate waits for the device")
    void actionsBehindTheDevice() {
        String person = newPerson();
        WireRegistration registration = world.registration(realm, person);
        world.change(realm, person, Map.of("requiredActions", List.of("CONFIGURE_TOTP")));
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));
        Tab thief = Visitor.withExtension(realm).open(safe, Map.of("prompt", "login"));
        thief.password(person, person);
        assertThat(thief.page().status()).as(thief.page().toString()).isEqualTo(200);
        assertThat(thief.page().isDevicePage()).as(thief.page().toString()).isTrue();

        thief.post(Map.of("skip", "1"));

        assertThat(thief.page().status()).as(thief.page().toString()).isEqualTo(403);
        assertThat(thief.page().body()).contains("holdfast-required").doesNotContain("totpSecret");
        assertThat(world.credentials(realm, person, "otp")).isEmpty();
        Tab owner = Visitor.withExtension(realm).open(safe, Map.of("prompt", "login"));
        owner.password(person, person);
        owner.dust(registration.dustFor(owner.page().challenge()));
        assertThat(owner.page().body()).as(owner.page().toString()).contains("totpSecret");
    }

    @Test
    @DisplayName("A36 A51 the gate asks for the proof of a device's session itself, and takes the proof for its factor")
    void proofAtTheGate() {
        String person = newPerson();
        WireRegistration registration = world.registration(realm, person);
        Visitor visitor =
                Visitor.withExtension(realm).open(wiki).signIn(registration).visitor();
        world.change(realm, person, Map.of("requiredActions", List.of("CONFIGURE_TOTP")));
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));

        Tab tab = visitor.open(stock);
        assertThat(tab.page().asksForProof()).as(tab.page().toString()).isTrue();
        assertThat(visitor.open(stock, Map.of("prompt", "none")).error()).contains("interaction_required");
        tab.dust("nonsense");
        assertThat(tab.page().asksForProof()).as(tab.page().toString()).isTrue();
        tab.prove(registration);

        assertThat(tab.page().body()).as(tab.page().toString()).contains("totpSecret");
        world.change(realm, person, Map.of("requiredActions", List.of()));
        assertThat(visitor.open(stock).prove(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("C11 a session's limits end tokens and refreshes, and an old authentication is asked for anew")
    void limits() {
        world.addPolicy(realm, "Short", """
                {"name": "Short", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "vault"}]},
                 "effect": {"action": "allow", "obligations": {"session": {"lifetime": 60}}}}""");
        Tab tab = Visitor.withoutExtension(realm).open(vault);
        tab.password(TestRealms.ADA, TestRealms.ADA);
        JsonNode answer = tab.tokenAnswer();
        assertThat(answer.path("expires_in").asInt()).isBetween(1, 60);
        assertThat(answer.path("refresh_expires_in").asInt()).isBetween(1, 60);
        JsonNode renewed = tab.refresh(answer.path("refresh_token").asText()).granted();
        for (String token : List.of("access_token", "refresh_token")) {
            assertThat(expiry(renewed, token)).as(token).isEqualTo(expiry(answer, token));
        }

        Visitor visitor = Visitor.withoutExtension(realm);
        Tab first = visitor.open(wiki);
        first.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(visitor.open(vault, Map.of("max_age", "3600")).isSignedIn()).isTrue();
        world.forgetAccess(realm);
        world.addPolicy(realm, "Fresh", """
                {"name": "Fresh", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "vault"}]},
                 "effect": {"action": "allow", "obligations": {"session": {"maxAge": 0}}}}""");
        awaitEndOfSecond(first.tokens().id().path("auth_time").asLong());
        Tab anew = visitor.open(vault);
        assertThat(anew.page().asksForPassword()).as(anew.page().toString()).isTrue();
        anew.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(anew.isSignedIn()).as(anew.page().toString()).isTrue();
    }

    private static long expiry(JsonNode answer, String token) {
        return Jws.parse(answer.path(token).asText()).claims().path("exp").asLong();
    }

    /** The server has this machine's clock, or one beside it. */
    private static void awaitEndOfSecond(long second) {
        Instant over = Instant.ofEpochSecond(second + 1).plusMillis(100);
        Readiness.await("next second", () -> Instant.now().isAfter(over), Duration.ofSeconds(5));
    }

    private String newPerson() {
        String person = "new-" + UUID.randomUUID();
        world.addUser(realm, person);
        return person;
    }

    /** A sign-in by password whose user wants to set the device up. */
    private static Tab askToSetUp(App app, String person) {
        Tab tab = Visitor.withExtension(realm).open(app);
        tab.post(Map.of("register", "1"));
        tab.password(person, person);
        return tab;
    }

    private static void assertAsksToSetUp(Tab tab) {
        assertThat(tab.page().status()).as(tab.page().toString()).isEqualTo(200);
        assertThat(tab.post(Map.of(
                                "registration_nonce",
                                WireAgent.Binding.to(WireKey.es256()).idTokenNonce()))
                        .given("id-token"))
                .as(tab.page().toString())
                .isPresent();
    }

    private WireRegistration setUp(Tab tab) {
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        tab.post(Map.of("registration_nonce", binding.idTokenNonce()));
        WireRegistration registration = world.agent(realm)
                .register(binding, tab.page().given("id-token").orElseThrow());
        tab.post(Map.of("done", "1"));
        return registration;
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-denied");
        assertThat(page.leftFor()).isEmpty();
    }
}
