package dev.holdfast.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.RealmFile;
import dev.holdfast.harness.StockKeycloak;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The demo's Keycloak with the demo's realm, and what an administrator does with it. */
final class DemoServer implements AutoCloseable {

    static final String REALM = "demo";
    static final String CLIENT = "demo-app";
    static final String ADMINISTRATOR = "admin";

    /** The user whose sign-ins a phone approves; the others need none. */
    static final String PHONE_USER = "hedy";

    /** In the group of contractors. */
    static final String CONTRACTOR = "mary";

    /** The policies of the realm, by the names of their files and by their own. */
    enum Policy {
        CONTRACTORS("contractors", "Contractors only from the office"),
        EXPENSES("expenses", "Expenses need a second factor"),
        ADMIN_TOOLS("admin-tools", "Admin tools need a managed device");

        private final String file;
        private final String title;

        Policy(String file, String title) {
            this.file = file;
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** From where nobody of this machine comes. */
    static final String OFFICE = "198.51.100.0/24";

    static final String AT_THE_OFFICE = "198.51.100.7";

    private static final int TOKEN_SECONDS = 3600;
    private static final String ACCESS = "/realms/" + REALM + "/conditional-access/api/v2";
    private static final String RECORD = "/realms/" + REALM + "/directory-insights/v1";
    private static final String COMPONENT = "dev.holdfast.device.keycloak.realm.DeviceLoginProvider";

    private final StockKeycloak keycloak;
    private final AdminClient admin;

    private DemoServer(StockKeycloak keycloak) {
        this.keycloak = keycloak;
        this.admin = keycloak.admin();
    }

    /** The settings of the server; nothing is started yet. */
    static StockKeycloak.Builder settings(Path folder, Path serverJar, int port, int applicationPort, Secrets secrets) {
        String application = "http://localhost:" + applicationPort + "/";
        Path realm = realm(application, secrets.client()).writeInto(folder);
        return StockKeycloak.builder()
                .workFolder(folder)
                .provider(serverJar)
                .realm(realm)
                .port(port)
                .hostname("http://localhost:" + port)
                .admin(ADMINISTRATOR, secrets.administrator());
    }

    /** Starts the server and waits until it is ready. */
    static DemoServer start(StockKeycloak.Builder settings) {
        return new DemoServer(settings.start());
    }

    URI issuer() {
        return keycloak.issuer(REALM);
    }

    URI adminConsole() {
        return keycloak.baseUri().resolve("/admin/");
    }

    StockKeycloak keycloak() {
        return keycloak;
    }

    /** Makes an enrolment token for one device, valid for an hour. */
    String enrolmentToken() {
        return admin.post(
                        "/admin/realms/" + REALM + "/holdfast/enrolment-tokens",
                        Map.of("uses", 1, "expires_in", TOKEN_SECONDS))
                .path("enrolment_token")
                .asText();
    }

    /** Where a phone finds its app. */
    URI phoneApp() {
        return URI.create(issuer() + "/push-mfa/app/");
    }

    /** Lets the phone's user enrol one, who has nothing to show yet but a password. */
    void consentToPhone() {
        admin.post("/admin/realms/" + REALM + "/holdfast/push/consents", Map.of("username", PHONE_USER));
    }

    /** From now on a device is unlocked for so long after its user was present. */
    void unlockFor(long seconds) {
        configure("unlockedLifetime", List.of(Long.toString(seconds)));
    }

    /** From now on TPMs are believed whose maker is certified by one of these. */
    void trustTpms(List<String> authorities) {
        configure("tpmAuthorities", authorities);
    }

    private void configure(String setting, List<String> values) {
        String components = "/admin/realms/" + REALM + "/components";
        String id =
                admin.get(components + "?type=" + COMPONENT).path(0).path("id").asText();
        admin.put(
                components + "/" + id,
                Map.of(
                        "providerType",
                        COMPONENT,
                        "providerId",
                        "holdfast-device-login",
                        "config",
                        Map.of(setting, values)));
    }

    /** Where administrators find policies and the record. */
    URI console() {
        return URI.create(issuer() + "/holdfast-console/");
    }

    /** From now on a policy decides, and does not only say what it would decide. */
    void enforce(Policy policy) {
        String policies = ACCESS + "/authn/policies";
        String id = "";
        for (JsonNode one : admin.get(policies)) {
            if (one.path("name").asText().equals(policy.title())) {
                id = one.path("id").asText();
            }
        }
        HttpResponse<String> answer = admin.send("PATCH", policies + "/" + id, Map.of("mode", "enforce"));
        if (answer.statusCode() != 200) {
            throw new DemoException("the policy is not enforced: " + answer.body());
        }
    }

    /** What would be decided, and why, if a policy were enforced. */
    JsonNode whatIf(String user, String address, Policy enforced) {
        ObjectNode draft = document(enforced);
        draft.put("mode", "enforce");
        return admin.post(ACCESS + "/simulate", Map.of("user", user, "client", CLIENT, "ip", address, "draft", draft));
    }

    /** The record's latest entries of a user, the newest first. */
    JsonNode recorded(String user) {
        return admin.post(
                RECORD + "/events",
                Map.of(
                        "service",
                        List.of("all"),
                        "start_time",
                        Instant.now().minus(Duration.ofHours(1)).toString(),
                        "sort",
                        "DESC",
                        "limit",
                        20,
                        "search_term",
                        Map.of("and", List.of(Map.of("initiated_by.username", user)))));
    }

    /** Ends every device of the realm. */
    void revokeDevices() {
        String devices = "/admin/realms/" + REALM + "/holdfast/devices";
        admin.get(devices + "?status=active")
                .forEach(device -> admin.post(devices + "/" + device.path("id").asText() + "/revoke", null));
    }

    /** The realm's latest events, the newest first. */
    List<JsonNode> events() {
        JsonNode events = admin.get("/admin/realms/" + REALM + "/events?max=100");
        return java.util.stream.StreamSupport.stream(events.spliterator(), false)
                .toList();
    }

    @Override
    public void close() {
        keycloak.close();
    }

    private static RealmFile realm(String application, String secret) {
        InputStream file = Objects.requireNonNull(
                DemoServer.class.getResourceAsStream("/realm/demo-realm.json"), "the demo's realm is in its jar");
        RealmFile realm = RealmFile.read(file).confidentialClient(CLIENT, secret, List.of(application + "*"));
        addPolicies(realm.json());
        // What the sign-in page calls it.
        realm.json().withArrayProperty("clients").forEach(client -> ((ObjectNode) client).put("name", "Expenses"));
        return realm;
    }

    private static void addPolicies(ObjectNode realm) {
        ObjectNode components = realm.withObjectProperty("components");
        ObjectNode office = components
                .withArrayProperty("dev.holdfast.access.keycloak.realm.IpListProvider")
                .addObject()
                .put("name", "Office")
                .put("providerId", "holdfast-ip-list");
        office.withObjectProperty("config").putArray("ips").add(OFFICE);
        ObjectNode settings = components
                .withArrayProperty("dev.holdfast.access.keycloak.realm.AccessProvider")
                .addObject()
                .put("name", "Holdfast conditional access")
                .put("providerId", "holdfast-access");
        ObjectNode config = settings.withObjectProperty("config");
        config.putArray("mfaEnrolmentDays").add("14");
        config.putArray("defaultFactor").add("TOTP");
        for (Policy policy : Policy.values()) {
            ObjectNode component = components
                    .withArrayProperty("dev.holdfast.access.keycloak.realm.AccessPolicyProvider")
                    .addObject()
                    .put("name", policy.title())
                    .put("providerId", "holdfast-access-policy");
            component
                    .withObjectProperty("config")
                    .putArray("document")
                    .add(document(policy).toString());
        }
    }

    private static ObjectNode document(Policy policy) {
        try (InputStream file = Objects.requireNonNull(
                DemoServer.class.getResourceAsStream("/realm/policies/" + policy.file + ".json"),
                "the demo's policies are in its jar")) {
            return (ObjectNode) new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
