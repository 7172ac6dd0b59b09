package dev.holdfast.push.delivery;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.device.outbound.Destination;
import dev.holdfast.device.refusal.Refusal;
import java.util.Base64;
import org.bouncycastle.jce.ECNamedCurveTable;

/**
 * Where and how one app can be woken by Web Push (docs/push-protocol.md §7). Its texts are base64url.
 *
 * @param endpoint an {@code https} URL; where its name leads is looked at before each message (A47)
 * @param p256dh the user agent's public key, an uncompressed point on P-256 (RFC 8291 §3.1)
 * @param auth its secret, 16 bytes
 * @param applicationServerKey the VAPID key that it was made with
 */
public record Subscription(String endpoint, String p256dh, String auth, String applicationServerKey) {
    /** Bytes of an uncompressed point on P-256. */
    public static final int POINT_BYTES = 65;

    private static final int AUTH_BYTES = 16;
    private static final int MAX_ENDPOINT = 1_024;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST} */
    public static Subscription read(Claims claims, AllowedHosts hosts) {
        String endpoint = claims.text("endpoint", MAX_ENDPOINT);
        try {
            if (!"https".equals(Destination.of(endpoint, hosts).url().getScheme())) {
                throw Refusal.INVALID_REQUEST.because("push endpoint is not https");
            }
        } catch (Destination.ForbiddenException e) {
            throw Refusal.INVALID_REQUEST.because("push endpoint: " + e.getMessage());
        }
        return new Subscription(
                endpoint,
                BASE64URL.encodeToString(point(claims, "p256dh")),
                BASE64URL.encodeToString(claims.exactBytes("auth", AUTH_BYTES)),
                BASE64URL.encodeToString(point(claims, "application_server_key")));
    }

    private static byte[] point(Claims claims, String name) {
        byte[] bytes = claims.exactBytes(name, POINT_BYTES);
        try {
            ECNamedCurveTable.getParameterSpec("P-256").getCurve().decodePoint(bytes);
            return bytes;
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because(name + " is no point on P-256");
        }
    }

    /** Without what would let others write to the phone. */
    @Override
    public String toString() {
        return "Subscription[…]";
    }
}
