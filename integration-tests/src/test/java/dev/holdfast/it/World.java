package dev.holdfast.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.KeycloakNode;
import dev.holdfast.harness.Readiness;
import dev.holdfast.harness.RealmFile;
import dev.holdfast.harness.StockKeycloak;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A running server, its administrator, and what administrators, devices and users do before a test begins. */
final class World {
    private static final String COMPONENT = "dev.holdfast.device.keycloak.realm.DeviceLoginProvider";
    private static final String PUSH_COMPONENT = "dev.holdfast.push.keycloak.realm.PushMfaProvider";

    private static final String ACCESS = "dev.holdfast.access.keycloak.realm.";

    private final KeycloakNode server;
    private final AdminClient admin;
    private final Map<String, WireRealm> realms = new ConcurrentHashMap<>();

    World(KeycloakNode server) {
        this.server = server;
        this.admin = server.admin();
    }

    KeycloakNode server() {
        return server;
    }

    /** The server for a test that looks into its files or kills it; such a test is skipped where it is no process. */
    StockKeycloak process() {
        assumeTrue(server instanceof StockKeycloak, "the server is no process of this machine");
        return (StockKeycloak) server;
    }

    AdminClient admin() {
        return admin;
    }

    /** The realm that most tests use. */
    WireRealm acme() {
        return realm(TestRealms.ACME);
    }

    WireRealm other() {
        return realm(TestRealms.OTHER);
    }

    WireRealm realm(String name) {
        return realms.computeIfAbsent(name, any -> new WireRealm(server.issuer(name)));
    }

    String enrolmentToken(WireRealm realm, int uses) {
        return admin.post(adminPath(realm) + "/holdfast/enrolment-tokens", Map.of("uses", uses, "expires_in", 3_600))
                .path("enrolment_token")
                .asText();
    }

    /** A newly enrolled device. */
    WireAgent agent(WireRealm realm) {
        return WireAgent.enrol(realm, enrolmentToken(realm, 1));
    }

    /** Registers a user by the command-line door on a new device. */
    WireRegistration registration(WireRealm realm, String user) {
        return registration(agent(realm), user);
    }

    WireRegistration registration(WireAgent agent, String user) {
        return registration(agent, user, WireKey.es256());
    }

    WireRegistration registration(WireAgent agent, String user, WireKey duk) {
        WireAgent.Binding binding = WireAgent.Binding.to(duk);
        return agent.register(binding, idToken(agent.realm(), user, binding.idTokenNonce()));
    }

    /** The same with a second key, which the device releases after it asked its user. */
    WireRegistration registrationWithPin(WireAgent agent, String user, WireKey duv) {
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256(), duv);
        return agent.register(binding, idToken(agent.realm(), user, binding.idTokenNonce()));
    }

    /** An ID token by the command-line door (protocol §5, step 2). */
    String idToken(WireRealm realm, String user, String nonce) {
        Tab tab = Visitor.withoutExtension(realm).open(App.AGENT, Map.of("nonce", nonce));
        tab.password(user, user);
        return tab.tokens().idToken().compact();
    }

    /** A tab that shows the device page, in a new browser. */
    Tab devicePage(WireRealm realm) {
        return devicePage(realm, Map.of());
    }

    Tab devicePage(WireRealm realm, Map<String, String> parameters) {
        Tab tab = Visitor.withExtension(realm).open(App.SHOP, parameters);
        if (!tab.page().isDevicePage()) {
            throw new AssertionError("no device page: " + tab.page());
        }
        return tab;
    }

    /** A challenge of a new sign-in attempt in a new browser. */
    String challenge(WireRealm realm) {
        return devicePage(realm).page().challenge();
    }

    /** A whole silent sign-in in a new browser. */
    Tab signIn(WireRegistration registration) {
        return devicePage(registration.agent().realm()).signIn(registration);
    }

    /** A registration on a device that is locked already, in a realm whose devices stay unlocked for the usual time else. */
    WireRegistration locked(String realm, Supplier<WireRegistration> register) {
        configure(realm, "unlockedLifetime", "1");
        WireRegistration registration = register.get();
        Readiness.await("the end of its second", () -> isLocked(registration), Duration.ofSeconds(20));
        configure(realm, "unlockedLifetime", "43200");
        return registration;
    }

    /** Asks for a rotation, and goes on with it where it is granted. */
    private boolean isLocked(WireRegistration registration) {
        WireRealm realm = registration.agent().realm();
        Answer answer = realm.send(registration.exchange(challenge(realm), WireRegistration.newRid()));
        if (answer.status() == 200) {
            registration.rotate(answer);
        }
        return answer.status() != 200 && answer.refusal().equals("user_verification_required");
    }

    /** Events of a realm that bear this {@code device_event}, the newest first. */
    List<JsonNode> deviceEvents(WireRealm realm, String step) {
        return StreamSupport.stream(
                        admin.get(adminPath(realm) + "/events?max=1000").spliterator(), false)
                .filter(event ->
                        event.path("details").path("device_event").asText().equals(step))
                .toList();
    }

    JsonNode component(String realm) {
        return admin.get("/admin/realms/" + realm + "/components?type=" + COMPONENT)
                .path(0);
    }

    /** Changes one setting of a realm's device login. */
    void configure(String realm, String setting, String value) {
        configure(realm, Map.of(setting, List.of(value)));
    }

    /** Changes settings of a realm's device login; an empty text takes one away. */
    void configure(String realm, Map<String, List<String>> settings) {
        HttpResponse<String> answer = tryConfigure(realm, settings);
        if (answer.statusCode() != 204) {
            throw new AssertionError("refused: " + answer.body());
        }
    }

    HttpResponse<String> tryConfigure(String realm, Map<String, List<String>> settings) {
        String id = component(realm).path("id").asText();
        return admin.send(
                "PUT",
                "/admin/realms/" + realm + "/components/" + id,
                Map.of("providerType", COMPONENT, "providerId", "holdfast-device-login", "config", settings));
    }

    JsonNode pushComponent(String realm) {
        return admin.get("/admin/realms/" + realm + "/components?type=" + PUSH_COMPONENT)
                .path(0);
    }

    /** An administrator of this realm who has one role of {@code realm-management}. */
    AdminClient administratorWith(WireRealm realm, String role) {
        String name = role + "-" + UUID.randomUUID();
        addUser(realm, name);
        grant(realm, userId(realm, name), role);
        return new AdminClient(server().baseUri(), realm.issuer().getPath().replaceFirst(".*/", ""), name, name);
    }

    /** Gives somebody, a service account for example, roles of {@code realm-management}. */
    void grant(WireRealm realm, String userId, String... roles) {
        String base = adminPath(realm);
        String client = admin.get(base + "/clients?clientId=realm-management")
                .path(0)
                .path("id")
                .asText();
        List<JsonNode> found = Stream.of(roles)
                .map(role -> admin.get(base + "/clients/" + client + "/roles/" + role))
                .toList();
        admin.post(base + "/users/" + userId + "/role-mappings/clients/" + client, found);
    }

    /** Changes settings of a realm's push. */
    void configurePush(String realm, Map<String, List<String>> settings) {
        String id = pushComponent(realm).path("id").asText();
        admin.put(
                "/admin/realms/" + realm + "/components/" + id,
                Map.of("providerType", PUSH_COMPONENT, "providerId", "holdfast-push", "config", settings));
    }

    /** Changes settings of a realm's conditional access; what is not named has its default. */
    void configureAccess(WireRealm realm, Map<String, List<String>> settings) {
        String type = ACCESS + "AccessProvider";
        String id = admin.get(adminPath(realm) + "/components?type=" + type)
                .path(0)
                .path("id")
                .asText();
        // Keycloak leaves a key alone that a change does not name.
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String key : List.of(
                "access",
                "defaultPolicy",
                "requireAdminMFA",
                "mfaGroups",
                "mfaEnrolmentDays",
                "allowedFactors",
                "breakGlassGroup")) {
            all.put(key, List.of());
        }
        all.putAll(settings);
        admin.put(
                adminPath(realm) + "/components/" + id,
                Map.of("providerType", type, "providerId", "holdfast-access", "config", all));
    }

    /** Adds a policy as a realm component. */
    void addPolicy(WireRealm realm, String name, String document) {
        admin.create(
                adminPath(realm) + "/components",
                Map.of(
                        "name",
                        name,
                        "providerType",
                        ACCESS + "AccessPolicyProvider",
                        "providerId",
                        "holdfast-access-policy",
                        "config",
                        Map.of("document", List.of(document))));
    }

    /** Adds an IP list as a realm component. */
    void addIpList(WireRealm realm, String name, String entries) {
        admin.create(
                adminPath(realm) + "/components",
                Map.of(
                        "name",
                        name,
                        "providerType",
                        ACCESS + "IpListProvider",
                        "providerId",
                        "holdfast-ip-list",
                        "config",
                        Map.of("ips", List.of(entries))));
    }

    /** Removes the realm's policies and lists, and gives its conditional access the default settings. */
    void forgetAccess(WireRealm realm) {
        for (String type : List.of("AccessPolicyProvider", "IpListProvider")) {
            for (JsonNode component : admin.get(adminPath(realm) + "/components?type=" + ACCESS + type)) {
                admin.delete(
                        adminPath(realm) + "/components/" + component.path("id").asText());
            }
        }
        configureAccess(realm, Map.of());
    }

    /** Events of a type that ended at or for an application, the newest first. */
    List<JsonNode> events(WireRealm realm, String type, String clientId) {
        String query = "/events?max=20&type=" + type + "&client=" + clientId;
        return StreamSupport.stream(admin.get(adminPath(realm) + query).spliterator(), false)
                .toList();
    }

    /** Lets the realm keep events of this type as well; by itself it keeps none of refreshes. */
    void keepEvents(WireRealm realm, String type) {
        String path = adminPath(realm) + "/events/config";
        ObjectNode config = (ObjectNode) admin.get(path);
        config.withArrayProperty("enabledEventTypes").add(type);
        admin.put(path, config);
    }

    /** Switches the second factors of the realm's browser flow off, so that policies alone ask for any. */
    void leaveSecondFactorsToPolicies(WireRealm realm) {
        String flow = admin.get(adminPath(realm)).path("browserFlow").asText();
        String executions = adminPath(realm) + "/authentication/flows/" + flow.replace(" ", "%20") + "/executions";
        for (JsonNode execution : admin.get(executions)) {
            if (execution.path("displayName").asText().contains("Conditional 2FA")) {
                admin.put(executions, ((ObjectNode) execution).put("requirement", "DISABLED"));
            }
        }
    }

    String userId(WireRealm realm, String username) {
        return admin.get(adminPath(realm) + "/users?exact=true&username=" + username)
                .path(0)
                .path("id")
                .asText();
    }

    /** Changes members of a user's representation. */
    void change(WireRealm realm, String username, Map<String, Object> members) {
        Map<String, Object> user = new LinkedHashMap<>(members);
        admin.put(adminPath(realm) + "/users/" + userId(realm, username), user);
    }

    /** Gives an application a flow of its own: Keycloak's browser flow, in which its own cookie step stands. */
    void bindToStockFlow(WireRealm realm, String clientId) {
        String base = adminPath(realm);
        String flow = "";
        for (JsonNode candidate : admin.get(base + "/authentication/flows")) {
            if (candidate.path("alias").asText().equals("browser")) {
                flow = candidate.path("id").asText();
            }
        }
        String client = admin.get(base + "/clients?clientId=" + clientId)
                .path(0)
                .path("id")
                .asText();
        admin.put(
                base + "/clients/" + client,
                Map.of("clientId", clientId, "authenticationFlowBindingOverrides", Map.of("browser", flow)));
    }

    /** Adds a user whose password is the name. */
    void addUser(WireRealm realm, String username) {
        addUser(realm, username, List.of());
    }

    /** The same with further credentials, as Keycloak imports them. */
    void addUser(WireRealm realm, String username, List<Map<String, ?>> credentials) {
        List<Map<String, ?>> all = new ArrayList<>();
        all.add(Map.of("type", "password", "value", username, "temporary", false));
        all.addAll(credentials);
        admin.create(
                adminPath(realm) + "/users",
                Map.of(
                        "username",
                        username,
                        "enabled",
                        true,
                        "firstName",
                        username,
                        "lastName",
                        username,
                        "email",
                        username + "@example.com",
                        "emailVerified",
                        true,
                        "credentials",
                        all));
    }

    /** Adds a public application with attributes. */
    App addApplication(WireRealm realm, String clientId, Map<String, String> attributes) {
        App app = App.named(clientId);
        admin.create(
                adminPath(realm) + "/clients",
                Map.of(
                        "clientId",
                        clientId,
                        "publicClient",
                        true,
                        "standardFlowEnabled",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "redirectUris",
                        List.of(app.redirectUri()),
                        "attributes",
                        attributes));
        return app;
    }

    /** Adds an application that has a secret and no browser. */
    void addBackend(WireRealm realm, String clientId, String secret, Map<String, String> attributes) {
        admin.create(
                adminPath(realm) + "/clients",
                Map.of("clientId", clientId, "secret", secret, "standardFlowEnabled", false, "attributes", attributes));
    }

    /** Puts an application into the audience of another's tokens. */
    void inTokensOf(WireRealm realm, String holder, String audience) {
        String base = adminPath(realm) + "/clients";
        String id = admin.get(base + "?clientId=" + holder).path(0).path("id").asText();
        admin.create(
                base + "/" + id + "/protocol-mappers/models",
                Map.of(
                        "name",
                        "for " + audience,
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of("included.client.audience", audience, "access.token.claim", "true")));
    }

    /** Adds a realm of the usual kind, with device login and limits that a busy test does not reach. */
    WireRealm addRealm(String name, Map<String, String> attributes) {
        RealmFile file = TestRealms.withDeviceLogin(name);
        attributes.forEach(file::attribute);
        return addRealm(file);
    }

    /** Adds such a realm with policies, which come with the realm's file and not one by one. */
    WireRealm addRealmWithPolicies(String name, List<Map<String, Object>> policies) {
        RealmFile file = TestRealms.withDeviceLogin(name);
        ArrayNode components =
                file.json().withObjectProperty("components").withArrayProperty(ACCESS + "AccessPolicyProvider");
        for (Map<String, Object> policy : policies) {
            ObjectNode component = components
                    .addObject()
                    .put("name", String.valueOf(policy.get("name")))
                    .put("providerId", "holdfast-access-policy");
            component
                    .putObject("config")
                    .putArray("document")
                    .add(Json.of(policy).toString());
        }
        return addRealm(file);
    }

    private WireRealm addRealm(RealmFile file) {
        String name = file.name();
        admin.create("/admin/realms", file.json());
        configure(name, "enrolmentRefusalsPerMinute", "1000");
        configure(name, "exchangesPerMinute", "600");
        return realm(name);
    }

    /** Waits until the server's log says this. */
    void awaitLog(String text, Duration most) {
        Readiness.await(
                "in the log: " + text,
                () -> {
                    try {
                        return Files.readString(process().log()).contains(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                most);
    }

    /** What a user has of a type of credentials. */
    List<JsonNode> credentials(WireRealm realm, String username, String type) {
        String path = adminPath(realm) + "/users/" + userId(realm, username) + "/credentials";
        return StreamSupport.stream(admin.get(path).spliterator(), false)
                .filter(credential -> credential.path("type").asText().equals(type))
                .toList();
    }

    String adminPath(WireRealm realm) {
        return "/admin" + realm.issuer().getPath();
    }
}
