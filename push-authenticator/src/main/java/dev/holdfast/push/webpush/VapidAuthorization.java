package dev.holdfast.push.webpush;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.push.delivery.VapidKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What tells a push service who sends: a short token for its origin alone (RFC 8292). */
public final class VapidAuthorization {
    /** Well under the day that RFC 8292 §2 allows, and over what clocks differ by. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = part(Map.of("typ", "JWT", "alg", "ES256"));

    private VapidAuthorization() {}

    /**
     * The value of {@code Authorization} (RFC 8292 §3).
     *
     * @param endpoint where the message goes
     * @param contact {@code mailto:} or {@code https:}, for the push service's operator
     */
    public static String header(URI endpoint, VapidKey key, String contact, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", origin(endpoint));
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        claims.put("sub", contact);
        String signed = HEADER + "." + part(claims);
        return "vapid t=" + signed + "." + BASE64URL.encodeToString(signature(key, signed)) + ", k="
                + key.publicPoint();
    }

    /** The origin in ASCII (RFC 6454 §6.2): no port where it is the scheme's own. */
    static String origin(URI endpoint) {
        String scheme = endpoint.getScheme().toLowerCase(Locale.ROOT);
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        int port = endpoint.getPort();
        return scheme + "://" + host + (port == -1 || port == 443 ? "" : ":" + port);
    }

    private static byte[] signature(VapidKey key, String signed) {
        try {
            Signature signer = Signature.getInstance("SHA256withPLAIN-ECDSA", CryptoProvider.BOUNCY_CASTLE);
            signer.initSign(key.privateKey());
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key on P-256", e);
        }
    }

    private static String part(Map<String, Object> json) {
        return BASE64URL.encodeToString(JSONObjectUtils.toJSONString(json).getBytes(StandardCharsets.UTF_8));
    }
}
