package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Base64Url;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The section "Rotate keys" of docs/operations.md, done as it says. */
@ExtendWith(SharedServer.class)
@DisplayName("Rotate keys")
class KeyRotationIT {
    private static final String REALM = TestRealms.ROTATED;

    /** What the admin API shows in place of a secret. */
    private static final String MASK = "**********";

    private final World world;
    private final WireRealm realm;

    KeyRotationIT(World world) {
        this.world = world;
        this.realm = world.realm(REALM);
    }

    @Test
    @DisplayName(
            "device-token key: the key set has both, what the old one signed still serves, new ones bear the new kid")
    void signingKey() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        JsonNode old = realm.jwks().path(0);
        Tab challenged = world.devicePage(realm);
        Tab answered = world.devicePage(realm);
        String dust = registration.dustFor(answered.page().challenge());
        String late = world.challenge(realm);
        assertThat(kid(late)).isEqualTo(old.path("kid").asText());

        world.configure(REALM, Map.of("retiredSigningKeys", List.of(old.toString()), "signingKey", List.of("")));

        List<String> kids = kids();
        assertThat(kids).hasSize(2).contains(old.path("kid").asText());
        kids.remove(old.path("kid").asText());
        String newKid = kids.get(0);
        answered.dust(dust);
        assertThat(answered.isSignedIn()).as("a DUST in flight").isTrue();
        String next = registration.rotate(
                realm.send(registration.exchange(challenged.page().challenge(), newRid())));
        assertThat(kid(next)).isEqualTo(newKid);
        challenged.dust(next);
        assertThat(challenged.isSignedIn()).as("a challenge in flight").isTrue();
        assertThat(kid(world.challenge(realm))).isEqualTo(newKid);
        // This agent verifies the challenge by the key set, as protocol §6 asks.
        assertThat(world.signIn(registration).isSignedIn()).isTrue();

        world.configure(REALM, "retiredSigningKeys", "");
        assertThat(kids()).containsExactly(newKid);
        assertThat(realm.send(registration.exchange(late, newRid())).refusal()).isEqualTo("invalid_challenge");
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("derivation key, the former kept: the same rid gets the identical DURT")
    void derivationKeyKept() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        String challenge = world.challenge(realm);
        String rid = newRid();
        String lost = durt(realm.send(registration.exchange(challenge, rid)));

        world.configure(REALM, "derivationKeys", "2026-11:" + Base64Url.random(32) + "," + MASK);

        Answer again = realm.send(registration.exchange(challenge, rid));
        assertThat(durt(again)).isEqualTo(lost);
        assertThat(again.json().has("dust")).isFalse();
        registration.use(lost);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("derivation key, the former lost: the same rid gets another DURT, which works; nobody is locked out")
    void derivationKeyLost() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        String owned = registration.durt();
        String challenge = world.challenge(realm);
        String rid = newRid();
        String lost = durt(realm.send(registration.exchange(challenge, rid)));

        world.configure(REALM, "derivationKeys", "2026-12:" + Base64Url.random(32));

        Answer again = realm.send(registration.exchange(challenge, rid));
        assertThat(durt(again)).isNotEqualTo(lost);
        assertThat(again.json().has("dust")).as("one DUST for each rid").isFalse();
        registration.use(lost);
        assertThat(realm.send(registration.exchange(challenge, newRid())).refusal())
                .isEqualTo("durt_unknown");
        registration.use(owned);
        assertThat(durt(realm.send(registration.exchange(challenge, rid)))).isEqualTo(durt(again));
        registration.use(durt(again));
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("nonce secret: old nonces are refused, and the agent's second try with a fresh one succeeds")
    void nonceSecret() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        String challenge = world.challenge(realm);
        String rid = newRid();
        Draft inFlight = registration.exchange(challenge, rid);
        Draft withChallengesNonce = registration
                .exchange(challenge, rid)
                .with("nonce", Jws.parse(challenge).claims().path("nonce").asText());

        world.configure(REALM, "nonceSecret", "");

        assertThat(realm.send(withChallengesNonce).refusal()).isEqualTo("invalid_nonce");
        Answer refused = realm.send(inFlight);
        assertThat(refused.refusal()).isEqualTo("invalid_nonce");
        String fresh = refused.header("Device-Nonce").orElseThrow();
        assertThat(realm.send(registration.exchange(challenge, rid).with("nonce", fresh))
                        .granted()
                        .has("dust"))
                .isTrue();
    }

    @Test
    @DisplayName("device CA: silent sign-in goes on, old certificates are untrusted, enrolling again is the way on")
    void deviceCa() {
        WireAgent agent = world.agent(realm);
        WireRegistration ada = world.registration(agent, TestRealms.ADA);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(realm, TestRealms.GRACE, binding.idTokenNonce());

        world.configure(REALM, Map.of("deviceCaKey", List.of(""), "deviceCaCertificate", List.of("")));

        assertThat(world.signIn(ada).isSignedIn()).isTrue();
        assertThat(realm.send(agent.registration(binding, idToken)).refusal()).isEqualTo("untrusted_certificate");
        assertThat(realm.send(agent.revokeDevice("test")).refusal()).isEqualTo("untrusted_certificate");
        WireAgent again = WireAgent.enrol(realm, world.enrolmentToken(realm, 1), agent.key());
        assertThat(again.did()).isEqualTo(agent.did());
        assertThat(again.certificates()).isNotEqualTo(agent.certificates());
        WireRegistration grace = again.register(binding, idToken);
        assertThat(world.signIn(grace).isSignedIn()).isTrue();
        assertThat(world.signIn(ada).isSignedIn()).isTrue();
        assertThat(world.signIn(world.registration(realm, TestRealms.ADA)).isSignedIn())
                .as("a machine that was never enrolled before")
                .isTrue();
    }

    @Test
    @DisplayName("keys that cannot serve are refused with a sentence, and change nothing")
    void badKeys() {
        JsonNode before = world.component(REALM);
        String secret = Base64Url.random(32);
        for (String wrong : List.of(
                "no-colon",
                "a:" + secret + ",a:" + Base64Url.random(32),
                "x".repeat(37) + ":" + secret,
                "a b:" + secret,
                ":" + secret,
                "a:" + Base64Url.random(31),
                "a:*" + secret)) {
            refuses("derivationKeys", wrong, secret);
        }
        refuses("nonceSecret", Base64Url.random(31), secret);
        refuses("signingKey", "{\"kty\":\"EC\"}", secret);
        refuses("deviceCaCertificate", "AAAA", secret);

        assertThat(world.component(REALM)).isEqualTo(before);
        assertThat(world.signIn(world.registration(realm, TestRealms.ADA)).isSignedIn())
                .isTrue();
    }

    private void refuses(String setting, String wrong, String secret) {
        HttpResponse<String> answer = world.tryConfigure(REALM, Map.of(setting, List.of(wrong)));
        assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
        assertThat(answer.body()).as(wrong).contains("errorMessage").doesNotContain(secret);
    }

    private List<String> kids() {
        List<String> kids = new ArrayList<>();
        realm.jwks().forEach(key -> kids.add(key.path("kid").asText()));
        return kids;
    }

    private static String kid(String compact) {
        return Jws.parse(compact).header().path("kid").asText();
    }

    private static String durt(Answer answer) {
        return answer.granted().path("durt").asText();
    }
}
