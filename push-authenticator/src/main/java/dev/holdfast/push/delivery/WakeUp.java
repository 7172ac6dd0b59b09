package dev.holdfast.push.delivery;

import dev.holdfast.device.outbound.AllowedHosts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * One message that says no more than "look".
 *
 * @param vapid the key that the subscription was made with
 * @param contact the {@code sub} of the VAPID token (RFC 8292 §2.1): {@code mailto:} or {@code https:}
 * @param request what the phone shall look at
 * @param timeToLive how long the push service shall try
 * @param now for the token's expiry
 * @param hosts hosts that may be asked although they are not public
 */
public record WakeUp(
        Subscription subscription,
        VapidKey vapid,
        String contact,
        UUID request,
        Duration timeToLive,
        Instant now,
        AllowedHosts hosts) {
    /** Every wake-up is as long as any other. */
    public static final int PADDED_BYTES = 128;

    /** The content before it is padded and encrypted. */
    public byte[] content() {
        return ("{\"v\":1,\"request\":\"" + request + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** The header {@code Topic} (RFC 8030 §5.4): a newer message about the same request replaces the older. */
    public String topic() {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(request.getMostSignificantBits())
                .putLong(request.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
