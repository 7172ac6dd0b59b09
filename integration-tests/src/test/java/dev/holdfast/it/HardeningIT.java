package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm is audited against a profile, and what settings can do is done. */
@ExtendWith(SharedServer.class)
class HardeningIT {
    private static final String CONTROLS_OF_CLIENTS = "client-";

    private final World world;
    private final AdminClient admin;

    HardeningIT(World world) {
        this.world = world;
        this.admin = world.admin();
    }

    @BeforeAll
    static void makeRealms(World world) {
        world.addRealm("hardened", Map.of());
    }

    @ParameterizedTest(
            name =
                    "{0}: before, dry run, applied, after; what a setting can mend passes, a second call changes nothing")
    @ValueSource(strings = {"L1", "L2", "L3"})
    void applied(String profile) {
        String realm = "hardened-" + profile.toLowerCase(Locale.ROOT);
        WireRealm made = world.addRealm(realm, Map.of());
        String path = path(realm, profile);
        JsonNode before = admin.get(path);
        assertThat(before.path("failed").asInt()).isPositive();
        assertThat(result(before, "guessing-detected")).isEqualTo("fail");

        JsonNode dry = admin.post(path + "&dryRun=true", null);
        assertThat(dry.path("dryRun").asBoolean()).isTrue();
        assertThat(admin.get(path)).isEqualTo(before);
        assertThat(dry.path("before")).isEqualTo(before);

        JsonNode done = admin.post(path, null);
        assertThat(done.path("changes")).isEqualTo(dry.path("changes")).isNotEmpty();
        assertThat(done.path("after")).isEqualTo(dry.path("after"));
        assertThat(admin.get(path)).isEqualTo(done.path("after"));
        assertThat(failing(done.path("after")))
                .allMatch(control -> !control.path("appliable").asBoolean());
        JsonNode representation = admin.get("/admin/realms/" + realm);
        assertThat(representation.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(representation.path("passwordPolicy").asText()).contains("length(", "notUsername", "notEmail");
        assertThat(representation.path("ssoSessionIdleTimeout").asInt())
                .isLessThanOrEqualTo(profile.equals("L3") ? 900 : 3_600);

        JsonNode again = admin.post(path, null);
        assertThat(again.path("changes")).isEmpty();
        assertThat(again.path("after")).isEqualTo(again.path("before"));

        assertThat(StreamSupport.stream(
                                admin.get("/admin/realms/" + realm + "/admin-events?max=100")
                                        .spliterator(),
                                false)
                        .filter(event -> event.path("resourceType").asText().equals("HOLDFAST_HARDENING"))
                        .toList())
                .as("one event for the one call that changed something")
                .singleElement()
                .satisfies(event -> assertThat(
                                Json.parse(event.path("representation").asText())
                                        .path("changes"))
                        .hasSameSizeAs(done.path("changes")));

        Tab tab = Visitor.withoutExtension(made).open(App.SHOP);
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(tab.isSignedIn()).as("users still sign in").isTrue();
    }

    @Test
    @DisplayName("Clients are named with what is wrong, in the reader's language, and stay as they are")
    void clients() {
        String clients = "/admin/realms/hardened/clients";
        admin.create(
                clients,
                Map.of(
                        "clientId",
                        "sloppy",
                        "publicClient",
                        true,
                        "implicitFlowEnabled",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "redirectUris",
                        List.of("https://*"),
                        "webOrigins",
                        List.of("*")));
        JsonNode before = admin.get(clients + "?clientId=sloppy");
        admin.post(path("hardened", "L2"), null);
        assertThat(admin.get(clients + "?clientId=sloppy")).isEqualTo(before);
        JsonNode report = admin.get(path("hardened", "L2") + "&language=de");
        assertThat(failing(report))
                .filteredOn(control -> control.path("id").asText().startsWith(CONTROLS_OF_CLIENTS)
                        && control.path("measured").asText().contains("sloppy"))
                .extracting(control -> control.path("id").asText())
                .contains("client-implicit", "client-open-host", "client-any-origin", "client-password", "client-pkce");
        assertThat(control(report, "client-pkce").path("title").asText())
                .isEqualTo("Anwendungen ohne Geheimnis benutzen PKCE");
    }

    @Test
    @DisplayName("A client is judged by its own token lifespan, behind its root URL, and not by what its name ends in")
    void clientsOwn() {
        world.addRealm("hardened-own", Map.of());
        admin.create(
                "/admin/realms/hardened-own/clients",
                Map.of(
                        "clientId",
                        "shop-realm",
                        "fullScopeAllowed",
                        true,
                        "rootUrl",
                        "http://shop.example",
                        "redirectUris",
                        List.of("/*"),
                        "attributes",
                        Map.of("access.token.lifespan", "3600")));
        assertThat(failing(admin.get(path("hardened-own", "L3"))))
                .filteredOn(control -> control.path("measured").asText().contains("shop-realm"))
                .extracting(control -> control.path("id").asText())
                .contains("client-token-access", "client-exact-redirects", "client-tls", "client-scope");
    }

    @Test
    @DisplayName("What is stricter than the profile stays; frames are judged by the policy that browsers look at")
    void headersAndRecords() {
        world.addRealm("hardened-headers", Map.of());
        String realm = "/admin/realms/hardened-headers";
        admin.put(
                realm,
                Map.of(
                        "browserSecurityHeaders",
                        Map.of(
                                "strictTransportSecurity",
                                "max-age=60; preload",
                                "contentSecurityPolicy",
                                "frame-ancestors https://portal.example",
                                "xFrameOptions",
                                "DENY"),
                        "permanentLockout",
                        true,
                        "eventsEnabled",
                        true,
                        "enabledEventTypes",
                        List.of("LOGOUT")));
        JsonNode done = admin.post(path("hardened-headers", "L1"), null);
        assertThat(control(done.path("before"), "transport-frames")
                        .path("measured")
                        .asText())
                .isEqualTo("frame-ancestors https://portal.example");
        assertThat(result(done.path("before"), "record-sign-in-events")).isEqualTo("fail");
        assertThat(result(done.path("after"), "record-sign-in-events")).isEqualTo("pass");
        assertThat(failing(done.path("after")))
                .extracting(control -> control.path("id").asText())
                .contains("transport-frames", "guessing-no-lockout");
        JsonNode after = admin.get(realm);
        assertThat(after.path("permanentLockout").asBoolean()).isTrue();
        JsonNode headers = after.path("browserSecurityHeaders");
        assertThat(headers.path("strictTransportSecurity").asText()).isEqualTo("max-age=31536000; preload");
        assertThat(headers.path("contentSecurityPolicy").asText()).isEqualTo("frame-ancestors https://portal.example");
        assertThat(headers.path("xFrameOptions").asText()).isEqualTo("DENY");
        assertThat(after.path("enabledEventTypes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("LOGOUT", "LOGIN", "LOGIN_ERROR");
    }

    @Test
    @DisplayName("An administrator without a second factor is named, one with a factor is not")
    void administrators() {
        WireRealm realm = world.addRealm("hardened-admins", Map.of());
        world.administratorWith(realm, "manage-realm");
        JsonNode control = control(admin.get(path("hardened-admins", "L1")), "mfa-administrators");
        assertThat(control.path("result").asText()).isEqualTo("fail");
        assertThat(control.path("measured").asText()).startsWith("1 of 1 have none: ");
        assertThat(control.path("references"))
                .extracting(JsonNode::asText)
                .contains("CIS 6.5", "NIST IA-2(1)", "SOC 2 CC6.1");
    }

    @Test
    @DisplayName("Who administers by a role that contains another, or by a group above the own one, is named as well")
    void administratorsByOtherWays() {
        WireRealm realm = world.addRealm("hardened-ways", Map.of());
        String base = world.adminPath(realm);
        admin.post(base + "/roles", Map.of("name", "operations"));
        String management = managementOf(base);
        admin.post(base + "/roles/operations/composites", List.of(role(base, management, "manage-users")));
        String staff = admin.create(base + "/groups", Map.of("name", "staff"));
        admin.create(base + "/groups/" + staff + "/children", Map.of("name", "night"));
        admin.post(
                base + "/groups/" + staff + "/role-mappings/clients/" + management,
                List.of(role(base, management, "realm-admin")));
        admin.post(
                base + "/partialImport",
                Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        List.of(
                                Map.of(
                                        "username",
                                        "by-composite",
                                        "enabled",
                                        true,
                                        "realmRoles",
                                        List.of("operations")),
                                Map.of(
                                        "username",
                                        "by-subgroup",
                                        "enabled",
                                        true,
                                        "groups",
                                        List.of("/staff/night")))));
        assertThat(control(admin.get(path("hardened-ways", "L1")), "mfa-administrators")
                        .path("measured")
                        .asText())
                .isEqualTo("2 of 2 have none: by-composite, by-subgroup");
    }

    @Test
    @DisplayName("In master, who manages one realm alone is an administrator too")
    void administratorsOfMaster() {
        world.addRealm("hardened-one", Map.of());
        String base = "/admin/realms/master";
        String management = admin.get(base + "/clients?clientId=hardened-one-realm")
                .path(0)
                .path("id")
                .asText();
        String id = admin.create(base + "/users", Map.of("username", "of-one-realm", "enabled", true));
        try {
            admin.post(
                    base + "/users/" + id + "/role-mappings/clients/" + management,
                    List.of(role(base, management, "manage-users")));
            assertThat(control(admin.get(path("master", "L1")), "mfa-administrators")
                            .path("measured")
                            .asText())
                    .contains("of-one-realm");
        } finally {
            admin.delete(base + "/users/" + id);
        }
    }

    @Test
    @DisplayName("Where there are more administrators than an audit looks at, it does not say that all have a factor")
    void tooManyAdministrators() {
        WireRealm realm = world.addRealm("hardened-many", Map.of());
        admin.post(
                world.adminPath(realm) + "/partialImport",
                Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        IntStream.rangeClosed(0, 500)
                                .mapToObj(i -> administrator("a" + i, "otp"))
                                .toList()));
        JsonNode control = control(admin.get(path("hardened-many", "L1")), "mfa-administrators");
        assertThat(control.path("result").asText()).isEqualTo("fail");
        assertThat(control.path("measured").asText()).startsWith("more administrators than are looked at");
    }

    @Test
    @DisplayName("Hardening, the record's report and conditional access call the same credentials a second factor")
    void oneDefinition() {
        WireRealm realm = world.addRealm("hardened-factors", Map.of());
        Map<String, String> credentials = Map.of(
                "by-code", "otp",
                "by-key", "webauthn",
                "by-passkey", "webauthn-passwordless",
                "by-phone", "holdfast-phone",
                "by-device", "holdfast-device",
                "by-recovery", "recovery-authn-codes",
                "by-unlock", "holdfast-unlock",
                "by-password", "password");
        List<String> without = List.of("by-password", "by-recovery", "by-unlock");
        admin.post(
                world.adminPath(realm) + "/partialImport",
                Map.of(
                        "ifResourceExists",
                        "FAIL",
                        "users",
                        credentials.entrySet().stream()
                                .map(one -> administrator(one.getKey(), one.getValue()))
                                .toList()));
        assertThat(world.credentials(realm, "by-recovery", "recovery-authn-codes"))
                .as("recovery codes are there, and do not count")
                .hasSize(1);
        assertThat(world.credentials(realm, "by-unlock", "holdfast-unlock")).hasSize(1);

        assertThat(control(admin.get(path("hardened-factors", "L1")), "mfa-administrators")
                        .path("measured")
                        .asText())
                .isEqualTo("3 of 8 have none: " + String.join(", ", without));
        AdminClient users = world.administratorWith(realm, "view-users");
        assertThat(users.get(realm.issuer().getPath() + "/directory-insights/v1/reports/users-without-mfa")
                        .path("people"))
                .extracting(person -> person.path("username").asText())
                .filteredOn(credentials::containsKey)
                .containsExactlyElementsOf(without);
        assertThat(AccessApi.of(users, realm).json("/systemusers?limit=100").path("results"))
                .filteredOn(person ->
                        credentials.containsKey(person.path("username").asText()))
                .hasSameSizeAs(credentials.keySet())
                .allSatisfy(person -> assertThat(
                                person.path("mfa").path("configured").asBoolean())
                        .as(person.path("username").asText())
                        .isEqualTo(!without.contains(person.path("username").asText())));
    }

    private static Map<String, Object> administrator(String name, String credential) {
        String data = switch (credential) {
            case "otp" -> "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}";
            case "recovery-authn-codes" ->
                "{\"hashIterations\":1,\"algorithm\":\"SHA-512\",\"remaining\":1,\"total\":1}";
            default -> "{}";
        };
        String secret = switch (credential) {
            case "otp" -> "{\"value\":\"secret\"}";
            case "recovery-authn-codes" -> "{\"codes\":[{\"number\":1,\"encodedHashedValue\":\"c2VjcmV0\"}]}";
            default -> "{}";
        };
        return Map.of(
                "username",
                name,
                "enabled",
                true,
                "clientRoles",
                Map.of("realm-management", List.of("manage-users")),
                "credentials",
                List.of(
                        credential.equals("password")
                                ? Map.of("type", credential, "value", name)
                                : Map.of("type", credential, "secretData", secret, "credentialData", data)));
    }

    private String managementOf(String base) {
        return admin.get(base + "/clients?clientId=realm-management")
                .path(0)
                .path("id")
                .asText();
    }

    private JsonNode role(String base, String client, String role) {
        return admin.get(base + "/clients/" + client + "/roles/" + role);
    }

    @Test
    @DisplayName("TLS for all is applied only to who calls over TLS: over plain HTTP the caller would shut itself out")
    void transport() throws IOException, InterruptedException {
        world.process();
        world.administratorWith(world.addRealm("hardened-tls", Map.of()), "realm-admin");
        String name = admin.get("/admin/realms/hardened-tls/users?search=realm-admin")
                .path(0)
                .path("username")
                .asText();
        String path = path("hardened-tls", "L2");
        assertThat(result(admin.post(path, null).path("after"), "transport-tls"))
                .isEqualTo("fail");
        JsonNode done = overTls(path, name);
        assertThat(result(done.path("after"), "transport-tls")).isEqualTo("pass");
        assertThat(admin.get("/admin/realms/hardened-tls").path("sslRequired").asText())
                .isEqualTo("all");
    }

    @Test
    @DisplayName("An unknown profile is refused")
    void unknown() {
        assertThat(admin.send("GET", path("hardened", "L4"), null).statusCode()).isEqualTo(400);
        assertThat(admin.send("POST", path("hardened", ""), null).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("A49 an audit wants who may see realm and users; applying wants manage-realm as well")
    void roles() {
        WireRealm realm = world.addRealm("hardened-roles", Map.of());
        String path = path("hardened-roles", "L1");
        for (String role :
                List.of("view-realm", "manage-realm", "view-users", "manage-users", "view-clients", "manage-clients")) {
            AdminClient client = world.administratorWith(realm, role);
            assertThat(client.send("GET", path, null).statusCode())
                    .as("GET as %s", role)
                    .isEqualTo(403);
            assertThat(client.send("POST", path, null).statusCode())
                    .as("POST as %s", role)
                    .isEqualTo(403);
        }
        AdminClient all = world.administratorWith(realm, "realm-admin");
        assertThat(all.send("GET", path, null).statusCode()).isEqualTo(200);
        assertThat(all.send("POST", path + "&dryRun=true", null).statusCode()).isEqualTo(200);
    }

    private JsonNode overTls(String path, String name) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        URI base = world.server().baseUri();
        HttpResponse<String> token = http.send(
                HttpRequest.newBuilder(URI.create(base + "/realms/hardened-tls/protocol/openid-connect/token"))
                        .header("X-Forwarded-Proto", "https")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=password&client_id=admin-cli&username=" + name + "&password=" + name))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("X-Forwarded-Proto", "https")
                        .header(
                                "Authorization",
                                "Bearer "
                                        + Json.parse(token.body())
                                                .path("access_token")
                                                .asText())
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static String path(String realm, String profile) {
        return "/admin/realms/" + realm + "/holdfast/hardening?profile=" + profile;
    }

    private static JsonNode control(JsonNode report, String id) {
        return StreamSupport.stream(report.path("controls").spliterator(), false)
                .filter(control -> control.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + ": " + report));
    }

    private static String result(JsonNode report, String id) {
        return control(report, id).path("result").asText();
    }

    private static List<JsonNode> failing(JsonNode report) {
        return StreamSupport.stream(report.path("controls").spliterator(), false)
                .filter(control -> control.path("result").asText().equals("fail"))
                .toList();
    }
}
