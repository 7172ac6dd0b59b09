package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.StockKeycloak;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@Tag("deployment")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("Nodes on one PostgreSQL")
class ClusterIT {
    private static final int DEVICES = 200;
    private static final int ROTATIONS = 10_000;

    private Cluster cluster;
    private World world;
    private WireRealm one;
    private WireRealm two;
    private Fleet fleet;

    @BeforeAll
    void start() {
        cluster = Cluster.start();
        world = cluster.world();
        world.configure(Cluster.REALM, "exchangesPerMinute", "600");
        one = world.realm(Cluster.REALM);
        two = one.through(cluster.second().baseUri());
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("A8 a DUST posted to both nodes at the same instant signs in once")
    void dust() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        Tab tab = world.devicePage(one);
        URI action = tab.page().action();
        String dust = registration.dustFor(tab.page().challenge());

        Together.run(dustPosts(List.of(one, two), tab, action, dust));

        assertThat(signIns(registration)).isEqualTo(1);
    }

    @Test
    @Order(1)
    @DisplayName("A8 the proof of a session posted to both nodes at the same instant opens it once")
    void proof() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        Tab tab = world.signIn(registration).visitor().open(App.SHOP);
        URI action = tab.page().action();
        String dust = registration.proofFor(tab.page().challenge());

        Together.run(dustPosts(List.of(one, two), tab, action, dust));

        assertThat(world.deviceEvents(one, "session_opened").stream()
                        .filter(event -> event.path("details")
                                .path("device_registration")
                                .asText()
                                .equals(registration.id())))
                .hasSize(1);
    }

    @Test
    @Order(1)
    @DisplayName("A36 a revocation at one node ends the session at the other at once: refresh token and cookie")
    void revokedSession() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        Tab tab = world.signIn(registration);
        String refreshToken = tab.tokens().refreshToken();
        Visitor atTwo = Visitor.withExtension(two);
        tab.visitor().cookies().all().forEach(atTwo.cookies()::copy);

        one.send(registration.revoke("lost")).granted();

        Answer refresh = two.postForm(
                two.endpoint("token_endpoint"),
                Map.of("grant_type", "refresh_token", "client_id", App.SHOP.clientId(), "refresh_token", refreshToken));
        assertThat(refresh.refusal()).isEqualTo("invalid_grant");
        assertThat(atTwo.open(App.SHOP).page().asksForProof()).isFalse();
    }

    @Test
    @Order(1)
    @DisplayName("P1 a request of one node is answered at the other, and pages that wait at either hear of it")
    void push() throws Exception {
        world.addUser(one, "push-anywhere");
        WirePhone phone = PushPages.phone(world, one, "push-anywhere");
        Tab tab = PushPages.asked(one, "push-anywhere");
        String address = PushPages.waitAddress(tab.page());
        List<CompletableFuture<Answer>> pages = Stream.of(one, two)
                .map(node -> CompletableFuture.supplyAsync(() -> node.get(address)))
                .toList();
        WirePhone away = phone.through(two);
        Jws request = away.request();
        assertThat(pages).noneMatch(CompletableFuture::isDone);

        away.answer(request, "approve", PushPages.number(tab.page()).orElseThrow())
                .granted();

        // A page that heard nothing would say "waiting" after its 25 seconds.
        for (CompletableFuture<Answer> page : pages) {
            assertThat(page.get(60, TimeUnit.SECONDS).granted().path("state").asText())
                    .isEqualTo("decided");
        }
        tab.stock(Map.of("check", "1"));
        assertThat(tab.isSignedIn()).isTrue();
    }

    @Test
    @Order(1)
    @DisplayName("A38 twenty sign-ins at both nodes at once ask the phone once")
    void pushLimit() {
        world.addUser(one, "push-bombed");
        WirePhone phone = PushPages.phone(world, one, "push-bombed");
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            WireRealm node = i % 2 == 0 ? one : two;
            attempts.add(
                    () -> PushPages.number(PushPages.asked(node, "push-bombed").page())
                            .isPresent());
        }

        assertThat(Together.run(attempts).stream().filter(Boolean::booleanValue))
                .hasSize(1);
        assertThat(phone.requests()).hasSize(1);
    }

    @Test
    @Order(1)
    @DisplayName("A39 of an approval and a denial at both nodes at the same instant one is final, again and again")
    void pushAnswers() {
        world.configurePush(
                Cluster.REALM, Map.of("numberMatching", List.of("false"), "pushDenialsToBlock", List.of("10")));
        world.addUser(one, "push-torn");
        WirePhone phone = PushPages.phone(world, one, "push-torn");
        WirePhone away = phone.through(two);
        for (int i = 0; i < 5; i++) {
            Tab tab = PushPages.asked(one, "push-torn");
            Jws request = phone.request();
            List<Answer> answers = Together.run(
                    List.of(() -> phone.answer(request, "approve", ""), () -> away.answer(request, "deny", "")));
            assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
            assertThat(answers.stream().filter(answer -> !answer.isGranted()).map(Answer::refusal))
                    .containsExactly("already_answered");
            tab.stock(Map.of("check", "1"));
            assertThat(tab.isSignedIn()).isEqualTo(answers.get(0).isGranted());
        }
        world.configurePush(Cluster.REALM, Map.of("numberMatching", List.of("true")));
    }

    @Test
    @Order(1)
    @DisplayName(
            "P9 A39 a client asks one node (CIBA), the phone answers the other, and of both nodes one gives tokens")
    void pushBackchannel() {
        world.addUser(one, "push-ciba");
        WirePhone phone = PushPages.phone(world, one, "push-ciba");
        CibaClient bank = CibaClient.open(world, one, "bank", Map.of("holdfast.push.ciba", "show-number"));
        String id = bank.asked("push-ciba", "47");
        phone.through(two).approve("47").granted();
        List<Answer> answers = Together.run(
                List.of(() -> bank.tryPoll(id), () -> bank.through(two).tryPoll(id)));
        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
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
        assertThat(answers.stream().filter(answer -> !answer.isGranted()).map(Answer::refusal))
                .contains("durt_reused")
                .isSubsetOf("durt_reused", "registration_quarantined", "temporarily_unavailable");
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
    @Order(1)
    @DisplayName("A25 one ID token sent to both nodes at once, by two devices with the same key, registers once")
    void idToken() {
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        WireAgent agent = world.agent(one);
        WireAgent other = world.agent(one);
        String idToken = world.idToken(one, TestRealms.ADA, binding.idTokenNonce());
        List<Callable<Answer>> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            WireRealm node = i % 2 == 0 ? one : two;
            Draft message = (i % 4 < 2 ? agent : other).registration(binding, idToken);
            jobs.add(() -> node.send(message));
        }

        List<Answer> answers = Together.run(jobs);

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(1);
        assertThat(answers.stream().filter(answer -> !answer.isGranted()).map(Answer::refusal))
                .isSubsetOf("key_in_use", "invalid_id_token", "temporarily_unavailable");
        String id = answers.stream()
                .filter(Answer::isGranted)
                .findFirst()
                .orElseThrow()
                .json()
                .path("registration")
                .asText();
        // The key stands in the way of a second registration as well; without it, the ID token alone does.
        assertThatThrownBy(() -> cluster.sql("create temporary table OTHER as select * from HOLDFAST_REGISTRATION"
                        + " where ID = '" + id + "';"
                        + " update OTHER set ID = 'other', DUK_JKT = 'other', LIVE_SLOT = 'other';"
                        + " insert into HOLDFAST_REGISTRATION select * from OTHER"))
                .hasMessageContainingAll("unique constraint", "id_token");
    }

    @Test
    @Order(1)
    @DisplayName("§4 an enrolment token of 5 uses, taken to both nodes by 10 machines at once, enrols 5")
    void enrolmentToken() {
        String token = world.enrolmentToken(one, 5);
        List<Callable<Answer>> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            WireRealm node = i % 2 == 0 ? one : two;
            Draft message = WireAgent.finish(one, WireAgent.begin(one, token), WireKey.es256());
            jobs.add(() -> node.send(message));
        }

        List<Answer> answers = Together.run(jobs);

        assertThat(answers.stream().filter(Answer::isGranted)).hasSize(5);
        assertThat(answers.stream().filter(answer -> !answer.isGranted()).map(Answer::refusal))
                .containsOnly("enrolment_refused");
        assertThat(cluster.sql("select count(*) from HOLDFAST_DEVICE group by ENROLMENT_TOKEN_ID having count(*) > 1"))
                .isEqualTo("5");
    }

    @Test
    @Order(1)
    @DisplayName("a key or a secret that was changed at one node is in force at the other at its next request")
    void changedKeys() {
        for (int i = 0; i < 10; i++) {
            String nonce = two.nonce();
            JsonNode key = two.jwks().path(0);
            world.configure(
                    Cluster.REALM,
                    Map.of(
                            "retiredSigningKeys", List.of(key.toString()),
                            "signingKey", List.of(""),
                            "nonceSecret", List.of("")));

            assertThat(two.jwks()).as("round %s", i).hasSize(2).contains(key);
            WireRegistration registration = world.registration(two, TestRealms.ADA);
            String challenge = world.challenge(two);
            assertThat(Jws.parse(challenge).header().path("kid").asText())
                    .isNotEqualTo(key.path("kid").asText());
            assertThat(two.send(registration.exchange(challenge, newRid()).with("nonce", nonce))
                            .refusal())
                    .isEqualTo("invalid_nonce");
            assertThat(one.send(registration.exchange(challenge, newRid())).isGranted())
                    .as("what one node signs, the other verifies")
                    .isTrue();
        }
    }

    @Test
    @Order(2)
    @DisplayName("a node killed between commit and answer: the same rid at the other node gives the committed DURT")
    void killedBeforeTheAnswer() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        String rid = newRid();
        Draft lost = registration.exchange(challenge, rid);
        try (Socket unread = send(cluster.second().baseUri(), lost)) {
            String pending;
            do {
                // Each look takes a process of its own, so this loop is no busy one.
                pending = pendingOf(registration);
            } while (pending.isEmpty() && cluster.second().isAlive());
            cluster.second().kill9();

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
        cluster.second().restart();
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
            cluster.second().kill9();
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
        cluster.second().restart();
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
        cluster.second().freeze();
        List<Callable<Optional<Answer>>> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String message = messages.get(i / 2);
            jobs.add(() -> answered(one, message));
        }
        List<Answer> answers;
        try {
            answers = Together.run(jobs).stream().flatMap(Optional::stream).toList();
        } finally {
            cluster.second().thaw();
        }

        List<Answer> all = new ArrayList<>(answers);
        for (String message : messages) {
            answered(two, message).ifPresent(all::add);
        }
        requireOneAtMost(all);
        WireRealm awake = world.realm(Cluster.REALM);
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
    @DisplayName(
            "A16, A36 what one of three nodes revoked or quarantined, the others refuse with their very next answers")
    void endedOnEveryNode() {
        List<WireRealm> nodes = List.of(one, two, three());
        for (WireRealm ending : nodes) {
            UsedDevice revoked = UsedDevice.on(nodes, world);
            UsedDevice quarantined = UsedDevice.on(nodes, world);

            ending.send(revoked.registration().agent().revokeDevice("lost")).granted();
            new AdminClient(ending.node(), "admin", "admin")
                    .post(
                            world.adminPath(one) + "/holdfast/devices/"
                                    + quarantined.registration().agent().did() + "/quarantine",
                            null);

            for (WireRealm node : nodes) {
                revoked.requireEndedAt(node);
                quarantined.requireEndedAt(node);
            }
        }
    }

    @Test
    @Order(5)
    @DisplayName("C12 a changed policy holds on each of three nodes within a second, and so does a changed IP list")
    void policies() {
        List<AccessApi> nodes = Stream.of(cluster.first(), cluster.second(), cluster.third())
                .map(node -> AccessApi.of(node.admin(), one))
                .toList();
        AccessApi first = nodes.get(0);
        first.switchOn(cluster.first()
                .admin()
                .get("/admin/realms/" + Cluster.REALM)
                .path("id")
                .asText());
        nodes.forEach(node -> assertThat(decided(node)).isEqualTo("allow"));

        String list = first.json("POST", "/v2/iplists", Map.of("name", "there", "ips", List.of("203.0.113.0/24")))
                .path("id")
                .asText();
        Map<String, Object> policy = AccessApiIT.policy("not from there", "deny");
        policy.remove("targets");
        policy.put("conditions", Map.of("ipAddressIn", List.of("there")));
        String id = first.json("POST", "/v2/authn/policies", policy).path("id").asText();
        nodes.forEach(node -> awaitDecision(node, "deny"));
        nodes.get(1).json("PATCH", "/v2/iplists/" + list, Map.of("ips", List.of("198.51.100.0/24")));
        nodes.forEach(node -> awaitDecision(node, "allow"));
        nodes.get(2).json("PATCH", "/v2/authn/policies/" + id, Map.of("conditions", Map.of()));
        nodes.forEach(node -> awaitDecision(node, "deny"));

        assertThat(first.send("DELETE", "/v2/authn/policies/" + id, null).statusCode())
                .isEqualTo(204);
        nodes.forEach(node -> awaitDecision(node, "allow"));
        assertThat(first.send("DELETE", "/v2/iplists/" + list, null).statusCode())
                .isEqualTo(204);
    }

    /** Asks again for a second after the change was answered, and not once more. */
    private static void awaitDecision(AccessApi node, String action) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        String decided;
        boolean last;
        do {
            last = System.nanoTime() >= end;
            decided = decided(node);
        } while (!decided.equals(action) && !last);
        assertThat(decided).isEqualTo(action);
    }

    private static String decided(AccessApi node) {
        return node.json(
                        "POST",
                        "/v2/simulate",
                        Map.of("user", TestRealms.ADA, "client", App.SHOP.clientId(), "ip", "203.0.113.9"))
                .path("decision")
                .path("action")
                .asText();
    }

    @Test
    @Order(6)
    @DisplayName("G8, A8 sessions outlive the node they began on, also while it is killed: each opens once, by a proof")
    void sessionsOfAKilledNode() {
        WireRealm three = three();
        List<WireRealm> survivors = List.of(one, two);
        List<Callable<Optional<Page>>> posts = new ArrayList<>();
        Map<WireRegistration, Visitor> browsers = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            WireRegistration registration = fleet().members().get(i).registration();
            Visitor browser = Visitor.withExtension(three);
            assertThat(browser.open(App.SHOP).signIn(registration).isSignedIn()).isTrue();
            browsers.put(registration, browser);
            Tab next = browser.open(App.SHOP);
            String dust = registration.proofFor(next.page().challenge());
            dustPosts(survivors, next, next.page().action(), dust).stream()
                    .limit(4)
                    .forEach(posts::add);
        }
        posts.add(() -> {
            cluster.third().kill9();
            return Optional.empty();
        });

        Together.run(posts);

        Map<String, Long> opened = world.deviceEvents(one, "session_opened").stream()
                .collect(Collectors.groupingBy(
                        event -> event.path("details")
                                .path("device_registration")
                                .asText(),
                        Collectors.counting()));
        browsers.forEach((registration, browser) -> {
            assertThat(opened.getOrDefault(registration.id(), 0L)).isLessThanOrEqualTo(1);
            for (WireRealm node : survivors) {
                Tab tab = in(node, browser).open(App.SHOP);
                assertThat(tab.page().asksForProof()).as("the session is known").isTrue();
                assertThat(tab.prove(registration).isSignedIn()).isTrue();
            }
        });
        cluster.third().restart();
    }

    @Test
    @Order(7)
    @DisplayName("A9, A21 a node killed during 10,000 rotations of 200 devices: no device has to register again, and"
            + " nothing is accepted twice")
    void rotationsOfAFleet() {
        List<WireRealm> nodes = List.of(one, two, three());
        long signIns =
                fleet.members().stream().mapToLong(Fleet.Member::generation).sum() - DEVICES;
        world.configure(Cluster.REALM, Map.of("nonceLifetime", List.of("600"), "challengeLifetime", List.of("600")));
        int killed = 3_000;

        fleet.rotate(
                ROTATIONS / DEVICES,
                nodes,
                world.challenge(one),
                killed,
                () -> cluster.third().kill9());

        String ids = fleet.members().stream()
                .map(member -> "'" + member.registration().id() + "'")
                .collect(Collectors.joining(","));
        assertThat(cluster.sql("select count(*), sum(GENERATION) from HOLDFAST_REGISTRATION where STATUS = 'LIVE'"
                        + " and PENDING_DURT_HASH is not null and ID in (" + ids + ")"))
                .as("one generation for each rotation that was asked for")
                .isEqualTo(DEVICES + "|" + (ROTATIONS + signIns));
        assertThat(fleet.members()).allSatisfy(member -> {
            assertThat(member.spendable()).doesNotHaveDuplicates();
            assertThat(member.spendable().size() + member.repeated()).isEqualTo(ROTATIONS / DEVICES);
        });
        List<String> around = fleet.granted(killed - 100, killed + 100);
        assertThat(around).hasSize(201);
        assertThat(around)
                .allSatisfy(message -> assertThat(
                                answered(one, message).orElseThrow().refusal())
                        .as("sent once more")
                        .isEqualTo("invalid_nonce"));
        cluster.third().restart();
        Fleet.Member member = fleet.members().get(0);
        assertThat(world.signIn(member.registration()).isSignedIn())
                .as("and it goes on")
                .isTrue();
    }

    @Test
    @Order(8)
    @DisplayName("A8, A9, A21 so long into a freeze that the healthy nodes may have split: each is accepted once")
    void longIntoAFreeze() throws InterruptedException {
        // What is sent was made before the freeze, and must outlive it.
        world.configure(
                Cluster.REALM,
                Map.of(
                        "nonceLifetime", List.of("600"),
                        "challengeLifetime", List.of("600"),
                        "dustLifetime", List.of("300")));
        StockKeycloak third = cluster.third();
        WireRealm three = three();
        WireRegistration asked = world.registration(one, TestRealms.ADA);
        WireRegistration forked = world.registration(one, TestRealms.ADA);
        WireRegistration signsIn = world.registration(one, TestRealms.ADA);
        String challenge = world.challenge(one);
        String rid = newRid();
        List<String> sameRid = new ArrayList<>();
        List<String> otherRids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sameRid.add(asked.exchange(challenge, rid).compact());
            otherRids.add(forked.exchange(challenge, newRid()).compact());
        }
        Tab tab = world.devicePage(one);
        URI action = tab.page().action();
        String dust = signsIn.dustFor(tab.page().challenge());

        third.freeze();
        List<Answer> asks = new ArrayList<>();
        List<Answer> forks = new ArrayList<>();
        try {
            // Failure detection takes its time; what is tested comes after it, not in it.
            Thread.sleep(Duration.ofSeconds(115).toMillis());
            asks.addAll(toEach(List.of(one, two), sameRid));
            forks.addAll(toEach(List.of(one, two), otherRids));
            Together.run(dustPosts(List.of(one, two), tab, action, dust));
        } finally {
            third.thaw();
        }
        assertThat(asks.stream()
                        .filter(answer -> answer.isGranted() && answer.json().has("dust")))
                .as("answered by the healthy nodes")
                .hasSize(1);
        assertThat(signIns(signsIn)).isEqualTo(1);

        third.awaitReady();
        List<WireRealm> all = List.of(one, two, three);
        asks.addAll(toEach(all, sameRid));
        forks.addAll(toEach(all, otherRids));
        Together.run(dustPosts(all, tab, action, dust));
        // In a split, one nonce was seen accepted on both sides. The row then takes the second for a repeated question.
        requireOneAtMost(asks);
        requireOneAtMost(forks);
        requireForkRefusals(forks);
        assertThat(signIns(signsIn)).isEqualTo(1);
        asked.use(
                one.send(asked.exchange(challenge, rid)).granted().path("durt").asText());
        assertThat(one.send(asked.exchange(challenge, newRid())).granted().has("dust"))
                .as("the owner goes on")
                .isTrue();
        assertThat(one.send(forked.exchange(challenge, newRid())).refusal()).isEqualTo("registration_quarantined");
    }

    @Test
    @Order(9)
    @DisplayName("A54 the dump of PostgreSQL holds hashes and no DURT")
    void dump() {
        WireRegistration registration = world.registration(one, TestRealms.ADA);
        String dump = cluster.dump();
        assertThat(dump).contains(registration.id());
        assertThat(dump)
                .doesNotContain(
                        registration.durt().substring(registration.durt().lastIndexOf('.') + 1));
    }

    private Fleet fleet() {
        if (fleet == null) {
            fleet = Fleet.enrol(world, one, TestRealms.ADA, DEVICES);
        }
        return fleet;
    }

    private WireRealm three() {
        return one.through(cluster.third().baseUri());
    }

    /** A device that every node has seen a moment ago: whatever a node could remember of it, it remembers now. */
    private record UsedDevice(WireRegistration registration, String challenge, Tab session, String refreshToken) {
        static UsedDevice on(List<WireRealm> nodes, World world) {
            WireRegistration registration = world.registration(nodes.get(0), TestRealms.ADA);
            Tab first = world.signIn(registration);
            String refreshToken = first.tokens().refreshToken();
            Tab session = first.visitor().open(App.SHOP);
            UsedDevice device = new UsedDevice(registration, world.challenge(nodes.get(0)), session, refreshToken);
            for (WireRealm node : nodes) {
                registration.rotate(device.exchangeAt(node));
                device.proveAt(node).granted();
            }
            return device;
        }

        private Answer exchangeAt(WireRealm node) {
            return node.send(registration.exchange(challenge, newRid()));
        }

        private Answer proveAt(WireRealm node) {
            return node.send(registration.proof(session.page().challenge()));
        }

        void requireEndedAt(WireRealm node) {
            assertThat(exchangeAt(node).refusal()).isEqualTo("device_revoked");
            assertThat(proveAt(node).refusal()).isEqualTo("device_revoked");
            assertThat(node.postForm(
                                    node.endpoint("token_endpoint"),
                                    Map.of(
                                            "grant_type",
                                            "refresh_token",
                                            "client_id",
                                            App.SHOP.clientId(),
                                            "refresh_token",
                                            refreshToken))
                            .refusal())
                    .isEqualTo("invalid_grant");
            assertThat(in(node, session.visitor()).open(App.SHOP).page().asksForProof())
                    .isFalse();
        }
    }

    /** The same browser, whose requests now reach another node. */
    private static Visitor in(WireRealm node, Visitor browser) {
        Visitor copy = Visitor.withExtension(node);
        browser.cookies().all().forEach(copy.cookies()::copy);
        return copy;
    }

    private static void requireForkRefusals(List<Answer> answers) {
        assertThat(answers.stream()
                        .filter(answer -> !answer.isGranted())
                        .map(Answer::refusal)
                        .filter(refusal -> !refusal.equals("invalid_nonce")))
                .isSubsetOf("durt_reused", "registration_quarantined", "temporarily_unavailable");
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
        return cluster.sql("select coalesce(PENDING_DURT_HASH, '') from HOLDFAST_REGISTRATION where ID = '"
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

    /** Each message to each node, all at the same instant; what was answered. */
    private static List<Answer> toEach(List<WireRealm> nodes, List<String> messages) {
        List<Callable<Optional<Answer>>> jobs = new ArrayList<>();
        for (String message : messages) {
            nodes.forEach(node -> jobs.add(() -> answered(node, message)));
        }
        return Together.run(jobs).stream().flatMap(Optional::stream).toList();
    }

    /** One DUST to each node, ten times, each in a copy of the browser that it is for. */
    private static List<Callable<Optional<Page>>> dustPosts(List<WireRealm> nodes, Tab tab, URI action, String dust) {
        List<Callable<Optional<Page>>> posts = new ArrayList<>();
        for (int i = 0; i < 10 * nodes.size(); i++) {
            Visitor copy = Visitor.withExtension(nodes.get(i % nodes.size()));
            tab.visitor().cookies().all().forEach(copy.cookies()::copy);
            posts.add(() -> {
                try {
                    return Optional.of(copy.post(action, Map.of("dust", dust)));
                } catch (UncheckedIOException e) {
                    return Optional.empty();
                }
            });
        }
        return posts;
    }

    private long signIns(WireRegistration registration) {
        return world.deviceEvents(one, "device_sign_in").stream()
                .filter(event -> event.path("details")
                        .path("device_registration")
                        .asText()
                        .equals(registration.id()))
                .count();
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
