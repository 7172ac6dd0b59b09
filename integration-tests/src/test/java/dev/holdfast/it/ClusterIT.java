package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.CookieJar;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("Two nodes on one PostgreSQL")
class ClusterIT {
    private ClusterPair pair;
    private World world;
    private WireRealm one;
    private WireRealm two;

    @BeforeAll
    void start() {
        pair = ClusterPair.start();
        world = pair.world();
        world.configure(ClusterPair.REALM, "exchangesPerMinute", "600");
        one = world.realm(ClusterPair.REALM);
        two = one.through(pair.second().baseUri());
    }

    @AfterAll
    void stop() {
        if (pair != null) {
            pair.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("A8 a DUST posted to both nodes at the same instant signs in once")
    void dust() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        Tab tab = world.devicePage(one);
        URI action = tab.page().action();
        List<CookieJar.Cookie> cookies = tab.visitor().cookies().all();
        String dust = registration.dustFor(tab.page().challenge());
        List<Callable<Page>> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Visitor copy = Visitor.withExtension(i % 2 == 0 ? one : two);
            cookies.forEach(copy.cookies()::copy);
            posts.add(() -> copy.post(action, Map.of("dust", dust)));
        }
        Together.run(posts);

        assertThat(world.deviceEvents(one, "device_sign_in").stream()
                        .filter(event -> event.path("details")
                                .path("device_registration")
                                .asText()
                                .equals(registration.id())))
                .hasSize(1);
    }

    @Test
    @Order(1)
    @DisplayName("A9 one message sent to both nodes at the same instant is accepted once")
    void nonce() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String compact = registration.exchange(world.challenge(one), newRid()).compact();

        List<Answer> answers = toBoth(50, i -> compact);

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
    }

    @Test
    @Order(1)
    @DisplayName("A21 100 messages with one rid to both nodes: one generation, identical answers, one DUST")
    void sameRid() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        String rid = newRid();

        List<Answer> answers =
                toBoth(100, i -> registration.exchange(challenge, rid).compact());

        assertThat(answers.stream()
                        .filter(Answer::isGranted)
                        .map(answer -> answer.json().path("durt"))
                        .collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.json().has("dust"))).hasSize(1);
        assertThat(answers.stream().filter(answer -> !answer.isGranted()))
                .allSatisfy(answer -> assertThat(answer.refusal()).isEqualTo("temporarily_unavailable"));
        registration.use(answers.stream()
                .filter(Answer::isGranted)
                .findFirst()
                .orElseThrow()
                .json()
                .path("durt")
                .asText());
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @Order(1)
    @DisplayName("A21 100 messages with distinct rids to both nodes: at most one successor, then quarantine")
    void distinctRids() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);

        List<Answer> answers =
                toBoth(100, i -> registration.exchange(challenge, newRid()).compact());

        assertThat(answers.stream().filter(Answer::isGranted)).hasSizeLessThanOrEqualTo(1);
        assertThat(two.send(registration.exchange(challenge, newRid())).refusal())
                .isEqualTo("registration_quarantined");
    }

    @Test
    @Order(1)
    @DisplayName("A16 a device revoked at one node is refused at the other at once")
    void revokedEverywhere() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        one.send(registration.agent().revokeDevice("lost")).granted();

        assertThat(two.send(registration.exchange(challenge, newRid())).refusal())
                .isEqualTo("device_revoked");
    }

    @Test
    @Order(2)
    @DisplayName("a node killed between commit and answer: the same rid at the other node gives the committed DURT")
    void killedBeforeTheAnswer() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        String rid = newRid();
        Draft lost = registration.exchange(challenge, rid);
        try (Socket unread = send(pair.second().baseUri(), lost)) {
            String pending;
            do {
                // Each look takes a process of its own, so this loop is no busy one.
                pending = pendingOf(registration);
            } while (pending.isEmpty() && pair.second().isAlive());
            pair.second().kill9();

            Answer repeated = one.send(registration.exchange(challenge, rid));

            assertThat(repeated.granted().has("dust")).isFalse();
            assertThat(pendingOf(registration)).isEqualTo(pending);
            registration.use(repeated.granted().path("durt").asText());
            Tab tab = Visitor.withExtension(one).open(App.SHOP);
            assertThat(tab.signIn(registration).isSignedIn()).isTrue();
            assertThat(unread.isClosed()).isFalse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pair.second().restart();
    }

    @Test
    @Order(3)
    @DisplayName("A8, A9, A21 while a node is killed: one DUST at most, and the survivor goes on")
    void whileANodeIsKilled() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        String rid = newRid();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            messages.add(registration.exchange(challenge, rid).compact());
        }
        List<Callable<Optional<Answer>>> jobs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            WireRealm node = i % 2 == 0 ? one : two;
            String message = messages.get(i / 2); // each message goes to both nodes
            jobs.add(() -> answered(node, message));
        }
        jobs.add(() -> {
            pair.second().kill9();
            return Optional.empty();
        });

        List<Answer> answers =
                Together.run(jobs).stream().flatMap(Optional::stream).toList();

        requireOneAtMost(answers);
        // The dead node may have taken the DUST with it; the same rid is asked again, as an agent does.
        registration.use(one.send(registration.exchange(challenge, rid))
                .granted()
                .path("durt")
                .asText());
        assertThat(Visitor.withExtension(one)
                        .open(App.SHOP)
                        .signIn(registration)
                        .isSignedIn())
                .isTrue();
        pair.second().restart();
    }

    @Test
    @Order(4)
    @DisplayName("A8, A9, A21 while a node is frozen: one DUST at most, and all goes on when it thaws")
    void whileANodeIsFrozen() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        String rid = newRid();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            messages.add(registration.exchange(challenge, rid).compact());
        }
        pair.second().freeze();
        List<Callable<Optional<Answer>>> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String message = messages.get(i / 2);
            jobs.add(() -> answered(one, message));
        }
        List<Answer> answers;
        try {
            answers = Together.run(jobs).stream().flatMap(Optional::stream).toList();
        } finally {
            pair.second().thaw();
        }

        List<Answer> all = new ArrayList<>(answers);
        for (String message : messages) {
            answered(two, message).ifPresent(all::add);
        }
        requireOneAtMost(all);
        WireRealm awake = world.realm(ClusterPair.REALM);
        registration.use(awake.send(registration.exchange(challenge, rid))
                .granted()
                .path("durt")
                .asText());
        assertThat(awake.send(registration.exchange(challenge, newRid()))
                        .granted()
                        .has("dust"))
                .isTrue();
    }

    @Test
    @Order(5)
    @DisplayName("A54 the dump of PostgreSQL holds hashes and no DURT")
    void dump() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String dump = pair.dump();
        assertThat(dump).contains(registration.id());
        assertThat(dump)
                .doesNotContain(
                        registration.durt().substring(registration.durt().lastIndexOf('.') + 1));
    }

    private static void requireOneAtMost(List<Answer> answers) {
        assertThat(answers.stream()
                        .filter(answer -> answer.isGranted() && answer.json().has("dust")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(answers.stream()
                        .filter(Answer::isGranted)
                        .map(answer -> answer.json().path("durt"))
                        .collect(Collectors.toSet()))
                .hasSizeLessThanOrEqualTo(1);
    }

    private String pendingOf(WireRegistration registration) {
        return pair.sql("select coalesce(PENDING_DURT_HASH, '') from HOLDFAST_REGISTRATION where ID = '"
                + registration.id() + "'");
    }

    private interface Messages {
        String of(int i);
    }

    private List<Answer> toBoth(int count, Messages messages) {
        List<Callable<Answer>> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WireRealm node = i % 2 == 0 ? one : two;
            String compact = messages.of(i);
            jobs.add(() -> node.sendCompact(node.endpoint("exchange_endpoint"), compact));
        }
        return Together.run(jobs);
    }

    /** What the node answered, or nothing if it died or slept. */
    private static Optional<Answer> answered(WireRealm node, String message) {
        try {
            return Optional.of(node.sendCompact(node.endpoint("exchange_endpoint"), message));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Sends a message and reads no answer. */
    private static Socket send(URI node, Draft draft) throws IOException {
        byte[] body = ("{\"message\":\"" + draft.compact() + "\"}").getBytes(StandardCharsets.US_ASCII);
        Socket socket = new Socket(node.getHost(), node.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + URI.create(draft.endpoint()).getPath() + " HTTP/1.1\r\nHost: " + node.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return socket;
    }
}
