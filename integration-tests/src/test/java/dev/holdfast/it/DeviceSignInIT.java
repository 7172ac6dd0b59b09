package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
@DisplayName("A device signs its user in")
class DeviceSignInIT {
    private final World world;
    private final WireRealm realm;

    DeviceSignInIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    @Test
    @DisplayName("G2, G3, G5: enrol, register, sign in with no password, and again with the next DURT")
    void signsInTwice() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);

        for (int i = 0; i < 2; i++) {
            Tab tab = world.signIn(registration);
            assertThat(tab.tokens().id().path("preferred_username").asText()).isEqualTo(TestRealms.ADA);
        }
    }

    @ParameterizedTest(name = "G3: {0}")
    @ValueSource(strings = {"ES256", "ES384", "PS256", "RS256"})
    @DisplayName("G3: every algorithm of protocol §2 serves as agent key and as DUK")
    void everyAlgorithm(String alg) {
        WireAgent agent = WireAgent.enrol(realm, world.enrolmentToken(realm, 1), WireKey.generate(alg));
        WireRegistration registration = world.registration(agent, TestRealms.ADA, WireKey.generate(alg));

        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("G7: ID and access token say amr, acr, device, and auth_time is when the user was last present")
    void claims() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        String dust = registration.dustFor(tab.page().challenge());
        tab.dust(dust);

        Tab.Tokens tokens = tab.tokens();
        JsonNode proof = Jws.parse(dust).claims();
        for (JsonNode claims : List.of(tokens.id(), tokens.access())) {
            assertThat(claims.path("amr")).map(JsonNode::asText).containsExactly("swk");
            assertThat(claims.path("acr").asText()).isEqualTo("urn:holdfast:acr:device");
            assertThat(claims.path("device").path("id").asText())
                    .isEqualTo(registration.agent().did());
            assertThat(claims.path("device").path("assurance").asText()).isEqualTo("software");
            assertThat(claims.path("auth_time").asLong())
                    .isEqualTo(proof.path("verified_at").asLong());
        }
        assertThat(proof.path("sub").asText()).isEqualTo(world.userId(realm, TestRealms.ADA));
        assertThat(proof.path("cnf").path("jkt").asText())
                .isEqualTo(registration.duk().jkt());
    }

    @Test
    @DisplayName("G3: the page door registers: nonce, ID token, registration, done")
    void pageDoor() {
        WireAgent agent = world.agent(realm);
        Tab tab = world.devicePage(realm);
        tab.post(Map.of("register", "1"));
        tab.password(TestRealms.GRACE, TestRealms.GRACE);
        assertThat(Jws.parse(tab.page().challenge()).claims().path("purpose").asText())
                .isEqualTo("registration");

        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        tab.post(Map.of("registration_nonce", binding.idTokenNonce()));
        String idToken = tab.page().given("id-token").orElseThrow();
        WireRegistration registration = agent.register(binding, idToken);
        assertThat(registration.account()).isEqualTo(TestRealms.GRACE);
        tab.post(Map.of("done", "1"));

        assertThat(tab.isSignedIn()).isTrue();
        assertThat(world.signIn(registration)
                        .tokens()
                        .id()
                        .path("preferred_username")
                        .asText())
                .isEqualTo(TestRealms.GRACE);
    }

    @Test
    @DisplayName("G3: the page door does not end before the registration is there")
    void pageDoorNeedsTheRegistration() {
        Tab tab = world.devicePage(realm);
        tab.post(Map.of("register", "1"));
        tab.password(TestRealms.GRACE, TestRealms.GRACE);
        tab.post(Map.of(
                "registration_nonce", WireAgent.Binding.to(WireKey.es256()).idTokenNonce()));

        tab.post(Map.of("done", "1"));

        assertThat(tab.isSignedIn()).isFalse();
        assertThat(tab.page().given("error")).contains("not_registered");
        tab.post(Map.of("skip", "1"));
        assertThat(tab.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("G9: every step stands in the event store with its device_event")
    void events() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        world.signIn(registration);
        String did = registration.agent().did();

        assertThat(detailsOf("agent_enrolled"))
                .anySatisfy(details ->
                        assertThat(details.path("device_id").asText()).isEqualTo(did));
        for (String step : List.of("device_registered", "device_exchange", "device_sign_in")) {
            assertThat(detailsOf(step)).as(step).anySatisfy(details -> {
                assertThat(details.path("device_id").asText()).isEqualTo(did);
                assertThat(details.path("device_name").asText()).startsWith("wire-");
                assertThat(details.path("device_registration").asText()).isEqualTo(registration.id());
            });
        }
    }

    @Test
    @DisplayName("G9: a refusal stands in the event store with the failed check, which the answer does not tell")
    void refusalEvents() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        var draft = registration.exchange(world.challenge(realm), WireRegistration.newRid());
        String refused =
                realm.send(draft.with("origin", "https://evil.example")).text();

        assertThat(refused).doesNotContain("evil.example");
        assertThat(world.deviceEvents(realm, "exchange_refused"))
                .anySatisfy(event -> assertThat(
                                event.path("details").path("failed_check").asText())
                        .contains("evil.example"));
    }

    @Test
    @DisplayName("G5: without the extension's hint the stock page comes, with one script that looks for the extension")
    void stockPage() {
        Tab tab = Visitor.withoutExtension(realm).open(App.SHOP);

        assertThat(tab.page().asksForPassword()).isTrue();
        assertThat(tab.page().isDevicePage()).isFalse();
        assertThat(tab.page().body()).contains("js/holdfast/holdfast-detect.js");
        assertThat(tab.visitor().cookies().startingWith("__Host-hf-")).isEmpty();
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(tab.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("G5: another way leads from the device page to the stock page, in the same sign-in")
    void otherWay() {
        Tab tab = world.devicePage(realm);
        tab.post(Map.of("other", "1"));
        tab.password(TestRealms.ADA, TestRealms.ADA);

        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().id().has("device")).isFalse();
    }

    @Test
    @DisplayName("§4: an agent whose answer was lost begins again with the same key: same did, no further use spent")
    void enrolAgain() {
        String token = world.enrolmentToken(realm, 1);
        WireKey key = WireKey.es256();
        WireAgent first = WireAgent.enrol(realm, token, key);

        WireAgent again = WireAgent.enrol(realm, token, key);

        assertThat(again.did()).isEqualTo(first.did());
        assertThat(again.certificates().path(0))
                .isNotEqualTo(first.certificates().path(0));
        assertThat(realm.send(WireAgent.finish(realm, WireAgent.begin(realm, token), WireKey.es256()))
                        .refusal())
                .isEqualTo("enrolment_refused");
        assertThat(world.signIn(world.registration(again, TestRealms.ADA)).isSignedIn())
                .isTrue();
    }

    @Test
    @DisplayName("§5: a new registration of the same user on the same device replaces the old one")
    void replaces() {
        WireAgent agent = world.agent(realm);
        WireRegistration old = world.registration(agent, TestRealms.ADA);
        WireRegistration fresh = world.registration(agent, TestRealms.ADA);

        assertThat(realm.send(old.exchange(world.challenge(realm), WireRegistration.newRid()))
                        .refusal())
                .isEqualTo("registration_revoked");
        assertThat(world.signIn(fresh).isSignedIn()).isTrue();
    }

    private List<JsonNode> detailsOf(String step) {
        return world.deviceEvents(realm, step).stream()
                .map(event -> event.path("details"))
                .toList();
    }
}
