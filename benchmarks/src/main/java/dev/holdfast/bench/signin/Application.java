package dev.holdfast.bench.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.CookieJar;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.Sha256;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public client that signs users in by the code flow with PKCE (RFC 7636) and asks for ID, access and refresh token.
 * One sign-in is {@link #begin}, a way through the login's pages, and {@link #finish}.
 */
public final class Application {

    private static final int MOST_REDIRECTS = 5;
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Http http;
    private final Realm realm;
    private final String clientId;
    private final String redirectUri;

    /**
     * @param clientId a public client of the realm
     * @param redirectUri where the login leads back to; nobody listens there
     */
    public Application(Http http, Realm realm, String clientId, String redirectUri) {
        this.http = http;
        this.realm = realm;
        this.clientId = clientId;
        this.redirectUri = redirectUri;
    }

    /** A sign-in that has begun: the browser's cookies, the page it shows, and PKCE's secret. */
    public record Begun(CookieJar jar, LoginPage page, String verifier) {}

    /** Tokens of a finished sign-in. */
    public record Tokens(String idToken, String accessToken, String refreshToken) {}

    public Realm realm() {
        return realm;
    }

    /** Sends the authorization request from a browser with these cookies. */
    public Begun begin(CookieJar jar) {
        return begin(jar, Map.of("nonce", Base64Url.random(16)));
    }

    /** Sends the authorization request with these further parameters. */
    public Begun begin(CookieJar jar, Map<String, String> further) {
        String verifier = Base64Url.random(32);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirectUri);
        query.put("scope", "openid");
        query.put("state", Base64Url.random(16));
        query.putAll(further);
        query.put("code_challenge", Base64Url.encode(Sha256.of(verifier)));
        query.put("code_challenge_method", "S256");
        URI uri = URI.create(realm.authorization() + "?" + Http.encoded(query));
        return new Begun(jar, new LoginPage(http.get(uri, jar)), verifier);
    }

    /** Posts a form of the login. */
    public Answer post(Begun begun, URI action, Map<String, String> form) {
        return http.post(action, begun.jar(), realm.origin(), form);
    }

    /** Goes where the login leads within the realm, to a page. */
    public LoginPage follow(Begun begun, Answer answer) {
        Answer last = answer;
        for (int i = 0; i < MOST_REDIRECTS && last.redirect().isPresent(); i++) {
            last = http.get(last.uri().resolve(last.redirect().get()), begun.jar());
        }
        return new LoginPage(last);
    }

    /**
     * Redeems the code that the login's last answer redirects with.
     *
     * @throws UnexpectedAnswerException if it is no such answer, or a token is missing
     */
    public Tokens finish(Begun begun, Answer last) {
        String location = last.redirect()
                .map(URI::toString)
                .filter(uri -> uri.startsWith(redirectUri))
                .orElseThrow(() -> new UnexpectedAnswerException("a redirect to the application", last));
        Matcher code = CODE.matcher(location);
        if (!code.find()) {
            throw new UnexpectedAnswerException("a code", last);
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", clientId);
        form.put("redirect_uri", redirectUri);
        form.put("code", code.group(1));
        form.put("code_verifier", begun.verifier());
        Answer answer = http.post(realm.token(), form);
        JsonNode tokens = answer.json();
        return new Tokens(
                required(answer, tokens, "id_token"),
                required(answer, tokens, "access_token"),
                tokens.path("refresh_token").asText());
    }

    private static String required(Answer answer, JsonNode tokens, String name) {
        if (!tokens.hasNonNull(name)) {
            throw new UnexpectedAnswerException(name, answer);
        }
        return tokens.path(name).asText();
    }
}
