package dev.holdfast.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.AuthenticatorApp;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.PostgresServer;
import dev.holdfast.harness.RealmFile;
import dev.holdfast.harness.StockKeycloak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stock server with two realms that differ in nothing but what is compared: {@code device} is set up for device
 * login, {@code stock} has Keycloak's own flows and used-once refresh tokens.
 */
final class MeasuredServer implements AutoCloseable {

    static final String APPLICATION = "application";
    static final String WEBAUTHN_APPLICATION = "webauthn-application";
    static final String REFRESHER = "refresher";
    static final String DPOP_REFRESHER = "dpop-refresher";
    static final String SERVICE = "service";
    static final String SERVICE_SECRET = "benchmark";

    /** The authenticator app of every user of the realm {@code stock}. */
    static final AuthenticatorApp AUTHENTICATOR_APP = new AuthenticatorApp("benchmarkbenchmarkbe");

    /** Nobody listens there: the client reads the code from the redirect. */
    static final String REDIRECT = "http://127.0.0.1/callback";

    private static final String DEVICE = "device";
    private static final String GATED = "gated";
    private static final String STOCK = "stock";
    private static final String FLOW = "webauthn";
    private static final String COMPONENT = "dev.holdfast.device.keycloak.realm.DeviceLoginProvider";

    private static final String ACCESS_COMPONENT = "dev.holdfast.access.keycloak.realm.AccessProvider";
    private static final String PUSH_COMPONENT = "dev.holdfast.push.keycloak.realm.PushMfaProvider";

    private final StockKeycloak keycloak;
    private final @Nullable PostgresServer postgres;
    private final AdminClient admin;

    private MeasuredServer(StockKeycloak keycloak, @Nullable PostgresServer postgres) {
        this.keycloak = keycloak;
        this.postgres = postgres;
        this.admin = keycloak.admin();
    }

    /** One user of both realms. The password is the name. */
    record User(String name, SoftwareAuthenticator authenticator) {}

    /**
     * Starts the server and sets both realms up.
     *
     * @param recording where a flight recording goes, or null for none
     */
    static MeasuredServer start(
            Path folder, Path serverJar, List<User> users, boolean onPostgres, @Nullable Path recording) {
        PostgresServer postgres = onPostgres ? PostgresServer.start() : null;
        StockKeycloak.Builder settings =
                builder(folder, serverJar, users).realm(stockRealm(users).writeInto(folder));
        if (recording != null) {
            settings.javaOption("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording);
        }
        if (postgres != null) {
            settings.postgres(postgres, postgres.createDatabase("keycloak"));
        }
        MeasuredServer server = new MeasuredServer(settings.start(), postgres);
        return server.setUp(() -> {
            server.setUpDeviceLogin();
            server.setUpWebAuthnFlow();
        });
    }

    /**
     * The same without the realm {@code stock}, on a database that is there, and stays when the server ends.
     *
     * @param name tells servers apart that run side by side
     */
    static MeasuredServer startOn(
            PostgresServer postgres, String database, String name, Path folder, Path serverJar, List<User> users) {
        StockKeycloak keycloak = builder(folder, serverJar, users)
                .name(name)
                .postgres(postgres, database)
                .start();
        MeasuredServer server = new MeasuredServer(keycloak, null);
        return server.setUp(server::setUpDeviceLogin);
    }

    /**
     * A server for push: users of the realm {@code stock} have a second factor of Keycloak's own, and passwords cost next
     * to nothing in both realms, since their price would hide everything else.
     *
     * @param pushService whose certificate the server trusts
     */
    static MeasuredServer startForPush(
            Path folder, Path serverJar, List<User> users, boolean onPostgres, Path pushService) {
        PostgresServer postgres = onPostgres ? PostgresServer.start() : null;
        RealmFile device = realm(DEVICE, users);
        RealmFile stock = realm(STOCK, users);
        // A user signs in more often than there are codes.
        stock.json()
                .put("otpPolicyType", "totp")
                .put("otpPolicyAlgorithm", "HmacSHA1")
                .put("otpPolicyDigits", 6)
                .put("otpPolicyInitialCounter", 0)
                .put("otpPolicyLookAheadWindow", 1)
                .put("otpPolicyPeriod", 30)
                .put("otpPolicyCodeReusable", true);
        for (JsonNode user : stock.json().path("users")) {
            ObjectNode credential =
                    ((ObjectNode) user).withArrayProperty("credentials").addObject();
            AUTHENTICATOR_APP.credential().forEach(credential::put);
        }
        int port = LoopbackPorts.free();
        StockKeycloak.Builder settings = StockKeycloak.builder()
                .workFolder(folder)
                .provider(serverJar)
                .port(port)
                .hostname("http://localhost:" + port)
                .startOption("--truststore-paths=" + pushService)
                .realm(cheapPasswords(device).writeInto(folder))
                .realm(cheapPasswords(stock).writeInto(folder));
        if (postgres != null) {
            settings.postgres(postgres, postgres.createDatabase("keycloak"));
        }
        MeasuredServer server = new MeasuredServer(settings.start(), postgres);
        return server.setUp(server::setUpDeviceLogin);
    }

    /**
     * A server for the gate: {@code device} without policies, {@code gated} the same with them, both with passwords that cost
     * next to nothing, since the price of real ones scatters more than a gate costs; {@code stock} has real ones, to compare
     * with.
     *
     * @param policies as the realm {@code gated} has them
     */
    static MeasuredServer startForGate(
            Path folder, Path serverJar, List<User> users, boolean onPostgres, List<JsonNode> policies) {
        PostgresServer postgres = onPostgres ? PostgresServer.start() : null;
        int port = LoopbackPorts.free();
        StockKeycloak.Builder settings = StockKeycloak.builder()
                .workFolder(folder)
                .provider(serverJar)
                .port(port)
                .hostname("http://localhost:" + port)
                .realm(cheapPasswords(realm(DEVICE, users)).writeInto(folder))
                .realm(cheapPasswords(realm(GATED, users)).writeInto(folder))
                .realm(realm(STOCK, users).writeInto(folder));
        if (postgres != null) {
            settings.postgres(postgres, postgres.createDatabase("keycloak"));
        }
        MeasuredServer server = new MeasuredServer(settings.start(), postgres);
        return server.setUp(() -> {
            server.setUpDeviceLogin(DEVICE);
            server.setUpDeviceLogin(GATED);
            server.removeConditionalAccess();
            policies.forEach(policy ->
                    server.admin.create("/realms/" + GATED + "/conditional-access/api/v2/authn/policies", policy));
        });
    }

    private void removeConditionalAccess() {
        String components = "/admin/realms/" + DEVICE + "/components";
        for (JsonNode component : admin.get(components + "?type=" + ACCESS_COMPONENT)) {
            admin.delete(components + "/" + component.path("id").asText());
        }
    }

    private static RealmFile cheapPasswords(RealmFile realm) {
        realm.json().put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
        return realm;
    }

    private static StockKeycloak.Builder builder(Path folder, Path serverJar, List<User> users) {
        int port = LoopbackPorts.free();
        return StockKeycloak.builder()
                .workFolder(folder)
                .provider(serverJar)
                .port(port)
                .hostname("http://localhost:" + port)
                .realm(deviceRealm(users).writeInto(folder));
    }

    private MeasuredServer setUp(Runnable steps) {
        try {
            steps.run();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The realm with device login. */
    Realm deviceRealm() {
        return new Realm(keycloak.issuer(DEVICE));
    }

    /** The realm with device login and policies. */
    Realm gatedRealm() {
        return new Realm(keycloak.issuer(GATED));
    }

    /** The realm without. */
    Realm stockRealm() {
        return new Realm(keycloak.issuer(STOCK));
    }

    /** A secret that enrols one device in the realm with device login. */
    String enrolmentToken() {
        return enrolmentToken(deviceRealm());
    }

    /** A secret that enrols one device. */
    String enrolmentToken(Realm realm) {
        return admin.post(
                        "/admin" + realm.issuer().getPath() + "/holdfast/enrolment-tokens",
                        Map.of("uses", 1, "expires_in", 3_600))
                .path("enrolment_token")
                .asText();
    }

    /**
     * Asks the registry as an administrator does.
     *
     * @param rest of the path below the realm's devices, with a query
     */
    JsonNode devices(String rest) {
        return admin.get("/admin/realms/" + DEVICE + "/holdfast/devices" + rest);
    }

    /** Asks how many devices are in which condition. */
    JsonNode postureCounts() {
        return admin.get("/admin/realms/" + DEVICE + "/holdfast/posture");
    }

    /** Lets a user of the realm with device login set a phone up. */
    void letEnrolPhone(String user) {
        admin.post("/admin/realms/" + DEVICE + "/holdfast/push/consents", Map.of("username", user));
    }

    /** Changes settings of push. */
    void configurePush(Map<String, String> changes) {
        ObjectNode component = (ObjectNode) admin.get("/admin/realms/" + DEVICE + "/components?type=" + PUSH_COMPONENT)
                .path(0);
        ObjectNode settings = component.withObjectProperty("config");
        changes.forEach((key, value) -> settings.putArray(key).add(value));
        admin.put(
                "/admin/realms/" + DEVICE + "/components/"
                        + component.path("id").asText(),
                component);
    }

    /** The server's process. */
    long pid() {
        return keycloak.pid();
    }

    /** Changes a setting of device login. */
    void configure(String setting, String value) {
        admin.put("/admin/realms/" + DEVICE + "/holdfast/settings", Map.of(setting, List.of(value)));
    }

    /** Switches the record of the realm with device login. */
    void record(boolean on) {
        admin.put(
                "/admin/realms/" + DEVICE + "/holdfast/insights/settings",
                Map.of("insights", List.of(String.valueOf(on))));
    }

    /** Whether Keycloak's own listener writes events of the realm with device login into its log. */
    void log(boolean on) {
        admin.put("/admin/realms/" + DEVICE, Map.of("eventsListeners", on ? List.of("jboss-logging") : List.of()));
    }

    /** Asks the record of the realm with device login. */
    JsonNode recorded(Map<String, Object> query) {
        return admin.post("/realms/" + DEVICE + "/directory-insights/v1/events", query);
    }

    /**
     * Decides recorded sign-ins of the realm with device login again.
     *
     * @return how many there were
     */
    long replayed(Map<String, Object> draft) {
        return admin.post("/realms/" + DEVICE + "/conditional-access/api/v2/replay", draft)
                .path("total")
                .asLong();
    }

    /** The id of the realm with device login. */
    String deviceRealmId() {
        return admin.get("/admin/realms/" + DEVICE).path("id").asText();
    }

    Duration cpuTime() {
        return keycloak.cpuTime();
    }

    String logTail() {
        return keycloak.logTail(30);
    }

    /** Ends the server and writes its flight recording, if it keeps one. */
    @Override
    public void close() {
        keycloak.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    private static RealmFile deviceRealm(List<User> users) {
        return realm(DEVICE, users);
    }

    private static RealmFile stockRealm(List<User> users) {
        RealmFile realm = realm(STOCK, users)
                .publicClient(WEBAUTHN_APPLICATION, List.of(REDIRECT))
                .publicClient(REFRESHER, List.of())
                .publicClient(DPOP_REFRESHER, List.of())
                .confidentialClient(SERVICE, SERVICE_SECRET, List.of());
        realm.json().put("revokeRefreshToken", true).put("refreshTokenMaxReuse", 0);
        for (JsonNode client : realm.json().path("clients")) {
            switch (client.path("clientId").asText()) {
                case REFRESHER -> ((ObjectNode) client).put("directAccessGrantsEnabled", true);
                case DPOP_REFRESHER ->
                    ((ObjectNode) client)
                            .put("directAccessGrantsEnabled", true)
                            .withObjectProperty("attributes")
                            .put("dpop.bound.access.tokens", "true");
                case SERVICE -> ((ObjectNode) client).put("serviceAccountsEnabled", true);
                default -> {
                    // an application
                }
            }
        }
        return realm;
    }

    private static RealmFile realm(String name, List<User> users) {
        RealmFile realm = RealmFile.named(name).publicClient(APPLICATION, List.of(REDIRECT));
        users.forEach(user -> realm.user(user.name(), user.name(), user.name(), "Benchmark"));
        List<User> inOrder = List.copyOf(users);
        for (int i = 0; i < inOrder.size(); i++) {
            ((ObjectNode) realm.json().path("users").path(i))
                    .withArrayProperty("credentials")
                    .add(inOrder.get(i).authenticator().keycloakCredential());
        }
        return realm;
    }

    private void setUpDeviceLogin() {
        setUpDeviceLogin(DEVICE);
    }

    private void setUpDeviceLogin(String realm) {
        admin.post("/admin/realms/" + realm + "/holdfast/setup", null);
        JsonNode components = admin.get("/admin/realms/" + realm + "/components?type=" + COMPONENT);
        ObjectNode component = (ObjectNode) components.path(0);
        ObjectNode settings = component.withObjectProperty("config");
        // The limits guard against misuse; here they would only end the measurement.
        settings.putArray("exchangesPerMinute").add("600");
        settings.putArray("registrationsPerHour").add("1000");
        admin.put(
                "/admin/realms/" + realm + "/components/" + component.path("id").asText(), component);
    }

    /** The stock steps of a passwordless sign-in: the cookie, or user name and WebAuthn with user verification. */
    private void setUpWebAuthnFlow() {
        String flows = "/admin/realms/" + STOCK + "/authentication/flows";
        String id = admin.create(
                flows, Map.of("alias", FLOW, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        admin.post(flows + "/" + FLOW + "/executions/execution", Map.of("provider", "auth-cookie"));
        admin.post(
                flows + "/" + FLOW + "/executions/flow",
                Map.of("alias", FLOW + "-forms", "type", "basic-flow", "provider", "", "description", ""));
        for (String step : List.of("auth-username-form", "webauthn-authenticator-passwordless")) {
            admin.post(flows + "/" + FLOW + "-forms/executions/execution", Map.of("provider", step));
        }
        for (JsonNode execution : admin.get(flows + "/" + FLOW + "/executions")) {
            String requirement = execution.path("level").asInt() == 0 ? "ALTERNATIVE" : "REQUIRED";
            admin.put(flows + "/" + FLOW + "/executions", ((ObjectNode) execution).put("requirement", requirement));
        }
        ObjectNode client =
                (ObjectNode) admin.get("/admin/realms/" + STOCK + "/clients?clientId=" + WEBAUTHN_APPLICATION)
                        .path(0);
        client.withObjectProperty("authenticationFlowBindingOverrides").put("browser", id);
        admin.put("/admin/realms/" + STOCK + "/clients/" + client.path("id").asText(), client);
    }
}
