package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Grants that pass no sign-in page, for an application that requires the device")
class GrantDoorsIT {
    private static final String SECRET = "of-a-test";
    private static final String STRICT = "holdfast.deviceRequired";
    private static final String DEVICE_GRANT = "oauth2.device.authorization.grant.enabled";
    private static final String EXCHANGE = "standard.token.exchange.enabled";
    private static final String CIBA = "oidc.ciba.grant.enabled";

    private static WireRealm realm;
    private static App wiki;

    private final World world;

    GrantDoorsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("grants", Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
        world.addApplication(realm, "tv", Map.of(STRICT, "true", DEVICE_GRANT, "true"));
        world.addApplication(realm, "radio", Map.of(DEVICE_GRANT, "true"));
        confidential(world, "backend", Map.of(EXCHANGE, "true"));
        confidential(world, "safe", Map.of(STRICT, "true", EXCHANGE, "true"));
        confidential(world, "till", Map.of(CIBA, "true"));
        confidential(world, "strict-till", Map.of(STRICT, "true", CIBA, "true"));
        world.inTokensOf(realm, "wiki", "backend");
        world.inTokensOf(realm, "wiki", "safe");
        world.inTokensOf(realm, "backend", "safe");
    }

    @Test
    @DisplayName(
            "A35 RFC 8693 token exchange: no token of a session without the device becomes one for such an application,"
                    + " as the requester's own or as the audience")
    void tokenExchange() {
        String password = passwordToken();
        String device = Visitor.withExtension(realm)
                .open(wiki)
                .signIn(world.registration(realm, TestRealms.ADA))
                .tokenAnswer()
                .path("access_token")
                .asText();

        assertThat(exchange("backend", password, "").isGranted()).isTrue();
        assertThat(exchange("backend", password, "safe").refusal()).isEqualTo("invalid_grant");
        assertThat(exchange("safe", password, "").refusal()).isEqualTo("invalid_grant");
        assertThat(exchange("backend", device, "safe").isGranted()).isTrue();
        assertThat(exchange("safe", device, "").isGranted()).isTrue();
        assertThat(world.deviceEvents(realm, "device_required_refused"))
                .anySatisfy(event -> assertThat(event.path("error").asText()).isEqualTo("device_required"));
    }

    @Test
    @DisplayName("A35 RFC 8628 device authorization grant: whoever confirms the code must have the device")
    void deviceAuthorizationGrant() {
        DeviceCode radio = DeviceCode.shownBy(realm, "radio");
        Visitor password = Visitor.withoutExtension(realm);
        Page page = password.get(radio.confirmation());
        page = password.post(page.action(), Map.of("username", TestRealms.GRACE, "password", TestRealms.GRACE));
        password.post(page.stockForm(), Map.of("accept", "1"));
        assertThat(radio.poll().isGranted()).isTrue();

        DeviceCode refused = DeviceCode.shownBy(realm, "tv");
        page = password.get(refused.confirmation());
        assertThat(page.isDevicePage()).isTrue();
        page = password.post(page.action(), Map.of("other", "1"));
        assertThat(page.status()).isEqualTo(403);
        assertThat(refused.poll().refusal()).isEqualTo("authorization_pending");

        DeviceCode granted = DeviceCode.shownBy(realm, "tv");
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor ada = Visitor.withExtension(realm);
        page = ada.get(granted.confirmation());
        page = ada.post(page.action(), Map.of("dust", registration.dustFor(page.challenge())));
        ada.post(page.stockForm(), Map.of("accept", "1"));
        assertThat(granted.poll().isGranted()).isTrue();
    }

    @Test
    @DisplayName("A35 CIBA: the word of another channel is no device")
    void backchannelAuthentication(OtherChannel channel) throws Exception {
        assertThat(byBackchannel("till", channel).isGranted()).isTrue();
        assertThat(byBackchannel("strict-till", channel).refusal()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("A35 UMA: no permission ticket of a session without the device is good at such a resource server")
    void permissionTicket() {
        ResourceServer archive = ResourceServer.make(world, realm, "archive", Map.of());
        ResourceServer strict = ResourceServer.make(world, realm, "strict-archive", Map.of(STRICT, "true"));
        String password = passwordToken();
        String device = Visitor.withExtension(realm)
                .open(wiki)
                .signIn(world.registration(realm, TestRealms.ADA))
                .tokenAnswer()
                .path("access_token")
                .asText();

        assertThat(archive.permissions("backend", password).isGranted()).isTrue();
        assertThat(strict.permissions("backend", password).refusal()).isEqualTo("invalid_grant");
        assertThat(strict.permissions("backend", device).isGranted()).isTrue();
    }

    @Test
    @DisplayName("A35 RFC 7523: the assertion of another organization is no device")
    void assertion() {
        AssertionIssuer partner = AssertionIssuer.trustedBy(world, realm);
        partner.client("robot", Map.of());
        partner.client("strict-robot", Map.of(STRICT, "true"));
        partner.knows(TestRealms.GRACE);

        assertThat(partner.grant("robot", TestRealms.GRACE).isGranted()).isTrue();
        assertThat(partner.grant("strict-robot", TestRealms.GRACE).refusal()).isEqualTo("invalid_grant");
        assertThat(world.deviceEvents(realm, "device_required_refused"))
                .anySatisfy(event -> assertThat(event.path("clientId").asText()).isEqualTo("strict-robot"));
    }

    @Test
    @DisplayName(
            "A35 an application that begins to require the device refuses its older tokens at their next refresh, and"
                    + " goes on to act for itself")
    void beginsToRequire() {
        App late = world.addApplication(realm, "late", Map.of());
        Tab without = Visitor.withoutExtension(realm).open(late);
        without.password(TestRealms.GRACE, TestRealms.GRACE);
        String old = without.tokens().refreshToken();
        Tab with = Visitor.withExtension(realm).open(late).signIn(world.registration(realm, TestRealms.ADA));
        String proven = with.tokens().refreshToken();
        assertThat(without.refresh(old).isGranted()).isTrue();

        require("late");

        assertThat(without.refresh(old).refusal()).isEqualTo("invalid_grant");
        assertThat(with.refresh(proven).isGranted()).isTrue();
        assertThat(token("safe", Map.of("grant_type", "client_credentials")).isGranted())
                .isTrue();
    }

    @Test
    @DisplayName("A36 back-channel logout: an application hears of a revocation at once, with the session's id")
    void backchannelLogout() throws IOException, InterruptedException {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        try {
            App listening = world.addApplication(
                    realm,
                    "listening",
                    Map.of(
                            "backchannel.logout.session.required",
                            "true",
                            "backchannel.logout.url",
                            "http://127.0.0.1:" + application.getAddress().getPort() + "/"));
            WireRegistration registration = world.registration(realm, TestRealms.ADA);
            Tab tab = Visitor.withExtension(realm).open(listening).signIn(registration);
            String session = tab.tokens().access().path("sid").asText();

            realm.send(registration.revoke("lost")).granted();

            String body = received.poll(30, TimeUnit.SECONDS);
            assertThat(body).startsWith("logout_token=");
            JsonNode claims =
                    Jws.parse(body.substring("logout_token=".length())).claims();
            assertThat(claims.path("sid").asText()).isEqualTo(session);
            assertThat(claims.path("aud").asText()).isEqualTo("listening");
        } finally {
            application.stop(0);
        }
    }

    @Test
    @DisplayName("A36 after a sign-out an ID token brings no session back, with the old cookies neither")
    void afterSignOut() {
        Visitor owner = Visitor.withExtension(realm);
        Tab tab = owner.open(wiki).signIn(world.registration(realm, TestRealms.ADA));
        String idToken = tab.tokens().idToken().compact();
        Visitor thief = Visitor.withoutExtension(realm);
        owner.cookies().all().forEach(thief.cookies()::copy);

        owner.get(URI.create(realm.issuer() + "/protocol/openid-connect/logout?id_token_hint=" + idToken));

        Map<String, String> silently = Map.of("prompt", "none", "id_token_hint", idToken);
        assertThat(thief.open(wiki, silently).error()).contains("login_required");
        assertThat(owner.open(wiki, silently).error()).contains("login_required");
    }

    private static Answer byBackchannel(String clientId, OtherChannel channel) throws Exception {
        JsonNode asked = realm.postForm(
                        realm.issuer() + "/protocol/openid-connect/ext/ciba/auth",
                        Map.of(
                                "client_id",
                                clientId,
                                "client_secret",
                                SECRET,
                                "scope",
                                "openid",
                                "login_hint",
                                TestRealms.ADA))
                .granted();
        channel.approve(realm);
        return token(
                clientId,
                Map.of(
                        "grant_type",
                        "urn:openid:params:grant-type:ciba",
                        "auth_req_id",
                        asked.path("auth_req_id").asText()));
    }

    private static String passwordToken() {
        return realm.postForm(
                        realm.endpoint("token_endpoint"),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                wiki.clientId(),
                                "scope",
                                "openid",
                                "username",
                                TestRealms.GRACE,
                                "password",
                                TestRealms.GRACE))
                .granted()
                .path("access_token")
                .asText();
    }

    /** @param audience empty for the requester itself */
    private static Answer exchange(String requester, String token, String audience) {
        Map<String, String> grant = new LinkedHashMap<>(Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token", token,
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
        if (!audience.isEmpty()) {
            grant.put("audience", audience);
        }
        return token(requester, grant);
    }

    private static Answer token(String clientId, Map<String, String> grant) {
        Map<String, String> form = new LinkedHashMap<>(grant);
        form.put("client_id", clientId);
        form.put("client_secret", SECRET);
        return realm.postForm(realm.endpoint("token_endpoint"), form);
    }

    private static void confidential(World world, String clientId, Map<String, String> attributes) {
        world.admin()
                .create(
                        world.adminPath(realm) + "/clients",
                        Map.of(
                                "clientId", clientId,
                                "secret", SECRET,
                                "serviceAccountsEnabled", true,
                                "standardFlowEnabled", false,
                                "attributes", attributes));
    }

    private void require(String clientId) {
        String base = world.adminPath(realm) + "/clients";
        String id = world.admin()
                .get(base + "?clientId=" + clientId)
                .path(0)
                .path("id")
                .asText();
        world.admin().put(base + "/" + id, Map.of("clientId", clientId, "attributes", Map.of(STRICT, "true")));
    }
}
