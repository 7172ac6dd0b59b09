package dev.holdfast.bench.signin;

import dev.holdfast.bench.signin.Application.Begun;
import dev.holdfast.bench.signin.Application.Tokens;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.CookieJar;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import java.util.Map;

/**
 * Signs in with Keycloak's own WebAuthn step: page with the user name, page with the challenge, assertion, code, tokens.
 *
 * @param application for which application
 */
public record WebAuthnSignIn(Application application) {

    /** Signs a user in from a fresh browser. */
    public Tokens signIn(String user, SoftwareAuthenticator authenticator) {
        Begun begun = application.begin(new CookieJar());
        Answer named = application.post(begun, begun.page().action("kc-form-login"), Map.of("username", user));
        LoginPage page = new LoginPage(named);
        SoftwareAuthenticator.Assertion assertion = authenticator.answer(
                page.webAuthnChallenge(),
                application.realm().origin(),
                application.realm().host());
        Answer last = application.post(
                begun,
                page.action("webauth"),
                Map.of(
                        "clientDataJSON", Base64Url.encode(assertion.clientDataJson()),
                        "authenticatorData", Base64Url.encode(assertion.authenticatorData()),
                        "signature", Base64Url.encode(assertion.signature()),
                        "credentialId", Base64Url.encode(assertion.credentialId()),
                        "userHandle", "",
                        "error", ""));
        return application.finish(begun, last);
    }
}
