package dev.holdfast.it;

import dev.holdfast.it.wire.WireRealm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app of a user's, with Keycloak's own one-time passwords (RFC 6238: SHA-1, six digits, 30 s). */
final class OneTimePassword {
    private static final int PERIOD = 30;
    private static final String SECRET = "one-time-secret-of-20";

    private long used;

    private OneTimePassword() {}

    /** Makes a user, whose password is the name, with this app. */
    static OneTimePassword of(World world, WireRealm realm, String user) {
        world.addUser(
                realm,
                user,
                List.of(Map.of(
                        "type", "otp",
                        "secretData", "{\"value\":\"" + SECRET + "\"}",
                        "credentialData",
                                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":" + PERIOD
                                        + ",\"algorithm\":\"HmacSHA1\"}")));
        return new OneTimePassword();
    }

    /** A code that is good now and was not given before: Keycloak takes none twice, and looks one step ahead. */
    String now() {
        long step = Instant.now().getEpochSecond() / PERIOD;
        used = Math.max(step, used + 1);
        return code(used);
    }

    private static String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "RAW"));
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
