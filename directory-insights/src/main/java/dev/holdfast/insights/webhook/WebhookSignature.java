package dev.holdfast.insights.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What shows a receiver that a call is this realm's and was made just now: {@code t=<seconds>,v1=<hex>}, where the second
 * part is HMAC-SHA256 (RFC 2104) with the webhook's secret over {@code <seconds>.<body>}. The time is signed, so that an old
 * call cannot be sent again as a new one.
 */
public final class WebhookSignature {
    public static final String HEADER = "X-Holdfast-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    public static String of(byte[] secret, Instant now, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update((now.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + now.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java has HMAC-SHA256, and any bytes are its key", e);
        }
    }
}
