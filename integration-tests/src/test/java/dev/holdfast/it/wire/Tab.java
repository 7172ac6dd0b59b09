package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One sign-in in one browser tab. */
public final class Tab {
    private final Visitor visitor;
    private final App app;
    private final String verifier;
    private final String state;
    private Page page;

    Tab(Visitor visitor, App app, String verifier, String state, Page page) {
        this.visitor = visitor;
        this.app = app;
        this.verifier = verifier;
        this.state = state;
        this.page = page;
    }

    /** Tokens of a finished sign-in, taken apart but for the refresh token. */
    public record Tokens(Jws idToken, Jws accessToken, String refreshToken) {
        public ObjectNode id() {
            return idToken.claims();
        }

        public ObjectNode access() {
            return accessToken.claims();
        }
    }

    public Page page() {
        return page;
    }

    public Visitor visitor() {
        return visitor;
    }

    /** Loads the present page again. */
    public Page reload() {
        return open(page.uri());
    }

    /** Follows a link of the present page. */
    public Page open(URI link) {
        page = visitor.get(link);
        return page;
    }

    /** Posts fields from the present page's form. */
    public Page post(Map<String, String> fields) {
        page = visitor.post(page.action(), fields);
        return page;
    }

    /** Posts fields from a page of Keycloak's own. */
    public Page stock(Map<String, String> fields) {
        page = visitor.post(page.stockForm(), fields);
        return page;
    }

    public Page password(String user, String password) {
        return post(Map.of("username", user, "password", password));
    }

    public Page dust(String dust) {
        return post(Map.of("dust", dust));
    }

    /** Signs in by a registration: exchange and DUST. */
    public Tab signIn(WireRegistration registration) {
        dust(registration.dustFor(page.challenge()));
        return this;
    }

    /** Proves the browser's session by a registration: proof and DUST. */
    public Tab prove(WireRegistration registration) {
        dust(registration.proofFor(page.challenge()));
        return this;
    }

    /** The error that the application was sent away with. */
    public Optional<String> error() {
        return page.leftFor().map(Tab::query).map(query -> query.get("error"));
    }

    /** Trades a refresh token of this application for new tokens. */
    public Answer refresh(String refreshToken) {
        return visitor.realm()
                .postForm(
                        visitor.realm().endpoint("token_endpoint"),
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                app.clientId(),
                                "refresh_token",
                                refreshToken));
    }

    /** Whether the sign-in ended at the application with a code. */
    public boolean isSignedIn() {
        return page.leftFor()
                .map(Tab::query)
                .filter(query -> query.containsKey("code"))
                .isPresent();
    }

    public String code() {
        Map<String, String> query =
                query(page.leftFor().orElseThrow(() -> new AssertionError("not signed in: " + page)));
        if (!state.equals(query.get("state"))) {
            throw new AssertionError("another state: " + query);
        }
        return Optional.ofNullable(query.get("code")).orElseThrow(() -> new AssertionError("no code: " + query));
    }

    public JsonNode tokenAnswer() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", app.clientId());
        form.put("redirect_uri", app.redirectUri());
        form.put("code", code());
        form.put("code_verifier", verifier);
        return visitor.realm()
                .postForm(visitor.realm().endpoint("token_endpoint"), form)
                .granted();
    }

    public Tokens tokens() {
        JsonNode answer = tokenAnswer();
        return new Tokens(
                Jws.parse(KnownSecrets.keep("ID token", answer.path("id_token").asText())),
                Jws.parse(KnownSecrets.keep(
                        "access token", answer.path("access_token").asText())),
                answer.path("refresh_token").asText());
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
