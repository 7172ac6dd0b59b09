package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("G18 The administrator's devices")
class DevicesIT {
    private static final String DEVICES = "/admin/realms/" + TestRealms.ACME + "/holdfast/devices";
    private static final List<List<String>> CALLS = List.of(
            List.of("GET", ""),
            List.of("GET", "/count"),
            List.of("GET", "/{did}"),
            List.of("PUT", "/{did}"),
            List.of("POST", "/{did}/approve"),
            List.of("POST", "/{did}/quarantine"),
            List.of("POST", "/{did}/release"),
            List.of("POST", "/{did}/revoke"),
            List.of("DELETE", "/{did}/registrations/{registration}"),
            List.of("DELETE", "/{did}"));

    private final World world;
    private final AdminClient admin;
    private final WireRealm acme;

    DevicesIT(World world) {
        this.world = world;
        this.admin = world.admin();
        this.acme = world.acme();
    }

    @Test
    @DisplayName("a list by name, with pages, a count, and search that takes % and _ for themselves")
    void lists() {
        String word = "fleet-" + UUID.randomUUID();
        List<String> ids = new ArrayList<>();
        for (String name : List.of(word + "-b", word + "-A", word + "-c", word + "_100%")) {
            String did = world.agent(acme).did();
            admin.put(DEVICES + "/" + did, Map.of("name", name));
            ids.add(did);
        }

        assertThat(names(admin.get(DEVICES + "?search=" + word)))
                .containsExactlyInAnyOrder(word + "-A", word + "-b", word + "-c", word + "_100%");
        List<String> all = names(admin.get(DEVICES + "?search=" + word.toUpperCase(Locale.ROOT)));
        JsonNode count = admin.get(DEVICES + "/count?search=" + word);
        assertThat(count.path("count").asInt()).isEqualTo(4);
        assertThat(count.path("exact").asBoolean()).isTrue();
        assertThat(all).isSortedAccordingTo(Comparator.comparing(name -> name.toLowerCase(Locale.ROOT)));
        assertThat(names(admin.get(DEVICES + "?search=" + word + "_1"))).containsExactly(word + "_100%");
        assertThat(admin.get(DEVICES + "?search=%25").size()).isZero();
        assertThat(names(admin.get(DEVICES + "?search=" + ids.get(0)))).containsExactly(word + "-b");
        assertThat(admin.get(DEVICES + "?search=" + word + "&status=revoked").size())
                .isZero();
        assertThat(admin.get(DEVICES + "?search=" + word + "&assurance=software")
                        .size())
                .isEqualTo(4);
        for (String wrong : List.of(
                "?max=0",
                "?max=101",
                "?first=0",
                "?first=20&max=20",
                "?status=lost",
                "?assurance=iron",
                "?after=nobody",
                "?after=" + UUID.randomUUID(),
                "?before=" + UUID.randomUUID(),
                "?end=true&after=" + ids.get(0),
                "?before=" + ids.get(1) + "&after=" + ids.get(0))) {
            assertThat(admin.send("GET", DEVICES + wrong, null).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("pages are walked from either end by what the answer says, namesakes and a user's devices too: each"
            + " device once, in one order, and each page as many as are asked for")
    void pages() {
        String word = "walk-" + UUID.randomUUID();
        String user = word + "-user";
        world.addUser(acme, user);
        String owner = world.userId(acme, user);
        List<String> own = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            WireAgent agent = world.agent(acme);
            // Three of one name, in other letters; each second one belongs to the user, each third one is used by him.
            String name =
                    i % 2 == 0 ? word + "-" + i : i == 3 ? word.toUpperCase(Locale.ROOT) + "-SAME" : word + "-same";
            admin.put(
                    DEVICES + "/" + agent.did(),
                    i % 2 == 0 ? Map.of("name", name, "owner", user) : Map.of("name", name));
            if (i % 3 == 0) {
                world.registration(agent, user);
            }
            if (i % 2 == 0 || i % 3 == 0) {
                own.add(agent.did());
            }
        }
        for (String filter : List.of(
                "search=" + word,
                "search=" + word + "&status=active",
                "search=" + word + "&status=active&assurance=software")) {
            List<String> all = ids(admin.get(DEVICES + "?" + filter));
            assertThat(all).hasSize(7).doesNotHaveDuplicates();
            assertWalked(filter, all);
        }
        List<String> ofUser = ids(admin.get(DEVICES + "?user=" + owner));
        assertThat(ofUser).containsExactlyInAnyOrderElementsOf(own);
        assertWalked("user=" + owner, ofUser);
        assertWalked("user=" + owner + "&search=" + word, ofUser);
        JsonNode count = admin.get(DEVICES + "/count?user=" + owner);
        assertThat(count.path("count").asInt()).isEqualTo(own.size());
        assertThat(admin.get(DEVICES + "?user=" + owner + "&search=" + own.get(0)))
                .hasSize(1);

        String lastOne = ofUser.get(ofUser.size() - 1);
        HttpResponse<String> behind = admin.send("GET", DEVICES + "?user=" + owner + "&after=" + lastOne, null);
        assertThat(behind.body()).isEqualTo("[]");
        assertThat(behind.headers().allValues("Link"))
                .as("behind the last one there is only the way back")
                .containsExactly("<?user=" + owner + "&end=true>; rel=\"prev\"");
        assertThat(admin.send("GET", DEVICES + "?first=0", null).body()).contains("take after");
    }

    /** Follows the links of the answers to either end. */
    private void assertWalked(String filter, List<String> all) {
        List<String> forward = new ArrayList<>();
        walk("?max=2&" + filter, "next", page -> {
            assertThat(page).hasSize(Math.min(2, all.size() - forward.size()));
            forward.addAll(page);
        });
        assertThat(forward).as("forward: %s", filter).isEqualTo(all);
        List<String> backward = new ArrayList<>();
        walk("?end=true&max=2&" + filter, "prev", page -> {
            assertThat(page).hasSize(Math.min(2, all.size() - backward.size()));
            backward.addAll(0, page);
        });
        assertThat(backward).as("backward: %s", filter).isEqualTo(all);
    }

    private void walk(String start, String relation, Consumer<List<String>> pages) {
        Optional<String> next = Optional.of(start);
        while (next.isPresent()) {
            HttpResponse<String> answer = admin.send("GET", DEVICES + next.get(), null);
            assertThat(answer.statusCode()).as(next.get()).isEqualTo(200);
            pages.accept(ids(Json.parse(answer.body())));
            next = answer.headers().allValues("Link").stream()
                    .filter(link -> link.endsWith("; rel=\"" + relation + "\""))
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .findFirst();
        }
    }

    @Test
    @DisplayName("one device: what it is, who uses it and since when, and nothing of keys but their thumbprints")
    void detail() {
        WireRegistration registration = world.registration(acme, TestRealms.ADA);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();

        JsonNode device = admin.get(DEVICES + "/" + registration.agent().did());

        assertThat(device.path("status").asText()).isEqualTo("active");
        assertThat(device.path("assurance").asText()).isEqualTo("software");
        assertThat(device.path("os").asText()).isEqualTo("linux");
        assertThat(device.path("last_used_at").asLong())
                .isGreaterThanOrEqualTo(device.path("created_at").asLong());
        JsonNode shown = device.path("registration_list").path(0);
        assertThat(shown.path("id").asText()).isEqualTo(registration.id());
        assertThat(shown.path("user").path("username").asText()).isEqualTo(TestRealms.ADA);
        assertThat(shown.path("key").asText()).isEqualTo(registration.duk().jkt());
        assertThat(shown.has("unlock_method")).isFalse();
        WireRegistration withPin = world.registrationWithPin(registration.agent(), TestRealms.GRACE, WireKey.es256());
        assertThat(admin.get(DEVICES + "/" + registration.agent().did()).path("registration_list"))
                .filteredOn(row -> row.path("id").asText().equals(withPin.id()))
                .extracting(row -> row.path("unlock_method").asText())
                .containsExactly("pin");
        assertThat(device.toString()).doesNotContain("durt").doesNotContain("hash");
        assertThat(names(admin.get(DEVICES + "?user=" + world.userId(acme, TestRealms.ADA) + "&max=100")))
                .contains(device.path("name").asText());
        assertThat(admin.send("GET", DEVICES + "/" + UUID.randomUUID(), null).statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("A16 a quarantined device signs nobody in and has no session; released it goes on; revoked it is over")
    void standing() {
        WireRegistration registration = world.registration(acme, TestRealms.ADA);
        String device = DEVICES + "/" + registration.agent().did();
        Tab.Tokens tokens = signedIn(registration);
        assertThat(refreshed(tokens)).isEqualTo(200);

        admin.post(device + "/quarantine", null);
        assertThat(refreshed(tokens)).isEqualTo(400);
        assertThat(refusedExchange(registration)).isEqualTo("device_revoked");
        assertThat(admin.send("POST", device + "/quarantine", null).statusCode())
                .isEqualTo(409);

        admin.post(device + "/release", null);
        Tab.Tokens after = signedIn(registration);

        admin.post(device + "/revoke", null);
        assertThat(refreshed(after)).isEqualTo(400);
        assertThat(refusedExchange(registration)).isEqualTo("device_revoked");
        for (String step : List.of("release", "approve", "quarantine", "revoke")) {
            assertThat(admin.send("POST", device + "/" + step, null).statusCode())
                    .as(step)
                    .isEqualTo(409);
        }
        assertThat(admin.get(device)
                        .path("registration_list")
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("revoked");
    }

    @Test
    @DisplayName("one registration is revoked alone; the other user of the device signs in as before")
    void registrations() {
        WireRegistration ada = world.registration(acme, TestRealms.ADA);
        WireRegistration grace = world.registration(ada.agent(), TestRealms.GRACE);
        Tab.Tokens tokens = signedIn(ada);

        admin.delete(DEVICES + "/" + ada.agent().did() + "/registrations/" + ada.id());

        assertThat(refreshed(tokens)).isEqualTo(400);
        assertThat(refusedExchange(ada)).isEqualTo("registration_revoked");
        assertThat(world.signIn(grace).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName(
            "A24 a device that is assigned to users or groups registers nobody else, and others lose what they had")
    void assignment() {
        String group = "staff-" + UUID.randomUUID();
        String groupId = admin.create("/admin/realms/" + TestRealms.ACME + "/groups", Map.of("name", group));
        String child = admin.post(
                        "/admin/realms/" + TestRealms.ACME + "/groups/" + groupId + "/children",
                        Map.of("name", "night"))
                .path("id")
                .asText();
        String user = "member-" + UUID.randomUUID();
        world.addUser(acme, user);
        admin.put("/admin/realms/" + TestRealms.ACME + "/users/" + world.userId(acme, user) + "/groups/" + child, null);
        WireRegistration grace = world.registration(acme, TestRealms.GRACE);
        WireAgent agent = grace.agent();
        String device = DEVICES + "/" + agent.did();

        JsonNode shown = admin.put(device, Map.of("users", List.of(TestRealms.ADA), "groups", List.of("/" + group)));

        assertThat(shown.path("users").path(0).path("username").asText()).isEqualTo(TestRealms.ADA);
        assertThat(shown.path("groups").path(0).path("path").asText()).isEqualTo("/" + group);
        assertThat(refusedExchange(grace)).isEqualTo("registration_revoked");
        assertThat(refusedRegistration(agent, TestRealms.GRACE)).isEqualTo("device_not_allowed");
        assertThat(world.signIn(world.registration(agent, TestRealms.ADA)).isSignedIn())
                .isTrue();
        assertThat(world.signIn(world.registration(agent, user)).isSignedIn()).isTrue();

        admin.delete("/admin/realms/" + TestRealms.ACME + "/groups/" + groupId);
        assertThat(admin.get(device).path("groups")).isEmpty();
        admin.put(device, Map.of("users", List.of()));
        assertThat(world.signIn(world.registration(agent, TestRealms.GRACE)).isSignedIn())
                .isTrue();
        for (Object wrong : List.of(
                Map.of("users", List.of("nobody-of-this-name")),
                Map.of("groups", List.of("/no-such-group")),
                Map.of("name", ""),
                Map.of("owner", 7),
                "[]")) {
            assertThat(admin.send("PUT", device, wrong).statusCode())
                    .as("%s", wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName(
            "where devices are approved, an enrolled one waits: it registers nobody before an administrator says so")
    void approval() {
        world.configure(TestRealms.ACME, "approveDevices", "true");
        WireAgent agent;
        try {
            agent = world.agent(acme);
        } finally {
            world.configure(TestRealms.ACME, "approveDevices", "false");
        }
        String device = DEVICES + "/" + agent.did();

        assertThat(names(admin.get(DEVICES + "?status=pending&max=100")))
                .contains(admin.get(device).path("name").asText());
        assertThat(refusedRegistration(agent, TestRealms.ADA)).isEqualTo("device_pending");
        admin.post(device + "/approve", null);
        assertThat(world.signIn(world.registration(agent, TestRealms.ADA)).isSignedIn())
                .isTrue();
    }

    @Test
    @DisplayName(
            "G18 a user sees each device in the account console, and removes it there: registration and sessions end")
    void ownDevices() {
        String user = "owner-" + UUID.randomUUID();
        world.addUser(acme, user);
        WireRegistration kept = world.registration(acme, user);
        WireRegistration removed = world.registration(kept.agent().realm(), user);
        Tab.Tokens tokens = signedIn(removed);
        AdminClient self = new AdminClient(world.server().baseUri(), TestRealms.ACME, user, user);
        String account = "/realms/" + TestRealms.ACME + "/account/credentials";

        JsonNode shown = self.get(account + "?type=holdfast-device").path(0);
        assertThat(shown.path("removeable").asBoolean()).isTrue();
        List<String> ids = new ArrayList<>();
        for (JsonNode credential : shown.path("userCredentialMetadatas")) {
            ids.add(credential.path("credential").path("id").asText());
            assertThat(credential.path("infoMessage").path("parameters")).hasSize(3);
            assertThat(credential.path("credential").has("secretData")).isFalse();
        }
        assertThat(ids).containsExactlyInAnyOrder(kept.id(), removed.id());

        self.delete(account + "/" + removed.id());

        assertThat(refreshed(tokens)).isEqualTo(400);
        assertThat(refusedExchange(removed)).isEqualTo("registration_revoked");
        assertThat(world.signIn(kept).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("G18 an administrator removes the device on the user's page: registration and sessions end")
    void removedForTheUser() {
        WireRegistration registration = world.registration(acme, TestRealms.ADA);
        Tab.Tokens tokens = signedIn(registration);

        admin.delete("/admin/realms/" + TestRealms.ACME + "/users/" + world.userId(acme, TestRealms.ADA)
                + "/credentials/" + registration.id());

        assertThat(refreshed(tokens)).isEqualTo(400);
        assertThat(refusedExchange(registration)).isEqualTo("registration_revoked");
    }

    @Test
    @DisplayName("G18 a registration that ended is shown no longer, whatever ended it")
    void endedIsNotShown() {
        String user = "owner-" + UUID.randomUUID();
        world.addUser(acme, user);
        String credentials = "/admin/realms/" + TestRealms.ACME + "/users/" + world.userId(acme, user) + "/credentials";
        WireRegistration replaced = world.registration(acme, user);
        WireRegistration live = world.registration(replaced.agent(), user);
        assertThat(devicesAmong(credentials)).containsExactly(live.id());

        acme.send(live.revoke("sold")).granted();
        assertThat(devicesAmong(credentials)).isEmpty();

        WireRegistration copied = world.registration(acme, user);
        String old = copied.durt();
        assertThat(world.signIn(copied).isSignedIn()).isTrue();
        assertThat(world.signIn(copied).isSignedIn()).isTrue();
        copied.use(old);
        assertThat(refusedExchange(copied)).isEqualTo("durt_reused");
        assertThat(devicesAmong(credentials)).isEmpty();
    }

    @Test
    @DisplayName("a deleted device is gone with its registrations and sessions; its agent is a stranger")
    void deletion() {
        WireRegistration registration = world.registration(acme, TestRealms.ADA);
        Tab.Tokens tokens = signedIn(registration);
        String device = DEVICES + "/" + registration.agent().did();

        admin.delete(device);

        assertThat(admin.send("GET", device, null).statusCode()).isEqualTo(404);
        assertThat(refreshed(tokens)).isEqualTo(400);
        assertThat(refusedExchange(registration)).isEqualTo("invalid_signature");
        assertThat(refusedRegistration(registration.agent(), TestRealms.ADA)).isEqualTo("invalid_signature");
    }

    @Test
    @DisplayName("I5 every change is an admin event with the device's path, and an update tells what the device is now")
    void adminEvents() throws JsonProcessingException {
        String did = world.agent(acme).did();
        admin.put(DEVICES + "/" + did, Map.of("name", "renamed"));
        admin.post(DEVICES + "/" + did + "/quarantine", null);
        admin.delete(DEVICES + "/" + did);

        List<String> operations = new ArrayList<>();
        for (JsonNode event : admin.get(
                "/admin/realms/" + TestRealms.ACME + "/admin-events?resourcePath=holdfast/devices/" + did + "*")) {
            assertThat(event.path("resourceType").asText()).isEqualTo("HOLDFAST_DEVICE");
            operations.add(event.path("operationType").asText());
            if (event.path("operationType").asText().equals("UPDATE")) {
                JsonNode told =
                        new ObjectMapper().readTree(event.path("representation").asText());
                assertThat(told.path("name").asText()).isEqualTo("renamed");
            }
        }
        assertThat(operations).containsExactlyInAnyOrder("UPDATE", "ACTION", "DELETE");
    }

    @Test
    @DisplayName("A49 each call needs its role: view-realm to look, manage-realm to change, and no other role helps")
    void roles() {
        WireRegistration registration = world.registration(acme, TestRealms.ADA);
        Map<String, List<String>> permitted = Map.of(
                "view-realm", List.of("GET"),
                "manage-realm", List.of("GET", "PUT", "POST", "DELETE"),
                "view-users", List.of(),
                "manage-users", List.of(),
                "manage-clients", List.of(),
                "view-events", List.of());
        permitted.forEach((role, methods) -> {
            AdminClient client = world.administratorWith(acme, role);
            for (List<String> call : CALLS) {
                if (methods.contains(call.get(0)) && call.get(0).equals("DELETE")) {
                    continue; // Would take the device from the calls that follow; the administrator's own test shows
                    // it.
                }
                String path = call.get(1)
                        .replace("{did}", registration.agent().did())
                        .replace("{registration}", registration.id());
                HttpResponse<String> answer =
                        client.send(call.get(0), DEVICES + path, call.get(0).equals("PUT") ? Json.object() : null);
                if (methods.contains(call.get(0))) {
                    assertThat(answer.statusCode()).as("%s %s", role, call).isNotEqualTo(403);
                } else {
                    assertThat(answer.statusCode()).as("%s %s", role, call).isEqualTo(403);
                }
            }
        });
    }

    @Test
    @DisplayName("A50 a device of one realm is unknown in another, for every call")
    void realms() {
        WireRegistration registration = world.registration(acme, TestRealms.ADA);
        String elsewhere = "/admin/realms/" + TestRealms.OTHER + "/holdfast/devices";
        for (List<String> call : CALLS) {
            if (call.get(1).contains("{did}")) {
                String path = call.get(1)
                        .replace("{did}", registration.agent().did())
                        .replace("{registration}", registration.id());
                assertThat(admin.send(
                                        call.get(0),
                                        elsewhere + path,
                                        call.get(0).equals("PUT") ? Map.of("name", "x") : null)
                                .statusCode())
                        .as("%s", call)
                        .isEqualTo(404);
            }
        }
        assertThat(admin.get(elsewhere + "?search=" + registration.agent().did()))
                .isEmpty();
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    private List<String> devicesAmong(String credentials) {
        List<String> ids = new ArrayList<>();
        for (JsonNode credential : admin.get(credentials)) {
            if (credential.path("type").asText().equals("holdfast-device")) {
                ids.add(credential.path("id").asText());
            }
        }
        return ids;
    }

    private Tab.Tokens signedIn(WireRegistration registration) {
        return world.signIn(registration).tokens();
    }

    private int refreshed(Tab.Tokens tokens) {
        return acme.postForm(
                        acme.endpoint("token_endpoint"),
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                App.SHOP.clientId(),
                                "refresh_token",
                                tokens.refreshToken()))
                .status();
    }

    private String refusedExchange(WireRegistration registration) {
        return acme.send(registration.exchange(world.challenge(acme), WireRegistration.newRid()))
                .refusal();
    }

    private String refusedRegistration(WireAgent agent, String user) {
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        return acme.send(agent.registration(binding, world.idToken(acme, user, binding.idTokenNonce())))
                .refusal();
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(device -> ids.add(device.path("id").asText()));
        return ids;
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(device -> names.add(device.path("name").asText()));
        return names;
    }
}
