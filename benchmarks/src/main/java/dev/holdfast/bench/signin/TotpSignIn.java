package dev.holdfast.bench.signin;

import dev.holdfast.bench.signin.Application.Begun;
import dev.holdfast.bench.signin.Application.Tokens;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.CookieJar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs in with Keycloak's own second factor: page, password, page, code of an authenticator app, code, tokens.
 *
 * @param application for which application
 */
public record TotpSignIn(Application application) {
    private static final int PERIOD_MILLIS = 30_000;

    /** Signs a user in from a fresh browser. */
    public Tokens signIn(String user, String password, String secret) {
        Begun begun = application.begin(new CookieJar());
        Answer named = application.post(
                begun,
                begun.page().action("kc-form-login"),
                Map.of("username", user, "password", password, "credentialId", ""));
        return application.finish(
                begun,
                application.post(
                        begun,
                        new LoginPage(named).action("kc-otp-login-form"),
                        Map.of("otp", code(secret, Clock.systemUTC().millis() / PERIOD_MILLIS))));
    }

    /** RFC 6238 with SHA-1 and six digits. */
    static String code(String secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "RAW"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", truncated % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA1", e);
        }
    }
}
