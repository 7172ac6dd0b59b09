package dev.holdfast.bench.signin;

import dev.holdfast.bench.signin.Application.Begun;
import dev.holdfast.bench.signin.Application.Tokens;
import dev.holdfast.bench.wire.CookieJar;
import java.util.Map;

/**
 * Signs in with Keycloak's own form: page, password, code, tokens.
 *
 * @param application for which application
 */
public record PasswordSignIn(Application application) {

    /** Signs a user in from a fresh browser. */
    public Tokens signIn(String user, String password) {
        return through(application.begin(new CookieJar()), user, password);
    }

    /** Signs a user in for an ID token with this nonce. */
    Tokens signIn(String user, String password, String nonce) {
        return through(application.begin(new CookieJar(), Map.of("nonce", nonce)), user, password);
    }

    private Tokens through(Begun begun, String user, String password) {
        return application.finish(
                begun,
                application.post(
                        begun,
                        begun.page().action("kc-form-login"),
                        Map.of("username", user, "password", password, "credentialId", "")));
    }
}
