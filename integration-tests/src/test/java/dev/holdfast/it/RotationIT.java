package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("§7 Rotation, over HTTP")
class RotationIT {
    private final World world;
    private final WireRealm realm;
    private WireRegistration registration;
    private Tab tab;
    private String challenge;

    RotationIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    @BeforeEach
    void register() {
        registration = world.registration(realm, TestRealms.ADA);
        tab = world.devicePage(realm);
        challenge = tab.page().challenge();
    }

    @Test
    @DisplayName("n right, nothing pending: DURT n+1 and one DUST")
    void advances() {
        String first = registration.durt();
        Answer answer = exchange(newRid());

        assertThat(generation(first)).isEqualTo("1");
        assertThat(generation(answer.granted().path("durt").asText())).isEqualTo("2");
        assertThat(answer.granted().path("dust").asText()).isNotEmpty();
        assertThat(answer.header("Device-Nonce")).isPresent();
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    @DisplayName("n right, same rid pending: the identical n+1 and no DUST; the next exchange goes on at once")
    void lostAnswer() {
        String rid = newRid();
        Answer lost = exchange(rid);
        Answer repeated = exchange(rid);

        assertThat(repeated.granted().path("durt")).isEqualTo(lost.granted().path("durt"));
        assertThat(repeated.granted().has("dust")).isFalse();
        registration.use(repeated.granted().path("durt").asText());
        tab.dust(registration.rotate(exchange(newRid())));
        assertThat(tab.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A18 n right, other rid pending: two holders, quarantine; afterwards nobody gets in")
    void fork() {
        String stolen = registration.durt();
        registration.use(exchange(newRid()).granted().path("durt").asText());
        String owners = registration.durt();
        registration.use(stolen);

        Answer thief = exchange(newRid());
        assertThat(thief.refusal()).isEqualTo("durt_reused");
        assertThat(thief.status()).isEqualTo(403);
        registration.use(owners);
        assertThat(exchange(newRid()).refusal()).isEqualTo("registration_quarantined");
        assertThat(world.deviceEvents(realm, "registration_quarantined"))
                .anySatisfy(event -> assertThat(event.path("details")
                                .path("device_registration")
                                .asText())
                        .isEqualTo(registration.id()));
    }

    @Test
    @DisplayName("A18 two actors with the same key and DURT alternate: the second move of the other quarantines")
    void actorsAlternate() {
        String copied = registration.durt();
        registration.rotate(exchange(newRid()));
        registration.rotate(exchange(newRid()));
        registration.use(copied);

        assertThat(exchange(newRid()).refusal()).isEqualTo("durt_reused");
    }

    @Test
    @DisplayName("n+1 right: n is retired; below n: reuse, quarantine, even with the rid of that time")
    void reuse() {
        String first = registration.durt();
        String rid = newRid();
        registration.rotate(exchange(rid));
        registration.rotate(exchange(newRid()));
        registration.use(first);

        assertThat(exchange(rid).refusal()).isEqualTo("durt_reused");
        assertThat(exchange(rid).refusal()).isEqualTo("registration_quarantined");
    }

    @Test
    @DisplayName("wrong secret at n or n+1, or above n+1: durt_unknown, and nothing changes")
    void unknown() {
        registration.rotate(exchange(newRid()));
        String right = registration.durt();
        for (String wrong : List.of(
                withSecretChanged(right),
                withGeneration(withSecretChanged(right), 1),
                withGeneration(right, 3),
                withGeneration(right, 999_999_999_999_999_999L))) {
            registration.use(wrong);
            Answer answer = exchange(newRid());
            assertThat(answer.refusal()).as(wrong).isEqualTo("durt_unknown");
            assertThat(answer.status()).isEqualTo(401);
        }
        registration.use(right);
        tab.dust(registration.rotate(exchange(newRid())));
        assertThat(tab.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A22 two rotations within one second are two generations, and the first DURT is known for old")
    void sameSecond() {
        List<String> generations = new ArrayList<>();
        String first = registration.durt();
        for (int i = 0; i < 5; i++) {
            generations.add(generation(registration.durt()));
            registration.rotate(exchange(newRid()));
        }
        assertThat(generations).containsExactly("1", "2", "3", "4", "5");
        registration.use(first);
        assertThat(exchange(newRid()).refusal()).isEqualTo("durt_reused");
    }

    @Test
    @DisplayName("A17 a stolen DURT is useless without the device key")
    void stolenDurt() {
        WireKey thief = WireKey.es256();
        Draft otherKey = registration.exchange(challenge, newRid()).signedBy(thief);
        Draft ownKey = registration.exchange(challenge, newRid()).signedBy(thief);
        ownKey.header().put("kid", thief.jkt());
        WireRegistration thiefs = world.registration(realm, TestRealms.GRACE);
        String theirs = thiefs.durt();
        thiefs.use(registration.durt());

        assertThat(realm.send(otherKey).refusal()).isEqualTo("invalid_signature");
        assertThat(realm.send(ownKey).refusal()).isEqualTo("invalid_signature");
        assertThat(realm.send(thiefs.exchange(challenge, newRid())).refusal()).isEqualTo("durt_unknown");
        thiefs.use(theirs);
        assertThat(world.signIn(thiefs).isSignedIn()).isTrue();
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A56 an old DURT signed by another key quarantines nobody")
    void oldDurtOfAnotherKey() {
        String old = registration.durt();
        registration.rotate(exchange(newRid()));
        registration.rotate(exchange(newRid()));
        String present = registration.durt();
        registration.use(old);

        assertThat(realm.send(registration.exchange(challenge, newRid()).signedBy(WireKey.es256()))
                        .refusal())
                .isEqualTo("invalid_signature");
        registration.use(present);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A21 100 at once with the same rid: one generation, identical answers, exactly one DUST")
    void sameRidTogether() {
        String rid = newRid();
        List<Answer> answers = together(100, () -> registration.exchange(challenge, rid));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(answers.stream().map(answer -> answer.json().path("durt")).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.json().has("dust"))).hasSize(1);
        registration.use(answers.get(0).json().path("durt").asText());
        assertThat(generation(registration.durt())).isEqualTo("2");
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A21 100 at once with distinct rids: at most one successor, then quarantine")
    void distinctRidsTogether() {
        List<Answer> answers = together(100, () -> registration.exchange(challenge, newRid()));

        assertThat(answers.stream().filter(Answer::isGranted)).hasSizeLessThanOrEqualTo(1);
        assertThat(answers.stream()
                        .filter(answer -> !answer.isGranted())
                        .map(Answer::refusal)
                        .collect(Collectors.toSet()))
                .contains("durt_reused")
                .isSubsetOf("durt_reused", "registration_quarantined", "temporarily_unavailable");
        assertThat(exchange(newRid()).refusal()).isEqualTo("registration_quarantined");
    }

    @Test
    @DisplayName("A9 one message sent 50 times at once is accepted once")
    void sameMessageTogether() {
        String compact = registration.exchange(challenge, newRid()).compact();
        String endpoint = realm.endpoint("exchange_endpoint");
        List<Callable<Answer>> jobs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            jobs.add(() -> realm.sendCompact(endpoint, compact));
        }
        List<Answer> answers = Together.run(jobs);

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
        assertThat(answers.stream().filter(answer -> !answer.isGranted()))
                .allSatisfy(answer -> assertThat(answer.refusal()).isEqualTo("invalid_nonce"));
    }

    @Test
    @DisplayName("A9 50 messages at once with the same nonce: one is accepted")
    void sameNonceTogether() {
        String nonce = realm.nonce();
        String rid = newRid();
        List<Answer> answers =
                together(50, () -> registration.exchange(challenge, rid).with("nonce", nonce));

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
    }

    @Test
    @DisplayName("§7 quarantine ends the sessions of this registration: the refresh token is refused")
    void quarantineEndsSessions() {
        String old = registration.durt();
        Tab.Tokens tokens = tab.signIn(registration).tokens();
        WireRegistration another = world.registration(realm, TestRealms.ADA);
        Tab.Tokens others = world.signIn(another).tokens();
        assertThat(refresh(tokens.refreshToken()).status()).isEqualTo(200);
        String next = world.challenge(realm);
        registration.rotate(realm.send(registration.exchange(next, newRid())));
        registration.use(old);

        assertThat(realm.send(registration.exchange(next, newRid())).refusal()).isEqualTo("durt_reused");

        assertThat(refresh(tokens.refreshToken()).status()).isEqualTo(400);
        assertThat(refresh(others.refreshToken()).status())
                .as("another registration's session")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("§7 after a quarantine a normal sign-in works, and a new registration is the way back")
    void wayBack() {
        String old = registration.durt();
        registration.rotate(exchange(newRid()));
        String dust = registration.rotate(exchange(newRid()));
        registration.use(old);
        assertThat(exchange(newRid()).refusal()).isEqualTo("durt_reused");

        tab.dust(dust);
        assertThat(tab.isSignedIn())
                .as("a DUST of the quarantined registration")
                .isFalse();
        Tab normal = Visitor.withoutExtension(realm).open(App.SHOP);
        normal.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(normal.isSignedIn()).isTrue();
        WireRegistration fresh = world.registration(registration.agent(), TestRealms.ADA);
        assertThat(world.signIn(fresh).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("§2 every answer after a valid signature, refusals included, carries a fresh nonce that can be used")
    void freshNonces() {
        Draft wrongOrigin = registration.exchange(challenge, newRid()).with("origin", "https://evil.example");
        String nonce = realm.send(wrongOrigin).header("Device-Nonce").orElseThrow();

        Answer answer = realm.send(registration.exchange(challenge, newRid()).with("nonce", nonce));
        assertThat(answer.isGranted()).isTrue();
        assertThat(answer.header("Device-Nonce")).isPresent().isNotEqualTo(java.util.Optional.of(nonce));
    }

    @Test
    @DisplayName("§10 over the limit: 429 with Retry-After, and the DURT is not used up")
    void rateLimit() {
        WireRegistration slow = world.registration(world.other(), TestRealms.ADA);
        String page = world.challenge(world.other());
        Answer refused = null;
        for (int i = 0; i <= 60 && refused == null; i++) {
            Answer answer = world.other().send(slow.exchange(page, newRid()));
            if (answer.isGranted()) {
                slow.rotate(answer);
            } else {
                refused = answer;
            }
        }
        assertThat(refused).isNotNull();
        assertThat(refused.refusal()).isEqualTo("too_many_requests");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        Answer again = world.other().send(slow.exchange(page, newRid()));
        // Granted if a new minute began meanwhile.
        assertThat(again.isGranted() || again.refusal().equals("too_many_requests"))
                .as(again.toString())
                .isTrue();
    }

    private Answer exchange(String rid) {
        return realm.send(registration.exchange(challenge, rid));
    }

    /** Prepares all messages first, so that only the sending is simultaneous. */
    private List<Answer> together(int count, Callable<Draft> message) {
        try {
            List<Callable<Answer>> jobs = new ArrayList<>();
            String endpoint = realm.endpoint("exchange_endpoint");
            for (int i = 0; i < count; i++) {
                String compact = message.call().compact();
                jobs.add(() -> realm.sendCompact(endpoint, compact));
            }
            return Together.run(jobs);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Answer refresh(String token) {
        return realm.postForm(
                realm.endpoint("token_endpoint"),
                Map.of("grant_type", "refresh_token", "client_id", App.SHOP.clientId(), "refresh_token", token));
    }

    private static String generation(String durt) {
        return durt.split("\\.", -1)[2];
    }

    private static String withGeneration(String durt, long generation) {
        String[] parts = durt.split("\\.", -1);
        return parts[0] + "." + parts[1] + "." + generation + "." + parts[3];
    }

    private static String withSecretChanged(String durt) {
        int secret = durt.lastIndexOf('.') + 1;
        return durt.substring(0, secret) + (durt.charAt(secret) == 'A' ? 'B' : 'A') + durt.substring(secret + 1);
    }
}
