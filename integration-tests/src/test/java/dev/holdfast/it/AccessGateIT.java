package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
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

    private final World world;

    AccessGateIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("gated", Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
        vault = world.addApplication(realm, "vault", Map.of());
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
        world.bindToStockFlow(realm, "vault");
        assertDenied(visitor.open(vault).page());
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
    @DisplayName("M6 a new user without a factor sets one up on the way in; after the period nobody does")
    void enrolment() {
        String person = "new-" + UUID.randomUUID();
        world.addUser(realm, person);
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa"), "allowedFactors", List.of("TOTP")));
        assertDenied(Visitor.withoutExtension(realm).open(wiki).password(person, person));

        world.configureAccess(
                realm,
                Map.of(
                        "defaultPolicy", List.of("mfa"),
                        "allowedFactors", List.of("TOTP"),
                        "mfaEnrolmentDays", List.of("7")));
        Page page = Visitor.withoutExtension(realm).open(wiki).password(person, person);
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.body()).contains("name=\"totpSecret\"");
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

        Visitor visitor = Visitor.withoutExtension(realm);
        visitor.open(wiki).password(TestRealms.ADA, TestRealms.ADA);
        assertThat(visitor.open(vault, Map.of("max_age", "3600")).isSignedIn()).isTrue();
        world.forgetAccess(realm);
        world.addPolicy(realm, "Fresh", """
                {"name": "Fresh", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "vault"}]},
                 "effect": {"action": "allow", "obligations": {"session": {"maxAge": 0}}}}""");
        Tab anew = visitor.open(vault);
        // Until the second is over in which the session began.
        for (int tries = 0; anew.isSignedIn() && tries < 100; tries++) {
            anew = visitor.open(vault);
        }
        assertThat(anew.page().asksForPassword()).as(anew.page().toString()).isTrue();
        anew.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(anew.isSignedIn()).as(anew.page().toString()).isTrue();
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-denied");
        assertThat(page.leftFor()).isEmpty();
    }
}
