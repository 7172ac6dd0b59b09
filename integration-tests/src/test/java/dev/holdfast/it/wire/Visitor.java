package dev.holdfast.it.wire;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A person's browser without script: cookies, redirects and forms over plain HTTP. */
public final class Visitor {
    private final WireRealm realm;
    private final CookieJar cookies = new CookieJar();
    private Optional<String> address = Optional.empty();

    private Visitor(WireRealm realm) {
        this.realm = realm;
    }

    /** A browser with the extension: a page's script left its hint. */
    public static Visitor withExtension(WireRealm realm) {
        Visitor visitor = new Visitor(realm);
        visitor.cookies.plant("HOLDFAST_EXTENSION", "1", realm.issuer().getPath() + "/");
        return visitor;
    }

    /** The same where a page's script also saw a registration that its user can unlock. */
    public static Visitor withUnlock(WireRealm realm) {
        Visitor visitor = withExtension(realm);
        visitor.cookies.plant("HOLDFAST_UNLOCK", "1", realm.issuer().getPath() + "/");
        return visitor;
    }

    public static Visitor withoutExtension(WireRealm realm) {
        return new Visitor(realm);
    }

    /** From now on this browser comes from another address, by the word of the proxy that the server trusts. */
    public Visitor from(String otherAddress) {
        address = Optional.of(otherAddress);
        return this;
    }

    public WireRealm realm() {
        return realm;
    }

    public CookieJar cookies() {
        return cookies;
    }

    /** Opens a tab by an application's authorization request. */
    public Tab open(App app) {
        return open(app, Map.of());
    }

    /** @param parameters added to the request, or in place of its own */
    public Tab open(App app, Map<String, String> parameters) {
        String verifier = KnownSecrets.keep("PKCE verifier", Base64Url.random(32));
        String state = Base64Url.random(8);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", app.clientId());
        query.put("redirect_uri", app.redirectUri());
        query.put("scope", "openid");
        query.put("state", state);
        query.put("nonce", Base64Url.random(16));
        query.put("code_challenge", Base64Url.encode(Sha256.of(verifier)));
        query.put("code_challenge_method", "S256");
        query.putAll(parameters);
        URI uri = URI.create(realm.endpoint("authorization_endpoint") + "?" + WireRealm.form(query));
        return new Tab(this, app, verifier, state, get(uri));
    }

    public Page get(URI uri) {
        return follow(HttpRequest.newBuilder(uri).GET());
    }

    /** Posts a form as a page of the realm's own origin does. */
    public Page post(URI uri, Map<String, String> fields) {
        return post(uri, fields, Optional.of(realm.origin()));
    }

    /** Posts a form with any {@code Origin} header, or none. */
    public Page post(URI uri, Map<String, String> fields, Optional<String> origin) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(WireRealm.form(fields)));
        origin.ifPresent(value -> request.header("Origin", value));
        return follow(request);
    }

    private Page follow(HttpRequest.Builder request) {
        HttpRequest.Builder next = request;
        for (int hops = 0; hops < 20; hops++) {
            HttpResponse<byte[]> response = send(next);
            Optional<String> location = response.headers().firstValue("Location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return Page.of(response, Optional.empty());
            }
            URI target = response.uri().resolve(location.get());
            if (!(target.getScheme() + "://" + target.getAuthority()).equals(realm.origin())) {
                return Page.of(response, Optional.of(target));
            }
            next = HttpRequest.newBuilder(target).GET();
        }
        throw new AssertionError("more than 20 redirects");
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        URI uri = request.copy().build().uri();
        request.uri(realm.reach(uri));
        String header;
        synchronized (cookies) {
            header = cookies.headerFor(uri);
        }
        if (!header.isEmpty()) {
            request.header("Cookie", header);
        }
        address.ifPresent(value -> request.header("X-Forwarded-For", value));
        HttpResponse<byte[]> response = WireRealm.exchange(request.header("Accept", "text/html")
                .timeout(Duration.ofSeconds(120))
                .build());
        synchronized (cookies) {
            cookies.store(response.headers());
        }
        return response;
    }
}
