package dev.holdfast.agent.registration;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.RealmConfiguration;
import dev.holdfast.agent.realm.RealmHttp;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The command line's door: OpenID Connect code flow with PKCE for a native application (RFC 8252), whose ID token
 * carries the nonce of a pending registration.
 */
public final class CodeFlow {
    private static final int STATE_BYTES = 16;
    /** The server takes sign-ins of up to 300 seconds before; an older session has to sign in again. */
    private static final String MAX_AGE = "240";

    private final RealmConfiguration configuration;
    private final RealmHttp http;
    private final Platform platform;

    /** A flow with one realm. */
    public CodeFlow(RealmConfiguration configuration, RealmHttp http, Platform platform) {
        this.configuration = configuration;
        this.http = http;
        this.platform = platform;
    }

    /**
     * Lets the user sign in.
     *
     * @param nonce for the ID token
     * @param open gets the URL that the user must open
     * @param limit how long to wait for the user
     */
    public IdToken signIn(String nonce, Consumer<URI> open, Duration limit) throws Refusal, IOException {
        CodeVerifier verifier = CodeVerifier.fresh(platform);
        String state = Base64Url.encode(platform.randomBytes(STATE_BYTES));
        try (LoopbackRedirect redirect = new LoopbackRedirect(state)) {
            Map<String, String> request = new LinkedHashMap<>();
            request.put("response_type", "code");
            request.put("client_id", configuration.clientId());
            request.put("redirect_uri", redirect.uri());
            request.put("scope", "openid");
            request.put("state", state);
            request.put("nonce", nonce);
            request.put("max_age", MAX_AGE);
            request.put("code_challenge", verifier.challenge());
            request.put("code_challenge_method", "S256");
            open.accept(withQuery(configuration.authorizationEndpoint(), request));
            return redeem(redirect.awaitCode(limit), redirect.uri(), verifier, nonce);
        }
    }

    private IdToken redeem(String code, String redirectUri, CodeVerifier verifier, String nonce) throws Refusal {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", configuration.clientId());
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", verifier.verifier());
        RealmHttp.Reply reply;
        JsonObject tokens;
        try {
            reply = http.postForm(configuration.tokenEndpoint(), form);
            tokens = reply.json();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
        if (reply.status() != 200) {
            throw Refusal.of(ErrorCode.INVALID_ID_TOKEN, "The realm did not redeem the code.");
        }
        try {
            IdToken idToken = IdToken.parse(tokens.string("id_token"));
            // OpenID Connect Core section 3.1.3.7: an answer to another request than this one is not ours.
            if (!idToken.nonce().equals(nonce)
                    || !idToken.issuer().equals(configuration.issuer().value())) {
                throw Refusal.of(ErrorCode.INVALID_ID_TOKEN, "The ID token answers another request.");
            }
            return idToken;
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.INVALID_ID_TOKEN, e);
        }
    }

    private static URI withQuery(URI endpoint, Map<String, String> query) {
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + separator + RealmHttp.formEncoded(query));
    }
}
