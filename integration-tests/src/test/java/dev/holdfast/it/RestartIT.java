package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.Readiness;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What was prepared before a restart of the server, in which the embedded database was opened to let time pass for some
 * registrations.
 */
@Tag("deployment")
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("After a restart of the server")
class RestartIT {
    private static final long TWELVE_HOURS = 43_200;
    /** Somebody whose sign-ins the table of the record refuses. */
    private static final String UNRECORDED = "unrecorded";

    private final World world;
    private final WireRealm realm;

    private WireRegistration registration;
    private String sentMessage;
    private Draft unsentMessage;
    private Tab spentTab;
    private Page formerPage;
    private String spentDust;
    private String unspentDust;
    private String oldDurt;
    private WireAgent.Binding usedBinding;
    private String usedIdToken;
    private WireRegistration locked;
    private WireRegistration lockedInSession;
    private Tab lockedTab;
    private WireRegistration stillOpen;
    private Tab openTab;
    private WireRegistration lockedAndCopied;
    private String copiedDurt;
    private WireRegistration unused;
    private WireRegistration aged;
    private String webhookSecret;
    private int webhookPort;
    private String unsent;
    private String oldRecord;

    RestartIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    @BeforeAll
    void restart() {
        WireAgent agent = world.agent(realm);
        usedBinding = WireAgent.Binding.to(WireKey.es256());
        usedIdToken = world.idToken(realm, TestRealms.ADA, usedBinding.idTokenNonce());
        registration = agent.register(usedBinding, usedIdToken);
        oldDurt = registration.durt();
        spentTab = world.devicePage(realm);
        formerPage = spentTab.page();
        Draft exchange = registration.exchange(formerPage.challenge(), newRid());
        sentMessage = exchange.compact();
        spentDust = registration.rotate(realm.sendCompact(exchange.endpoint(), sentMessage));
        spentTab.dust(spentDust);
        assertThat(spentTab.isSignedIn()).isTrue();
        unspentDust = registration.dustFor(world.challenge(realm));
        unsentMessage = registration.exchange(world.challenge(realm), newRid());

        locked = world.registration(realm, TestRealms.ADA);
        lockedInSession = world.registration(realm, TestRealms.ADA);
        lockedTab = world.signIn(lockedInSession);
        stillOpen = world.registration(realm, TestRealms.ADA);
        openTab = world.signIn(stillOpen);
        lockedAndCopied = world.registration(realm, TestRealms.ADA);
        copiedDurt = lockedAndCopied.durt();
        world.signIn(lockedAndCopied);
        world.signIn(lockedAndCopied);
        unused = world.registration(realm, TestRealms.ADA);
        aged = world.registration(realm, TestRealms.ADA);

        recordWhileNobodyListens();
        world.process().stop();
        StoppedDatabase database = new StoppedDatabase(world.process());
        long now = Instant.now().getEpochSecond();
        for (WireRegistration each : new WireRegistration[] {locked, lockedInSession, lockedAndCopied}) {
            set(database, each, "ACTIVE_UNTIL", now - 1);
            set(database, each, "VERIFIED_AT", now - 1 - TWELVE_HOURS);
        }
        set(database, unused, "DURT_EXPIRES_AT", now - 1);
        set(database, aged, "ABSOLUTE_EXPIRES_AT", now - 1);
        database.update("update HOLDFAST_INSIGHT set OCCURRED_AT = " + (now - 91L * 86_400) * 1_000 + " where ID = '"
                + oldRecord + "'");
        database.update(
                "alter table HOLDFAST_INSIGHT add constraint UNRECORDED check (USERNAME is null or USERNAME <> '"
                        + UNRECORDED + "')");
        world.server().restart();
    }

    /** Two sign-ins of the other realm: one that waits for the webhook, and one that will be too old. */
    private void recordWhileNobodyListens() {
        WireRealm other = world.other();
        String admin = world.adminPath(other) + "/holdfast/insights";
        oldRecord = signIn(other);
        webhookSecret = world.admin()
                .post(admin + "/webhook-secret", null)
                .path("secret")
                .asText();
        try (WebhookReceiver gone = new WebhookReceiver(0, webhookSecret)) {
            webhookPort = gone.port();
        }
        world.admin()
                .put(
                        admin + "/settings",
                        Map.of(
                                "insightsWebhook", List.of("http://127.0.0.1:" + webhookPort + "/in"),
                                "insightsHosts", List.of("127.0.0.1:" + webhookPort)));
        unsent = signIn(other);
    }

    /** The id of the record. */
    private String signIn(WireRealm other) {
        String start = Instant.now().toString();
        Visitor.withoutExtension(other).open(App.SHOP, Map.of()).password(TestRealms.ADA, TestRealms.ADA);
        return world.admin()
                .post(
                        other.issuer().getPath() + "/directory-insights/v1/events",
                        Map.of("start_time", start, "search_term", Map.of("event_type", "user_login_attempt")))
                .path(0)
                .path("id")
                .asText();
    }

    @Test
    @DisplayName("I2 what nobody took before the restart is sent after it, and what is too old is removed")
    void webhook() {
        WireRealm other = world.other();
        assertThat(unsent).isNotEmpty();
        try (WebhookReceiver receiver = new WebhookReceiver(webhookPort, webhookSecret)) {
            Readiness.await(
                    "what was not sent",
                    () -> receiver.events().stream()
                            .anyMatch(event -> event.path("id").asText().equals(unsent)),
                    Duration.ofSeconds(90));
            assertThat(receiver.faults()).isEmpty();
        } finally {
            world.admin()
                    .put(
                            world.adminPath(other) + "/holdfast/insights/settings",
                            Map.of("insightsWebhook", List.of(), "insightsHosts", List.of()));
        }
        String record = other.issuer().getPath() + "/directory-insights/v1/events/" + oldRecord;
        Readiness.await(
                "the end of what is too old",
                () -> world.admin().send("GET", record, null).statusCode() == 404,
                Duration.ofSeconds(60));
        String left = other.issuer().getPath() + "/directory-insights/v1/events/" + unsent;
        assertThat(world.admin().send("GET", left, null).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("I1 a sign-in whose record the database does not take is no sign-in")
    void unrecorded() {
        WireRealm other = world.other();
        world.addUser(other, UNRECORDED);
        Visitor visitor = Visitor.withoutExtension(other);
        Tab tab = visitor.open(App.SHOP, Map.of());
        tab.password(UNRECORDED, UNRECORDED);
        assertThat(tab.isSignedIn()).isFalse();
        assertThat(visitor.open(App.SHOP, Map.of()).isSignedIn()).isFalse();
        assertThat(world.admin()
                        .get(world.adminPath(other) + "/users/" + world.userId(other, UNRECORDED) + "/sessions"))
                .isEmpty();
    }

    @Test
    @DisplayName("A58 a message that was sent before, and one whose nonce was issued before, are refused")
    void nonces() {
        assertThat(realm.sendCompact(unsentMessage.endpoint(), sentMessage).refusal())
                .isEqualTo("invalid_nonce");
        assertThat(realm.send(unsentMessage).refusal()).isEqualTo("invalid_nonce");
    }

    @Test
    @DisplayName("A58 DUSTs of before, spent or not, sign nobody in")
    void dusts() {
        for (String dust : new String[] {spentDust, unspentDust}) {
            Tab tab = world.devicePage(realm);
            tab.dust(dust);
            assertThat(tab.isSignedIn()).isFalse();
            assertThat(spentTab.visitor()
                            .post(formerPage.action(), Map.of("dust", dust))
                            .leftFor()
                            .filter(uri -> uri.toString().contains("code=")))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("A58 an ID token that registered before registers nothing again")
    void idToken() {
        WireAgent.Binding sameSignIn = usedBinding;
        assertThat(realm.send(registration.agent().registration(sameSignIn, usedIdToken))
                        .isGranted())
                .isFalse();
    }

    @Test
    @DisplayName("A58 the current DURT goes on, and a DURT that was rotated away quarantines")
    void durts() {
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
        registration.use(oldDurt);
        assertThat(realm.send(registration.exchange(world.challenge(realm), newRid()))
                        .refusal())
                .isEqualTo("durt_reused");
    }

    @Test
    @DisplayName("§8 locked: login is user_verification_required and changes nothing; a renewal unlocks for 12 hours")
    void lockedAndRenewed() {
        String durt = locked.durt();
        Tab tab = world.devicePage(realm);
        Answer refused = realm.send(locked.exchange(tab.page().challenge(), newRid()));
        assertThat(refused.refusal()).isEqualTo("user_verification_required");
        assertThat(refused.status()).isEqualTo(401);

        long before = Instant.now().getEpochSecond();
        tab.post(Map.of("renew", "1"));
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(locked.durt()).as("nothing was rotated").isEqualTo(durt);
        tab.dust(locked.dustFor(tab.page().challenge()));
        assertThat(tab.isSignedIn()).isTrue();

        Tab silent = world.devicePage(realm);
        Answer unlocked = realm.send(locked.exchange(silent.page().challenge(), newRid()));
        assertThat(unlocked.granted().path("active_until").asLong())
                .isBetween(before + TWELVE_HOURS, Instant.now().getEpochSecond() + TWELVE_HOURS);
        silent.dust(locked.rotate(unlocked));
        JsonNode claims = silent.tokens().id();
        assertThat(claims.path("auth_time").asLong())
                .isBetween(before, Instant.now().getEpochSecond());
    }

    @Test
    @DisplayName("A33 a locked device proves no session; unlocking it proves it, in the same sign-in")
    void lockedSession() {
        Tab tab = lockedTab.visitor().open(App.SHOP);
        assertThat(tab.page().asksForProof()).isTrue();
        assertThat(realm.send(lockedInSession.proof(tab.page().challenge())).refusal())
                .isEqualTo("user_verification_required");

        tab.post(Map.of("renew", "1"));
        tab.password(TestRealms.ADA, TestRealms.ADA);
        tab.dust(lockedInSession.dustFor(tab.page().challenge()));

        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().access().path("device").path("id").asText())
                .isEqualTo(lockedInSession.agent().did());
    }

    @Test
    @DisplayName("G8 a device session of before the restart opens by its proof, and by nothing else")
    void sessionAfterRestart() {
        assertThat(openTab.visitor().open(App.SHOP, Map.of("prompt", "none")).error())
                .contains("login_required");
        Tab tab = openTab.visitor().open(App.SHOP);
        assertThat(tab.page().asksForProof()).isTrue();
        assertThat(tab.prove(stillOpen).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("§8 locked: a reused DURT quarantines even then")
    void lockedAndReused() {
        lockedAndCopied.use(copiedDurt);
        assertThat(realm.send(lockedAndCopied.exchange(world.challenge(realm), newRid()))
                        .refusal())
                .isEqualTo("durt_reused");
    }

    @Test
    @DisplayName("§7 a DURT that was not used in time, or whose registration is too old, is durt_expired")
    void expired() {
        for (WireRegistration each : new WireRegistration[] {unused, aged}) {
            Answer answer = realm.send(each.exchange(world.challenge(realm), newRid()));
            assertThat(answer.refusal()).isEqualTo("durt_expired");
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    private static void set(StoppedDatabase database, WireRegistration registration, String column, long seconds) {
        database.update("update HOLDFAST_REGISTRATION set " + column + " = " + seconds + " where ID = '"
                + registration.id() + "'");
    }
}
