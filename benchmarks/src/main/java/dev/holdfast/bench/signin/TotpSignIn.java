package dev.holdfast.bench.signin;

import dev.holdfast.bench.signin.Application.Begun;
import dev.holdfast.bench.signin.Application.Tokens;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.CookieJar;
import dev.holdfast.harness.AuthenticatorApp;
import java.time.Instant;
import java.util.Map;

/**
 * Signs in with Keycloak's own second factor: page, password, page, code of an authenticator app, code, tokens.
 *
 * @param application for which application
 */
public record TotpSignIn(Application application) {

    /** Signs a user in from a fresh browser. */
    public Tokens signIn(String user, String password, AuthenticatorApp app) {
        Begun begun = application.begin(new CookieJar());
        Answer named = application.post(
                begun,
                begun.page().action("kc-form-login"),
                Map.of("username", user, "password", password, "credentialId", ""));
        String code = app.code(Instant.now().getEpochSecond() / AuthenticatorApp.PERIOD_SECONDS);
        return application.finish(
                begun, application.post(begun, new LoginPage(named).action("kc-otp-login-form"), Map.of("otp", code)));
    }
}
