package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("What the gate knows of a sign-in, and tells of it")
class AccessSignalsIT {
    private static final String REALM = "access-signals";

    private static WireRealm realm;
    private static App wiki;
    private static App vault;

    private final World world;

    AccessSignalsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm(REALM, Map.of());
        world.leaveSecondFactorsToPolicies(realm);
        world.keepEvents(realm, "REFRESH_TOKEN_ERROR");
        wiki = world.addApplication(realm, "wiki", Map.of());
        vault = world.addApplication(realm, "vault", Map.of());
    }

    @AfterEach
    void letEverybodyIn() {
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName(
            "C13 M1 where the device is demanded its sign-in is enough; a password alone reads the policy's words, and"
                    + " on a set-up device is led to it, and to nobody else's")
    void device() {
        WireRegistration adas = world.registration(realm, TestRealms.ADA);
        WireRegistration graces = world.registration(realm, TestRealms.GRACE);
        Tab before = Visitor.withExtension(realm).open(vault);
        before.post(Map.of("other", "1"));
        before.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(before.isSignedIn()).isTrue();
        world.addPolicy(realm, "Work laptops", """
                {"name": "Work laptops", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["DURT"]},
                   "custom_error_message": {"message": "Sign in on your work laptop.",
                     "primary_help": {"text": "Set it up", "url": "https://help.example.com/laptop"}}}}""");

        assertThat(Visitor.withExtension(realm).open(wiki).signIn(adas).isSignedIn())
                .isTrue();
        assertThat(details("LOGIN").path("access_factors").asText()).isEqualTo("DURT");

        Page alone = Visitor.withoutExtension(realm).open(wiki).password(TestRealms.ADA, TestRealms.ADA);
        assertDenied(alone);
        assertThat(alone.body())
                .contains(
                        "data-reason=\"no_factor\"", "Sign in on your work laptop.", "https://help.example.com/laptop");

        for (String choice : List.of("other", "register")) {
            Tab elsewhere = before.visitor().open(wiki);
            elsewhere.post(Map.of(choice, "1"));
            assertThat(elsewhere.page().status())
                    .as(elsewhere.page().toString())
                    .isEqualTo(403);
            assertThat(elsewhere.page().body()).contains("holdfast-required");
        }
        Tab stepUp = before.visitor().open(wiki);
        assertThat(stepUp.page().isDevicePage()).as(stepUp.page().toString()).isTrue();
        assertThat(stepUp.signIn(adas).isSignedIn())
                .as(stepUp.page().toString())
                .isTrue();
        assertThat(details("LOGIN").path("access_factors").asText()).isEqualTo("DURT,PASSWORD");

        Tab led = Visitor.withExtension(realm).open(wiki);
        led.post(Map.of("other", "1"));
        led.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(led.page().isDevicePage()).as(led.page().toString()).isTrue();
        assertThat(led.signIn(graces).isSignedIn())
                .as("another person's device")
                .isFalse();
        assertThat(led.signIn(adas).isSignedIn()).as(led.page().toString()).isTrue();
        assertThat(details("LOGIN").path("access_factors").asText()).isEqualTo("DURT,PASSWORD");
    }

    @Test
    @DisplayName(
            "C13 A61 where the device is demanded and the application wants its user now, the password comes first and"
                    + " the device behind it; neither is enough alone, and a device that its owner leaves out leads to a denial")
    void freshDevice() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        world.addPolicy(realm, "Work laptops", """
                {"name": "Work laptops", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["DURT"]}}}""");
        Tab tab = Visitor.withExtension(realm).open(wiki, Map.of("prompt", "login"));
        assertThat(tab.page().asksForPassword()).isTrue();
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(tab.page().isDevicePage()).as(tab.page().toString()).isTrue();
        tab.dust(registration.dustFor(tab.page().challenge()));
        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(details("LOGIN").path("access_factors").asText()).isEqualTo("DURT,PASSWORD");

        Tab skipped = Visitor.withExtension(realm).open(wiki, Map.of("prompt", "login"));
        skipped.password(TestRealms.ADA, TestRealms.ADA);
        assertDenied(skipped.post(Map.of("skip", "1")));
    }

    @Test
    @DisplayName(
            "C13 A33 A43 where a session by password is asked for its device and that is locked, the password that is"
                    + " typed again unlocks it, and it answers behind that; until it does, neither the session nor the"
                    + " password nor another person's device counts")
    void lockedDevice() {
        WireRegistration graces = world.registration(realm, TestRealms.GRACE);
        WireRegistration adas = world.locked(REALM, () -> world.registration(realm, TestRealms.ADA));
        Tab byPassword = Visitor.withExtension(realm).open(vault);
        byPassword.post(Map.of("other", "1"));
        byPassword.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(byPassword.isSignedIn()).isTrue();
        world.addPolicy(realm, "Work laptops", """
                {"name": "Work laptops", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["DURT"]}}}""");

        Tab left = unlocking(byPassword.visitor());
        left.post(Map.of("skip", "1"));
        assertDenied(left.post(Map.of("skip", "1")));

        Tab tab = unlocking(byPassword.visitor());
        assertThat(tab.signIn(graces).isSignedIn())
                .as("another person's device")
                .isFalse();
        assertThat(tab.signIn(adas).isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(details("LOGIN").path("access_factors").asText()).isEqualTo("DURT,PASSWORD");
        assertThat(tab.tokens().access().path("device").path("id").asText())
                .isEqualTo(adas.agent().did());
        assertThat(Visitor.withExtension(realm).open(wiki).signIn(adas).isSignedIn())
                .as("unlocked")
                .isTrue();
    }

    /** The page that asks the device of a session, up to the one behind the password that is typed again. */
    private static Tab unlocking(Visitor visitor) {
        Tab tab = visitor.open(wiki);
        assertThat(tab.page().isDevicePage()).as(tab.page().toString()).isTrue();
        tab.post(Map.of("renew", "1"));
        assertThat(tab.page().asksForPassword()).as(tab.page().toString()).isTrue();
        assertThat(tab.password(TestRealms.ADA, "wrong").asksForPassword()).isTrue();
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(tab.page().isDevicePage()).as(tab.page().toString()).isTrue();
        return tab;
    }

    @Test
    @DisplayName(
            "C4 C9 T2 a device lost its condition: the next refresh of its session is refused and spends nothing, its"
                    + " sign-in is denied; mended, both go on")
    void condition() {
        WireAgent agent = world.agent(realm);
        realm.send(agent.posture(1, PostureIT.GOOD)).granted();
        WireRegistration registration = world.registration(agent, TestRealms.GRACE);
        world.addPolicy(realm, "In good condition", """
                {"name": "In good condition", "type": "application", "conditions": {"not": {"deviceCompliant": true}},
                 "effect": {"action": "deny"}}""");
        Tab tab = Visitor.withExtension(realm).open(wiki).signIn(registration);
        String refresh = tab.tokens().refreshToken();
        assertThat(tab.refresh(refresh).isGranted()).isTrue();

        realm.send(agent.posture(2, PostureIT.OPEN_DISK)).granted();

        assertThat(tab.refresh(refresh).refusal()).isEqualTo("invalid_grant");
        JsonNode event = world.events(realm, "REFRESH_TOKEN_ERROR", "wiki").get(0);
        assertThat(event.path("error").asText()).isEqualTo("access_denied_by_policy");
        assertThat(event.path("details").path("access_policies").asText()).contains("\"name\":\"In good condition\"");
        assertDenied(
                Visitor.withExtension(realm).open(vault).signIn(registration).page());

        realm.send(agent.posture(3, PostureIT.GOOD)).granted();
        assertThat(tab.refresh(refresh).isGranted()).isTrue();
        assertThat(Visitor.withExtension(realm).open(vault).signIn(registration).isSignedIn())
                .isTrue();
    }

    @Test
    @DisplayName(
            "C7 C10 impossible travel is let in and told in report mode, and denied in the policy's words else; usual"
                    + " places are not")
    void travel() {
        world.process();
        String document = """
                {"name": "No magic carpets", "mode": "%s", "type": "application", "conditions": {"risk": {"atLeast": "high"}},
                 "effect": {"action": "deny", "custom_error_message": {"message": "Nobody travels so fast."}}}""";
        world.addUser(realm, "reported");
        world.addPolicy(realm, "No magic carpets", document.formatted("report"));
        assertThat(from(TestPlaces.VIENNA, "reported").leftFor())
                .as("the first sign-in of all")
                .isPresent();
        assertThat(details("LOGIN").path("access_policies").asText()).isEqualTo("[]");
        assertThat(from(TestPlaces.NEW_YORK, "reported").leftFor())
                .as("only reported")
                .isPresent();
        JsonNode told = details("LOGIN");
        assertThat(told.path("access_decision").asText()).isEqualTo("allow");
        assertThat(told.path("access_policies").asText())
                .contains("\"name\":\"No magic carpets\"", "\"mode\":\"report\"");
        assertThat(told.path("access_reasons").asText()).contains("impossible_travel");

        world.forgetAccess(realm);
        world.addUser(realm, "traveller");
        world.addPolicy(realm, "No magic carpets", document.formatted("enforce"));
        assertThat(from(TestPlaces.VIENNA, "traveller").leftFor()).isPresent();
        assertThat(from(TestPlaces.VIENNA, "traveller").leftFor()).isPresent();
        Page denied = from(TestPlaces.NEW_YORK, "traveller");
        assertDenied(denied);
        assertThat(denied.body()).contains("Nobody travels so fast.");
        JsonNode why = details("LOGIN_ERROR");
        assertThat(why.path("access_reasons").asText()).contains("denied", "impossible_travel");
        assertThat(from(TestPlaces.VIENNA, "traveller").leftFor())
                .as("at home again")
                .isPresent();
    }

    @Test
    @DisplayName("An application with the mapper reads in its tokens what was decided, by which policies and with which"
            + " factors; another one reads nothing")
    void claim() {
        String mappers = world.adminPath(realm) + "/clients/"
                + world.admin()
                        .get(world.adminPath(realm) + "/clients?clientId=wiki")
                        .path(0)
                        .path("id")
                        .asText()
                + "/protocol-mappers/models";
        world.admin()
                .create(
                        mappers,
                        Map.of(
                                "name", "decision",
                                "protocol", "openid-connect",
                                "protocolMapper", "holdfast-access-decision",
                                "config", Map.of("id.token.claim", "true", "access.token.claim", "true")));
        OneTimePassword codes = OneTimePassword.of(world, realm, "mapped");
        world.addPolicy(realm, "Codes", """
                {"name": "Codes", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["TOTP"]}}}""");
        world.addPolicy(realm, "Closed", """
                {"name": "Closed", "mode": "report", "type": "application", "effect": {"action": "deny"}}""");
        Visitor visitor = Visitor.withoutExtension(realm);
        Tab tab = visitor.open(wiki);
        tab.password("mapped", "mapped");
        tab.stock(Map.of("otp", codes.now()));

        Tab.Tokens tokens = tab.tokens();

        JsonNode access = tokens.access().path("access");
        assertThat(access.path("decision").asText()).isEqualTo("require");
        assertThat(access.path("factors")).map(JsonNode::asText).containsExactly("PASSWORD", "TOTP");
        assertThat(access.path("policies"))
                .map(policy -> policy.path("name").asText() + " "
                        + policy.path("action").asText() + " "
                        + policy.path("mode").asText())
                .containsExactly("Codes require enforce", "Closed deny report");
        assertThat(tokens.id().path("access")).isEqualTo(access);
        Answer refreshed = tab.refresh(tokens.refreshToken());
        assertThat(Jws.parse(refreshed.granted().path("access_token").asText())
                        .claims()
                        .path("access"))
                .isEqualTo(access);
        assertThat(visitor.open(vault).tokens().access().has("access")).isFalse();
    }

    private static Page from(String address, String user) {
        return Visitor.withoutExtension(realm).from(address).open(wiki).password(user, user);
    }

    /** Of the newest event at the wiki. */
    private JsonNode details(String type) {
        return world.events(realm, type, "wiki").get(0).path("details");
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-denied");
        assertThat(page.leftFor()).isEmpty();
    }
}
