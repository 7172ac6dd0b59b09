package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("The condition of devices")
class PostureIT {
    private static final String NAME = "posture";
    static final Map<String, Object> GOOD = Map.of(
            "os", Map.of("value", "linux"),
            "os_name", Map.of("value", "debian", "by", "os-release"),
            "os_version", Map.of("value", "12"),
            "disk_encrypted", Map.of("value", true, "by", "luks2"),
            "firewall", Map.of("value", true, "by", "nftables"),
            "screen_lock", Map.of("value", true),
            "screen_lock_seconds", Map.of("value", 300));
    static final Map<String, Object> OPEN_DISK = with("disk_encrypted", Map.of("value", false));
    private static final Map<String, Object> UNKNOWN_FIREWALL = with("firewall", Map.of("unknown", "needs_root"));

    private static WireRealm realm;
    private static WireRealm demanding;

    private final World world;
    private final AdminClient admin;

    PostureIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealms(World world) {
        realm = world.addRealm(NAME, Map.of());
        demanding = world.addRealm("posture-demanding", Map.of());
        world.configure("posture-demanding", "postureRequired", "true");
    }

    @Test
    @DisplayName("G18 T1 an administrator sees what a device reported, when, and what came of each check")
    void seen() {
        WireAgent agent = world.agent(realm);
        assertThat(shown(realm, agent).path("compliance").asText()).isEqualTo("unknown");
        long before = Instant.now().getEpochSecond();

        JsonNode answer = realm.send(agent.posture(1, UNKNOWN_FIREWALL)).granted();

        assertThat(answer.path("valid_until").asLong()).isBetween(before + 3_600, before + 3_700);
        assertThat(answer.path("compliance").asText()).isEqualTo("unknown");
        assertThat(answer.path("checks").path("firewall").asText()).isEqualTo("unknown");
        JsonNode device = shown(realm, agent);
        assertThat(device.path("compliance").asText()).isEqualTo("unknown");
        assertThat(check(device, "disk_encryption").path("result").asText()).isEqualTo("passed");
        assertThat(check(device, "firewall").path("result").asText()).isEqualTo("unknown");
        assertThat(check(device, "firewall").path("reason").asText()).isEqualTo("needs_root");
        JsonNode source = device.path("sources").path(0);
        assertThat(source.path("source").asText()).isEqualTo("agent");
        assertThat(source.path("received_at").asLong()).isBetween(before, before + 100);
        assertThat(source.path("stale").asBoolean(true)).isFalse();
        assertThat(source.path("facts").path("disk_encrypted").path("by").asText())
                .isEqualTo("luks2");
    }

    @Test
    @DisplayName(
            "A37 a posture report is replayed or rolled back: it changes nothing, by message, number or many at once")
    void replayed() {
        WireAgent agent = world.agent(realm);
        Draft good = agent.posture(10, GOOD);
        String compact = good.compact();
        realm.sendCompact(good.endpoint(), compact).granted();
        realm.send(agent.posture(11, OPEN_DISK)).granted();

        assertThat(realm.sendCompact(good.endpoint(), compact).refusal()).isEqualTo("invalid_nonce");
        for (long number : List.of(11L, 10L, 0L)) {
            Answer answer = realm.send(agent.posture(number, GOOD));
            assertThat(answer.refusal()).isEqualTo("posture_outdated");
            assertThat(answer.json().path("seq").asLong()).isEqualTo(11);
        }
        assertThat(shown(realm, agent).path("compliance").asText()).isEqualTo("not_compliant");

        List<Callable<Boolean>> jobs = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String message = agent.posture(12, GOOD).compact();
            jobs.add(() -> realm.sendCompact(good.endpoint(), message).isGranted());
        }
        assertThat(Together.run(jobs)).containsOnlyOnce(true);
    }

    @Test
    @DisplayName("A37 a report for another device, or by another key, is refused like a bad signature")
    void anotherDevice() {
        WireAgent victim = world.agent(realm);
        WireAgent attacker = world.agent(realm);

        Draft stolen = victim.posture(1, GOOD).signedBy(attacker.key());
        assertThat(realm.send(stolen).refusal()).isEqualTo("invalid_signature");
        Draft named = attacker.posture(1, GOOD).with("iss", "urn:holdfast:device:" + victim.did());
        assertThat(realm.send(named).refusal()).isEqualTo("invalid_signature");
        assertThat(realm.send(victim.posture(1, GOOD).signedBy(WireKey.es256())).refusal())
                .isEqualTo("invalid_signature");
        assertThat(shown(realm, victim).path("sources")).isEmpty();
    }

    @Test
    @DisplayName("T3 silence is never compliant: a device that is required to be and says nothing signs nobody in")
    void silence() {
        WireAgent agent = world.agent(demanding);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(demanding, TestRealms.ADA, binding.idTokenNonce());
        Answer refused = demanding.send(agent.registration(binding, idToken));
        assertThat(refused.refusal()).isEqualTo("device_not_compliant");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("checks").path("disk_encryption").asText())
                .isEqualTo("unknown");

        demanding.send(agent.posture(1, GOOD)).granted();
        WireRegistration registration = agent.register(binding, idToken);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "T2 a device that lost its condition: no sign-in, no proof, no refresh; mended, all go on in the same session")
    void lost() {
        WireAgent agent = world.agent(demanding);
        demanding.send(agent.posture(1, GOOD)).granted();
        WireRegistration registration = world.registration(agent, TestRealms.ADA);
        Tab tab = world.signIn(registration);
        Tab.Tokens tokens = tab.tokens();
        assertThat(tokens.access().path("device").path("compliant").asBoolean()).isTrue();
        String durt = registration.durt();

        demanding.send(agent.posture(2, OPEN_DISK)).granted();

        assertThat(refreshed(tokens).status()).isEqualTo(400);
        assertThat(refreshed(tokens).json().path("error").asText()).isEqualTo("invalid_grant");
        Answer exchange = demanding.send(registration.exchange(world.challenge(demanding), WireRegistration.newRid()));
        assertThat(exchange.refusal()).isEqualTo("device_not_compliant");
        assertThat(exchange.json().path("checks").toString()).isEqualTo("{\"disk_encryption\":\"failed\"}");
        assertThat(exchange.header("Device-Nonce")).isPresent();
        Tab next = tab.visitor().open(App.SHOP);
        assertThat(next.page().asksForProof()).isTrue();
        assertThat(demanding.send(registration.proof(next.page().challenge())).refusal())
                .isEqualTo("device_not_compliant");
        assertThat(registration.durt()).isEqualTo(durt);

        demanding.send(agent.posture(3, GOOD)).granted();
        next.prove(registration);
        assertThat(next.tokens().access().path("sid")).isEqualTo(tokens.access().path("sid"));
        assertThat(refreshed(tokens).isGranted()).isTrue();
    }

    @Test
    @DisplayName("T3 tokens say whether the device was compliant when they were made, and only a true word is good")
    void claim() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab.Tokens tokens = world.signIn(registration).tokens();
        JsonNode silent = tokens.access().path("device").path("compliant");
        assertThat(silent.isBoolean() && !silent.asBoolean()).isTrue();

        realm.send(registration.agent().posture(1, GOOD)).granted();
        Answer refreshed = realm.postForm(
                realm.endpoint("token_endpoint"),
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", App.SHOP.clientId(),
                        "refresh_token", tokens.refreshToken()));
        assertThat(Jws.parse(refreshed.granted().path("access_token").asText())
                        .claims()
                        .path("device")
                        .path("compliant")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName(
            "T4 a managing system tells facts by id or serial; they decide where the realm says so, and nowhere else")
    void managed() {
        WireAgent agent = world.agent(realm);
        String serial = "SN-" + UUID.randomUUID();
        admin.send("PUT", posture(realm) + "/devices/" + agent.did() + "/serial", Map.of("serial", serial));
        realm.send(agent.posture(1, GOOD)).granted();

        JsonNode told = admin.put(posture(realm) + "/sources/fleet/serials/" + serial, Map.of("facts", OPEN_DISK));
        assertThat(told.path("compliance").asText()).isEqualTo("compliant");
        assertThat(told.path("serial").asText()).isEqualTo(serial);
        world.configure(NAME, Map.of("postureSources", List.of("fleet, agent")));
        try {
            JsonNode device = shown(realm, agent);
            assertThat(device.path("compliance").asText()).isEqualTo("not_compliant");
            assertThat(check(device, "disk_encryption").path("source").asText()).isEqualTo("fleet");
            admin.put(
                    posture(realm) + "/sources/fleet/devices/" + agent.did(),
                    Map.of("facts", GOOD, "collected_at", Instant.now().getEpochSecond()));
            assertThat(shown(realm, agent).path("compliance").asText()).isEqualTo("compliant");

            assertThat(status("PUT", "/sources/fleet/devices/" + agent.did(), Map.of("facts", GOOD, "collected_at", 1)))
                    .as("what was found earlier")
                    .isEqualTo(409);
            admin.delete(posture(realm) + "/sources/fleet/devices/" + agent.did());
            assertThat(check(shown(realm, agent), "disk_encryption")
                            .path("source")
                            .asText())
                    .isEqualTo("agent");
        } finally {
            world.configure(NAME, Map.of("postureSources", List.of("")));
        }
        assertThat(status("PUT", "/sources/agent/devices/" + agent.did(), Map.of("facts", GOOD)))
                .as("in the agent's name")
                .isEqualTo(400);
        assertThat(status("PUT", "/sources/fleet/serials/unknown", Map.of("facts", GOOD)))
                .isEqualTo(404);
        assertThat(status("PUT", "/devices/" + world.agent(realm).did() + "/serial", Map.of("serial", serial)))
                .as("a second device with the same number")
                .isEqualTo(409);
        assertThat(admin.get("/admin/realms/" + NAME + "/admin-events?max=100").toString())
                .contains("HOLDFAST_POSTURE")
                .contains("holdfast/posture/sources/fleet/devices/" + agent.did());
    }

    @Test
    @DisplayName("T2 the realm's counts add up: each active device once, the silent ones among the unknown")
    void counts() {
        WireRealm counted = world.addRealm("posture-counted", Map.of());
        world.agent(counted);
        counted.send(world.agent(counted).posture(1, GOOD)).granted();
        counted.send(world.agent(counted).posture(1, GOOD)).granted();
        counted.send(world.agent(counted).posture(1, OPEN_DISK)).granted();
        counted.send(world.agent(counted).posture(1, UNKNOWN_FIREWALL)).granted();
        WireAgent gone = world.agent(counted);
        counted.send(gone.posture(1, GOOD)).granted();
        admin.post(world.adminPath(counted) + "/holdfast/devices/" + gone.did() + "/revoke", null);

        long before = Instant.now().getEpochSecond();
        JsonNode summary = admin.get(posture(counted));

        assertThat(summary.path("counted_at").asLong()).isGreaterThanOrEqualTo(before);
        assertThat(summary.path("devices").asInt()).isEqualTo(5);
        assertThat(summary.path("compliant").asInt()).isEqualTo(2);
        assertThat(summary.path("not_compliant").asInt()).isEqualTo(1);
        assertThat(summary.path("unknown").asInt()).isEqualTo(2);
        assertThat(summary.path("never_reported").asInt()).isEqualTo(1);
        assertThat(summary.path("checks").path(0).toString())
                .contains("\"disk_encryption\"", "\"passed\":3", "\"failed\":1", "\"unknown\":1");

        counted.send(world.agent(counted).posture(1, GOOD)).granted();
        JsonNode later = admin.get(posture(counted));
        assertThat(later.path("devices").asInt() == 6
                        || later.path("counted_at").equals(summary.path("counted_at")))
                .as("who is told old counts is told their time: " + later)
                .isTrue();
        world.configure("posture-counted", "postureLifetime", "3601");
        assertThat(admin.get(posture(counted)).path("devices").asInt())
                .as("a realm that demands something else is counted at once")
                .isEqualTo(6);
    }

    @Test
    @DisplayName("A49 posture: view-realm to look, manage-realm to tell, and no other role helps")
    void roles() {
        WireAgent agent = world.agent(realm);
        Map<String, List<String>> permitted = Map.of(
                "view-realm", List.of("GET"),
                "manage-realm", List.of("GET", "PUT", "DELETE"),
                "manage-users", List.of(),
                "manage-clients", List.of(),
                "view-events", List.of());
        permitted.forEach((role, methods) -> {
            AdminClient client = world.administratorWith(realm, role);
            for (List<String> call : List.of(
                    List.of("GET", ""),
                    List.of("GET", "/devices/" + agent.did()),
                    List.of("PUT", "/devices/" + agent.did() + "/serial"),
                    List.of("PUT", "/sources/fleet/devices/" + agent.did()),
                    List.of("PUT", "/sources/fleet/serials/none"),
                    List.of("DELETE", "/sources/fleet/devices/" + agent.did()))) {
                Object body = call.get(0).equals("PUT") ? Map.of("facts", GOOD, "serial", "S-" + agent.did()) : null;
                int status = client.send(call.get(0), posture(realm) + call.get(1), body)
                        .statusCode();
                if (methods.contains(call.get(0))) {
                    assertThat(status).as("%s %s", role, call).isNotEqualTo(403);
                } else {
                    assertThat(status).as("%s %s", role, call).isEqualTo(403);
                }
            }
        });
    }

    @Test
    @DisplayName("A50 the posture of a device of one realm is unknown in another, and so is its serial number")
    void otherRealm() {
        WireAgent agent = world.agent(realm);
        String serial = "SN-" + UUID.randomUUID();
        admin.send("PUT", posture(realm) + "/devices/" + agent.did() + "/serial", Map.of("serial", serial));
        String elsewhere = posture(demanding);

        assertThat(admin.send("GET", elsewhere + "/devices/" + agent.did(), null)
                        .statusCode())
                .isEqualTo(404);
        for (String path : List.of("/sources/fleet/devices/" + agent.did(), "/sources/fleet/serials/" + serial)) {
            assertThat(admin.send("PUT", elsewhere + path, Map.of("facts", GOOD))
                            .statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        Draft draft = agent.posture(1, GOOD).with("aud", demanding.endpoint("posture_endpoint"));
        assertThat(demanding
                        .sendCompact(demanding.endpoint("posture_endpoint"), draft.compact())
                        .refusal())
                .isEqualTo("untrusted_certificate");
    }

    private static Map<String, Object> with(String fact, Map<String, Object> observation) {
        Map<String, Object> facts = new java.util.LinkedHashMap<>(GOOD);
        facts.put(fact, observation);
        return Map.copyOf(facts);
    }

    private String posture(WireRealm of) {
        return world.adminPath(of) + "/holdfast/posture";
    }

    private JsonNode shown(WireRealm of, WireAgent agent) {
        return admin.get(posture(of) + "/devices/" + agent.did());
    }

    private int status(String method, String path, Object body) {
        return admin.send(method, posture(realm) + path, body).statusCode();
    }

    private static JsonNode check(JsonNode device, String name) {
        for (JsonNode check : device.path("checks")) {
            if (check.path("check").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + device);
    }

    private static Answer refreshed(Tab.Tokens tokens) {
        return demanding.postForm(
                demanding.endpoint("token_endpoint"),
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", App.SHOP.clientId(),
                        "refresh_token", tokens.refreshToken()));
    }
}
