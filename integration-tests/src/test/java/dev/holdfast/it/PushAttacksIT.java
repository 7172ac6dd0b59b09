package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Base64Url;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody tries at push who has no phone, no role, or an id of another realm. */
@ExtendWith(SharedServer.class)
class PushAttacksIT {
    private static final int WORKERS = 8;
    private static final int MESSAGES_EACH = 125;

    private static WireRealm realm;

    private final World world;
    private final Metrics metrics;

    PushAttacksIT(World world, Metrics metrics) {
        this.world = world;
        this.metrics = metrics;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("push-attacks", Map.of());
    }

    private WirePhone phone(WireRealm where, String user) {
        world.addUser(where, user);
        return PushPages.phone(world, where, user);
    }

    private Answer send(String endpoint, String compact) {
        return realm.sendCompact(realm.issuer() + "/push-mfa/" + endpoint, compact);
    }

    /** What a phone of this id would send, signed by somebody. */
    private static String forged(WirePhone phone, String endpoint, String id, WireKey key) {
        Jws own = Jws.parse(phone.message("holdfast-push-fetch+jwt", endpoint, Json.object()));
        return Jws.sign(own.header().put("kid", key.jkt()), own.claims().put("iss", "urn:holdfast:phone:" + id), key);
    }

    @Test
    @DisplayName("A46 push: an unknown phone is answered exactly like a known one with a bad signature")
    void enumeration() {
        WirePhone known = phone(realm, "known");
        WirePhone elsewhere = phone(world.addRealm("push-elsewhere", Map.of()), "known");
        WireKey nobody = WireKey.es256();
        String nowhere = UUID.randomUUID().toString();
        for (String endpoint : List.of("requests", "answers", "subscription", "remove")) {
            Answer bad = send(endpoint, forged(known, endpoint, known.id(), nobody));
            assertThat(bad.refusal()).isEqualTo("invalid_signature");
            for (String id : List.of(nowhere, elsewhere.id())) {
                assertThat(send(endpoint, forged(known, endpoint, id, nobody)).comparable())
                        .as(endpoint)
                        .isEqualTo(bad.comparable());
                assertThat(send(endpoint, forged(known, endpoint, id, known.key()))
                                .comparable())
                        .as("%s, by a key of another phone", endpoint)
                        .isEqualTo(bad.comparable());
            }
        }
    }

    @Test
    @DisplayName("A46 push: a one-time key that never was, was used or is over gets the same answer")
    void oneTimeKeys() {
        world.addUser(realm, "keyed");
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", "keyed"));
        String code =
                PushPages.typedCode(PushPages.setUpPage(realm, "keyed").page()).orElseThrow();
        assertThat(WirePhone.unboxed(realm).tryEnrol(code, claims -> {}).isGranted())
                .isTrue();

        Answer used = WirePhone.unboxed(realm).tryEnrol(code, claims -> {});
        Answer unknown = WirePhone.unboxed(realm).tryEnrol("0000-0000-0000-0000", claims -> {});

        assertThat(used.refusal()).isEqualTo("enrolment_refused");
        assertThat(unknown.comparable()).isEqualTo(used.comparable());
    }

    @Test
    @DisplayName("A49 push: each call of an administrator needs its role, and no other role helps")
    void roles() {
        WirePhone phone = phone(realm, "administered");
        String base = world.adminPath(realm) + "/holdfast/push";
        Map<List<String>, List<String>> permitted = new LinkedHashMap<>();
        permitted.put(List.of("GET", "/phones?username=administered"), List.of("view-users", "manage-users"));
        permitted.put(List.of("POST", "/consents"), List.of("manage-users"));
        permitted.put(List.of("POST", "/vapid-rotation"), List.of("manage-realm"));
        permitted.put(List.of("DELETE", "/phones/" + phone.id()), List.of("manage-users"));
        for (String role :
                List.of("view-realm", "view-events", "manage-clients", "view-users", "manage-realm", "manage-users")) {
            AdminClient administrator = world.administratorWith(realm, role);
            permitted.forEach((call, roles) -> {
                int status = administrator
                        .send(
                                call.get(0),
                                base + call.get(1),
                                call.get(1).equals("/consents") ? Map.of("username", "administered") : null)
                        .statusCode();
                if (roles.contains(role)) {
                    assertThat(status).as("%s %s", role, call).isBetween(200, 299);
                } else {
                    assertThat(status).as("%s %s", role, call).isEqualTo(403);
                }
            });
        }
        assertThat(phone.fetch().refusal()).isEqualTo("phone_revoked");
    }

    @Test
    @DisplayName("A50 push: a phone and a request of one realm are unknown in another")
    void realms() {
        WirePhone phone = phone(realm, "homebody");
        var asked = PushPages.asked(realm, "homebody");
        WireRealm other = world.addRealm("push-other", Map.of());
        WirePhone there = phone(other, "homebody");
        Jws request = phone.request();

        assertThat(world.admin()
                        .send("DELETE", world.adminPath(other) + "/holdfast/push/phones/" + phone.id(), null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(there.answer(request, "deny", "").refusal()).isEqualTo("request_expired");
        assertThat(there.requests()).isEmpty();
        String wait = PushPages.waitAddress(asked.page());
        assertThat(other.get(wait.replace("/realms/push-attacks/", "/realms/push-other/"))
                        .refusal())
                .isEqualTo("request_expired");
        assertThat(phone.requests()).as("it waits where it was asked").hasSize(1);
    }

    @Test
    @DisplayName("A55 push: a thousand messages without the phone's key put nothing into the cache of spent nonces")
    void flood() {
        WirePhone phone = phone(realm, "flooded");
        WireKey nobody = WireKey.es256();
        Jws own = Jws.parse(phone.message("holdfast-push-fetch+jwt", "requests", Json.object()));
        List<Callable<Boolean>> floods = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            floods.add(() -> {
                boolean allRefused = true;
                for (int i = 0; i < MESSAGES_EACH; i++) {
                    String claims =
                            own.claims().deepCopy().put("nonce", phone.nonce()).toString();
                    String message = i % 2 == 0
                            ? Jws.sign(own.header().toString(), claims, nobody)
                            : Base64Url.encode(own.header().toString()) + "." + Base64Url.encode(claims) + "."
                                    + Base64Url.random(64);
                    allRefused &= send("requests", message).refusal().equals("invalid_signature");
                }
                return allRefused;
            });
        }
        long stores = metrics.ofCache("vendor_statistics_stores", "actionTokens");

        assertThat(Together.run(floods)).containsOnly(true);
        assertThat(metrics.ofCache("vendor_statistics_stores", "actionTokens")).isEqualTo(stores);
        assertThat(send("requests", own.compact()).isGranted())
                .as("its nonce is good")
                .isTrue();
    }
}
