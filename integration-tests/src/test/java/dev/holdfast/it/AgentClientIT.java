package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Base64Url;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedServer.class)
@DisplayName("A23 The client holdfast-agent: code flow with PKCE on the loopback address, and nothing else")
class AgentClientIT {
    private final World world;
    private final WireRealm realm;

    AgentClientIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    static Stream<Arguments> grants() {
        return Stream.of(
                Arguments.of("password", Map.of("username", "ada", "password", "ada", "scope", "openid")),
                Arguments.of("client_credentials", Map.of("scope", "openid")),
                Arguments.of("urn:ietf:params:oauth:grant-type:device_code", Map.of("device_code", "x")),
                Arguments.of("urn:openid:params:grant-type:ciba", Map.of("auth_req_id", "x")),
                Arguments.of("urn:ietf:params:oauth:grant-type:jwt-bearer", Map.of("assertion", "x")),
                Arguments.of("urn:ietf:params:oauth:grant-type:uma-ticket", Map.of("audience", "shop")));
    }

    @ParameterizedTest(name = "A23 grant {0} is refused")
    @MethodSource("grants")
    @DisplayName("A23 each other grant is refused")
    void grant(String type, Map<String, String> parameters) {
        Answer answer = token(type, parameters);

        assertThat(answer.status()).isBetween(400, 401);
        assertThat(answer.refusal())
                .isIn(
                        "unauthorized_client",
                        "unsupported_grant_type",
                        "invalid_client",
                        "invalid_grant",
                        "invalid_request",
                        "access_denied");
    }

    @Test
    @DisplayName("A23 token exchange: another client's access token buys nothing")
    void tokenExchange() {
        Tab tab = Visitor.withoutExtension(realm).open(App.SHOP);
        tab.password(TestRealms.ADA, TestRealms.ADA);
        Answer answer = token(
                "urn:ietf:params:oauth:grant-type:token-exchange",
                Map.of(
                        "subject_token",
                        tab.tokens().accessToken().compact(),
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token",
                        "requested_token_type",
                        "urn:ietf:params:oauth:token-type:id_token"));

        assertThat(answer.status()).isBetween(400, 403);
    }

    @Test
    @DisplayName("A23 no device code and no backchannel request begins for it")
    void decoupledFlows() {
        String oidc = realm.issuer() + "/protocol/openid-connect";
        assertThat(realm.postForm(oidc + "/auth/device", Map.of("client_id", "holdfast-agent"))
                        .status())
                .isBetween(400, 401);
        assertThat(realm.postForm(
                                oidc + "/ext/ciba/auth",
                                Map.of("client_id", "holdfast-agent", "login_hint", "ada", "scope", "openid"))
                        .status())
                .isBetween(400, 401);
    }

    @Test
    @DisplayName("A23 no code without PKCE, none with the plain method, none elsewhere than on the loopback address")
    void codeFlow() {
        Map<String, Map<String, String>> requests = new LinkedHashMap<>();
        requests.put("plain", Map.of("code_challenge_method", "plain"));
        requests.put("no challenge", Map.of("code_challenge", "", "code_challenge_method", ""));
        requests.put("implicit", Map.of("response_type", "id_token"));
        requests.put("hybrid", Map.of("response_type", "code id_token"));
        requests.put("foreign host", Map.of("redirect_uri", "http://evil.example/callback"));
        requests.put("foreign path", Map.of("redirect_uri", "http://127.0.0.1:4711/elsewhere"));
        requests.put("look-alike host", Map.of("redirect_uri", "http://127.0.0.1.evil.example/callback"));
        requests.put("user info", Map.of("redirect_uri", "http://127.0.0.1@evil.example/callback"));
        requests.forEach((name, parameters) -> {
            Page page =
                    Visitor.withoutExtension(realm).open(App.AGENT, parameters).page();
            assertThat(page.asksForPassword()).as(name).isFalse();
            page.leftFor().ifPresent(uri -> {
                assertThat(uri.toString()).as(name).contains("error=").doesNotContain("code=");
                assertThat(uri.getHost()).as(name).isEqualTo("127.0.0.1");
            });
        });
    }

    @Test
    @DisplayName("A23 the code flow on any loopback port gives an ID token and no refresh token")
    void loopback() {
        for (int port : new int[] {1025, 40_000, 65_535}) {
            App agent = new App("holdfast-agent", "http://127.0.0.1:" + port + "/callback");
            Tab tab = Visitor.withoutExtension(realm).open(agent, Map.of("nonce", Base64Url.random(32)));
            tab.password(TestRealms.ADA, TestRealms.ADA);
            var answer = tab.tokenAnswer();
            assertThat(answer.has("id_token")).isTrue();
            assertThat(answer.has("refresh_token")).isFalse();
        }
    }

    private Answer token(String grant, Map<String, String> parameters) {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("grant_type", grant);
        form.put("client_id", "holdfast-agent");
        return realm.postForm(realm.endpoint("token_endpoint"), form);
    }
}
