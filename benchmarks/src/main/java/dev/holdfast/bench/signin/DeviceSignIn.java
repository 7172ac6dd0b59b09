package dev.holdfast.bench.signin;

import dev.holdfast.bench.signin.Application.Begun;
import dev.holdfast.bench.signin.Application.Tokens;
import dev.holdfast.bench.wire.CookieJar;
import java.util.Map;

/**
 * Signs in with the device: page with the challenge, exchange, DUST, code, tokens.
 *
 * @param application for which application
 */
public record DeviceSignIn(Application application) {

    /** Signs the registration's user in from a fresh browser that is known to have the extension. */
    public Tokens signIn(DeviceUser user) {
        Begun begun = application.begin(browser());
        String challenge = begun.page().deviceChallenge();
        String dust = user.exchangeWithNonceOf(challenge);
        return application.finish(
                begun, application.post(begun, begun.page().action("holdfast-form"), Map.of("dust", dust)));
    }

    /** Opens the device page and returns its challenge. */
    public String challenge() {
        return application.begin(browser()).page().deviceChallenge();
    }

    /** Signs the user in, goes to the application once more, and returns the challenge that asks for the session's proof. */
    public String sessionChallenge(DeviceUser user) {
        Begun begun = application.begin(browser());
        String dust = user.exchangeWithNonceOf(begun.page().deviceChallenge());
        var unused = application.finish(
                begun, application.post(begun, begun.page().action("holdfast-form"), Map.of("dust", dust)));
        return application.begin(begun.jar()).page().deviceChallenge();
    }

    private static CookieJar browser() {
        return new CookieJar().with("HOLDFAST_EXTENSION", "1");
    }
}
