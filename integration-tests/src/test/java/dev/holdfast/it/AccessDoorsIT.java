package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("The gate at each way into a realm")
class AccessDoorsIT {
    private static final String SECRET = "of-a-test";
    private static final String ALIAS = "elsewhere";
    private static final String BROKER_CLIENT = "doors-broker";

    private static WireRealm realm;
    private static App wiki;
    private static CibaClient bank;

    private final World world;

    AccessDoorsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("access-doors", Map.of("cibaInterval", "1"));
        world.leaveSecondFactorsToPolicies(realm);
        world.keepEvents(realm, "REFRESH_TOKEN_ERROR");
        wiki = world.addApplication(realm, "wiki", Map.of());
        world.addApplication(realm, "vault", Map.of());
        world.addBackend(realm, "backend", SECRET, Map.of("standard.token.exchange.enabled", "true"));
        world.addBackend(realm, "till", SECRET, Map.of("oidc.ciba.grant.enabled", "true"));
        world.inTokensOf(realm, "wiki", "backend");
        world.inTokensOf(realm, "backend", "vault");
        bank = CibaClient.open(world, realm, "bank", Map.of("holdfast.push.ciba", "show-number"));
        broker(world);
    }

    @AfterEach
    void letEverybodyIn() {
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName("A51 the password grant: invalid_grant, with an event that says why")
    void directGrant() {
        assertThat(directGrant("wiki", TestRealms.ADA, Map.of()).isGranted()).isTrue();
        deny("wiki");

        assertThat(directGrant("wiki", TestRealms.ADA, Map.of()).refusal()).isEqualTo("invalid_grant");
        assertThat(directGrant("vault", TestRealms.ADA, Map.of()).isGranted()).isTrue();
        JsonNode event = world.events(realm, "LOGIN_ERROR", "wiki").get(0);
        assertThat(event.path("error").asText()).isEqualTo("access_denied_by_policy");
        assertThat(event.path("details").path("access_policies").asText()).contains("\"name\":\"Closed\"");
    }

    @Test
    @DisplayName("A51 the password grant where a factor is required: with a code, not without")
    void directGrantWithFactor() {
        String person = "grant-" + UUID.randomUUID();
        OneTimePassword codes = OneTimePassword.of(world, realm, person);
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));

        assertThat(directGrant("wiki", TestRealms.ADA, Map.of()).refusal()).isEqualTo("invalid_grant");
        Answer granted = directGrant("wiki", person, Map.of("totp", codes.now()));
        assertThat(granted.isGranted()).isTrue();
        assertThat(refresh(granted.granted().path("refresh_token").asText()).isGranted())
                .isTrue();
    }

    @Test
    @DisplayName("A51 a refresh is decided with the policies of now, and so is an off-line one")
    void refresh() {
        String person = "refresh-" + UUID.randomUUID();
        world.addUser(realm, person);
        String online = directGrant("wiki", person, Map.of())
                .granted()
                .path("refresh_token")
                .asText();
        String offline = directGrant("wiki", person, Map.of("scope", "openid offline_access"))
                .granted()
                .path("refresh_token")
                .asText();
        assertThat(refresh(online).isGranted()).isTrue();
        deny("wiki");

        assertThat(refresh(online).refusal()).isEqualTo("invalid_grant");
        assertThat(refresh(offline).refusal()).isEqualTo("invalid_grant");
        JsonNode event = world.events(realm, "REFRESH_TOKEN_ERROR", "wiki").get(0);
        assertThat(event.path("error").asText()).isEqualTo("access_denied_by_policy");

        world.forgetAccess(realm);
        assertThat(refresh(online).isGranted())
                .as("a refused refresh spends nothing")
                .isTrue();
    }

    @Test
    @DisplayName("A51 the token endpoint asks the same policies by whichever spelling of its address")
    void spelling() {
        String person = "spelling-" + UUID.randomUUID();
        world.addUser(realm, person);
        JsonNode tokens = directGrant("wiki", person, Map.of("scope", "openid offline_access"))
                .granted();
        Map<String, String> refresh = Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                "wiki",
                "refresh_token",
                tokens.path("refresh_token").asText());
        Map<String, String> password =
                Map.of("grant_type", "password", "client_id", "wiki", "username", person, "password", person);
        String spelt = realm.endpoint("token_endpoint") + "/";
        assertThat(realm.postForm(spelt, refresh).isGranted()).isTrue();
        assertThat(realm.postForm(spelt, password).isGranted()).isTrue();
        deny("wiki");

        assertThat(realm.postForm(spelt, refresh).refusal()).isEqualTo("invalid_grant");
        assertThat(realm.postForm(spelt, password).refusal()).isEqualTo("invalid_grant");
        assertThat(world.events(realm, "REFRESH_TOKEN_ERROR", "wiki")
                        .get(0)
                        .path("error")
                        .asText())
                .isEqualTo("access_denied_by_policy");
    }

    @Test
    @DisplayName("A51 C11 tokens by the implicit flow behind a consent: the gate's limits and denials hold for them")
    void implicit() {
        App page = world.addApplication(realm, "page", Map.of());
        String base = world.adminPath(realm) + "/clients";
        String id =
                world.admin().get(base + "?clientId=page").path(0).path("id").asText();
        world.admin()
                .put(base + "/" + id, Map.of("clientId", "page", "implicitFlowEnabled", true, "consentRequired", true));
        addLifetime("page");
        Tab tab = Visitor.withoutExtension(realm).open(page, Map.of("response_type", "id_token token"));
        tab.password(TestRealms.ADA, TestRealms.ADA);
        tab.stock(Map.of("accept", "1", "grant_type", "authorization_code"));

        String answer = tab.page().leftFor().orElseThrow().getFragment();
        assertThat(answer).contains("access_token=");
        assertThat(Integer.parseInt(answer.replaceFirst(".*expires_in=(\\d+).*", "$1")))
                .isBetween(1, 60);
    }

    @Test
    @DisplayName(
            "C11 limits hold for tokens to which nobody signed in, and for those of before once a policy is stricter")
    void limits(OtherChannel channel) throws Exception {
        JsonNode before = directGrant("wiki", TestRealms.ADA, Map.of()).granted();
        assertThat(before.path("expires_in").asInt()).isGreaterThan(60);
        addLifetime("wiki");
        assertLimited(refresh(before.path("refresh_token").asText()).granted());
        world.forgetAccess(realm);

        addLifetime("till");
        JsonNode tokens = byBackchannel(channel).granted();
        assertLimited(tokens);
        world.forgetAccess(realm);
        JsonNode renewed = confidentially(
                        "till",
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                tokens.path("refresh_token").asText()))
                .granted();
        assertLimited(renewed);
        assertThat(expiry(renewed)).isEqualTo(expiry(tokens));

        addLifetime("vault");
        String token = directGrant("wiki", TestRealms.ADA, Map.of())
                .granted()
                .path("access_token")
                .asText();
        assertThat(exchange(token, Map.of()).granted().path("expires_in").asInt())
                .isGreaterThan(60);
        assertThat(exchange(token, Map.of("audience", "vault"))
                        .granted()
                        .path("expires_in")
                        .asInt())
                .isBetween(1, 60);
    }

    @Test
    @DisplayName("C11 a session in which nobody authenticated is too old for any age; the password grant's is not")
    void age() {
        Tab impersonated = impersonate().open(App.named("vault"));
        String refresh = impersonated.tokens().refreshToken();
        assertThat(impersonated.refresh(refresh).isGranted()).isTrue();
        Answer granted = directGrant("vault", TestRealms.ADA, Map.of());
        world.addPolicy(realm, "Hour", """
                {"name": "Hour", "type": "application",
                 "effect": {"action": "allow", "obligations": {"session": {"maxAge": 3600}}}}""");

        assertThat(impersonated.refresh(refresh).refusal()).isEqualTo("invalid_grant");
        assertThat(impersonated
                        .refresh(granted.granted().path("refresh_token").asText())
                        .isGranted())
                .isTrue();
    }

    @Test
    @DisplayName("A51 RFC 8693 token exchange: decided for whoever asks, and for each audience")
    void tokenExchange() {
        String token = directGrant("wiki", TestRealms.ADA, Map.of())
                .granted()
                .path("access_token")
                .asText();
        Map<String, String> forVault = Map.of("audience", "vault");
        assertThat(exchange(token, forVault).isGranted()).isTrue();
        deny("vault");
        assertThat(exchange(token, forVault).refusal()).isEqualTo("invalid_grant");
        assertThat(exchange(token, Map.of()).isGranted()).isTrue();
        world.forgetAccess(realm);
        deny("backend");

        assertThat(exchange(token, forVault).refusal()).isEqualTo("invalid_grant");
        assertThat(exchange(token, Map.of()).refusal()).isEqualTo("invalid_grant");
        assertThat(world.events(realm, "TOKEN_EXCHANGE_ERROR", "backend")
                        .get(0)
                        .path("error")
                        .asText())
                .isEqualTo("access_denied_by_policy");
    }

    @Test
    @DisplayName("A51 CIBA: the word of another channel passes no denial")
    void backchannelAuthentication(OtherChannel channel) throws Exception {
        assertThat(byBackchannel(channel).isGranted()).isTrue();
        deny("till");

        assertThat(byBackchannel(channel).refusal()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("A51 CIBA where a factor is required: the phone's approval is one, another channel's word is none")
    void backchannelFactor(OtherChannel channel) throws Exception {
        String person = "phone-" + UUID.randomUUID();
        world.addUser(realm, person);
        WirePhone phone = PushPages.phone(world, realm, person);
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));

        String id = bank.asked(person, "47");
        phone.approve("47").granted();
        JsonNode tokens = bank.poll(id).granted();
        assertThat(bank.send(
                                "/protocol/openid-connect/token",
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "refresh_token",
                                        tokens.path("refresh_token").asText()))
                        .isGranted())
                .isTrue();
        assertThat(byBackchannel(channel).refusal()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("A51 a broker's sign-in: denied, or asked for a factor of this realm's own")
    void broker() {
        String person = "broker-" + UUID.randomUUID();
        world.addUser(world.acme(), person);
        assertThat(byBroker(person).leftFor()).isPresent();
        deny("wiki");
        assertDenied(byBroker(person));
        world.forgetAccess(realm);
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("mfa")));
        assertDenied(byBroker(person));
    }

    @Test
    @DisplayName("A51 an administrator's impersonation: gated at the first application")
    void impersonation() {
        Visitor administrator = impersonate();
        assertThat(administrator.open(App.named("vault")).isSignedIn()).isTrue();
        deny("wiki");

        assertDenied(administrator.open(wiki).page());
        assertThat(administrator.open(wiki, Map.of("prompt", "none")).error()).contains("interaction_required");
        assertThat(administrator.open(App.named("vault")).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A51 an action that the application begins, and its user cancels, leaves nothing out")
    void initiatedAction() {
        deny("wiki");
        for (String action : List.of("UPDATE_PASSWORD", "holdfast-access-check", "holdfast-access-check-late")) {
            Tab tab = Visitor.withoutExtension(realm).open(wiki, Map.of("kc_action", action));
            Page page = tab.password(TestRealms.ADA, TestRealms.ADA);
            assertDenied(page);
            assertDenied(tab.stock(Map.of("cancel-aia", "true")));
        }
    }

    @Test
    @DisplayName("A53 the break-glass group is denied by nothing, and each of its sign-ins says so in its event")
    void breakGlass() {
        String person = "rescue-" + UUID.randomUUID();
        world.addUser(realm, person);
        world.admin().post(world.adminPath(realm) + "/groups", Map.of("name", "rescue-" + person));
        String group = world.admin()
                .get(world.adminPath(realm) + "/groups?search=rescue-" + person)
                .path(0)
                .path("id")
                .asText();
        world.admin()
                .put(world.adminPath(realm) + "/users/" + world.userId(realm, person) + "/groups/" + group, Map.of());
        world.configureAccess(
                realm, Map.of("defaultPolicy", List.of("deny"), "breakGlassGroup", List.of("/rescue-" + person)));

        Tab tab = Visitor.withoutExtension(realm).open(wiki);
        tab.password(person, person);
        assertThat(tab.isSignedIn()).as(tab.page().toString()).isTrue();
        assertThat(directGrant("wiki", person, Map.of()).isGranted()).isTrue();
        assertThat(world.events(realm, "LOGIN", "wiki")).hasSizeGreaterThan(1);
        assertThat(world.events(realm, "LOGIN", "wiki").subList(0, 2)).allSatisfy(event -> {
            assertThat(event.path("details").path("access_break_glass").asText())
                    .isEqualTo("true");
            assertThat(event.path("details").path("access_decision").asText()).isEqualTo("deny");
        });
        assertDenied(Visitor.withoutExtension(realm).open(wiki).password(TestRealms.ADA, TestRealms.ADA));
    }

    @Test
    @DisplayName(
            "A52 the address is the connection's, or a trusted proxy's word: no header of anybody else's, and no other header")
    void forgedAddress() throws IOException {
        world.process();
        world.addIpList(realm, "office", TestPlaces.VIENNA);
        world.addPolicy(realm, "Office only", """
                {"name": "Office only", "type": "application", "conditions": {"not": {"ipAddressIn": ["office"]}},
                 "effect": {"action": "deny"}}""");

        assertThat(Visitor.withoutExtension(realm)
                        .from(TestPlaces.VIENNA)
                        .open(wiki)
                        .password(TestRealms.ADA, TestRealms.ADA)
                        .leftFor())
                .isPresent();
        assertDenied(Visitor.withoutExtension(realm).open(wiki).password(TestRealms.ADA, TestRealms.ADA));
        assertThat(grantFrom("127.0.0.1", "X-Forwarded-For: " + TestPlaces.VIENNA))
                .contains("access_token");
        assertThat(grantFrom("127.0.0.2", "X-Forwarded-For: " + TestPlaces.VIENNA))
                .contains("invalid_grant");
        for (String header : List.of("Forwarded: for=", "X-Real-IP: ", "True-Client-IP: ", "X-Client-IP: ")) {
            assertThat(grantFrom("127.0.0.1", header + TestPlaces.VIENNA))
                    .as(header)
                    .contains("invalid_grant");
        }
    }

    /** The password grant over a connection that comes from another address of this machine. */
    private static String grantFrom(String address, String header) throws IOException {
        URI token = URI.create(realm.endpoint("token_endpoint"));
        String form = "grant_type=password&client_id=wiki&username=" + TestRealms.ADA + "&password=" + TestRealms.ADA;
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            socket.setSoTimeout(60_000);
            socket.connect(new InetSocketAddress("127.0.0.1", token.getPort()));
            socket.getOutputStream()
                    .write(("POST " + token.getPath() + " HTTP/1.1\r\nHost: " + token.getAuthority()
                                    + "\r\nConnection: close\r\n" + header
                                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + form.length() + "\r\n\r\n" + form)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The browser of an administrator who impersonates a user. */
    private Visitor impersonate() {
        HttpResponse<String> answer = world.admin()
                .send(
                        "POST",
                        world.adminPath(realm) + "/users/" + world.userId(realm, TestRealms.GRACE) + "/impersonation",
                        Map.of());
        Visitor administrator = Visitor.withoutExtension(realm);
        administrator.cookies().store(answer.headers());
        return administrator;
    }

    private static void assertLimited(JsonNode tokens) {
        assertThat(tokens.path("expires_in").asInt()).isBetween(1, 60);
        assertThat(tokens.path("refresh_expires_in").asInt()).isBetween(1, 60);
    }

    private static long expiry(JsonNode tokens) {
        return Jws.parse(tokens.path("access_token").asText())
                .claims()
                .path("exp")
                .asLong();
    }

    private void addLifetime(String clientId) {
        world.addPolicy(
                realm,
                "Short",
                "{\"name\": \"Short\", \"type\": \"application\", \"effect\": {\"action\": \"allow\","
                        + " \"obligations\": {\"session\": {\"lifetime\": 60}}},"
                        + " \"targets\": {\"resources\": [{\"type\": \"application\", \"id\": \"" + clientId
                        + "\"}]}}");
    }

    private void deny(String clientId) {
        world.addPolicy(
                realm,
                "Closed",
                "{\"name\": \"Closed\", \"type\": \"application\", \"effect\": {\"action\": \"deny\"},"
                        + " \"targets\": {\"resources\": [{\"type\": \"application\", \"id\": \"" + clientId
                        + "\"}]}}");
    }

    private static Answer directGrant(String clientId, String user, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                clientId,
                "scope",
                "openid",
                "username",
                user,
                "password",
                user));
        form.putAll(more);
        return realm.postForm(realm.endpoint("token_endpoint"), form);
    }

    private static Answer refresh(String token) {
        return realm.postForm(
                realm.endpoint("token_endpoint"),
                Map.of("grant_type", "refresh_token", "client_id", "wiki", "refresh_token", token));
    }

    private static Answer exchange(String token, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", token,
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
        form.putAll(more);
        return confidentially("backend", form);
    }

    private static Answer byBackchannel(OtherChannel channel) throws Exception {
        JsonNode asked = realm.postForm(
                        realm.issuer() + "/protocol/openid-connect/ext/ciba/auth",
                        Map.of(
                                "client_id",
                                "till",
                                "client_secret",
                                SECRET,
                                "scope",
                                "openid",
                                "login_hint",
                                TestRealms.ADA))
                .granted();
        channel.approve(realm);
        return confidentially(
                "till",
                Map.of(
                        "grant_type",
                        "urn:openid:params:grant-type:ciba",
                        "auth_req_id",
                        asked.path("auth_req_id").asText()));
    }

    private static Answer confidentially(String clientId, Map<String, String> grant) {
        Map<String, String> form = new LinkedHashMap<>(grant);
        form.put("client_id", clientId);
        form.put("client_secret", SECRET);
        return realm.postForm(realm.endpoint("token_endpoint"), form);
    }

    private static Page byBroker(String person) {
        Visitor visitor = Visitor.withoutExtension(realm);
        Page page = visitor.open(wiki, Map.of("kc_idp_hint", ALIAS)).page();
        return visitor.post(page.action(), Map.of("username", person, "password", person));
    }

    private static void broker(World world) {
        String endpoint = world.acme().issuer() + "/protocol/openid-connect/";
        world.admin()
                .create(
                        world.adminPath(world.acme()) + "/clients",
                        Map.of(
                                "clientId", BROKER_CLIENT,
                                "secret", SECRET,
                                "redirectUris", List.of(realm.issuer() + "/broker/" + ALIAS + "/endpoint")));
        Map<String, String> config = new LinkedHashMap<>();
        config.put("clientId", BROKER_CLIENT);
        config.put("clientSecret", SECRET);
        config.put("clientAuthMethod", "client_secret_post");
        config.put("issuer", world.acme().issuer().toString());
        config.put("authorizationUrl", endpoint + "auth");
        config.put("tokenUrl", endpoint + "token");
        config.put("jwksUrl", endpoint + "certs");
        config.put("useJwksUrl", "true");
        config.put("validateSignature", "true");
        config.put("defaultScope", "openid profile email");
        world.admin()
                .send(
                        "POST",
                        world.adminPath(realm) + "/identity-provider/instances",
                        Map.of(
                                "alias",
                                ALIAS,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "trustEmail",
                                true,
                                "config",
                                config));
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-denied");
        assertThat(page.leftFor()).isEmpty();
    }
}
