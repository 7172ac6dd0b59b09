package dev.holdfast.push.webpush;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.push.delivery.VapidKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Signs one {@link VapidAuthorization} for each origin and half of its lifetime, not one for each message: a push service may
 * be shown the same token again (RFC 8292 §2). Safe for threads.
 */
public final class VapidTokens {
    /** What is left of a token then is more than what clocks differ by. */
    private static final Duration SERVES = VapidAuthorization.LIFETIME.dividedBy(2);

    /** Phones name the origins, so there is an end to how many are remembered. */
    private static final int MAX_ORIGINS = 200;

    private record For(String origin, String publicPoint, String contact) {}

    private record Signed(String header, Instant at) {
        boolean serves(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(SERVES));
        }
    }

    private final Cache<For, Signed> signed =
            Caffeine.newBuilder().maximumSize(MAX_ORIGINS).build();

    /** As {@link VapidAuthorization#header}. */
    public String header(URI endpoint, VapidKey key, String contact, Instant now) {
        For what = new For(VapidAuthorization.origin(endpoint), key.publicPoint(), contact);
        Signed known = signed.getIfPresent(what);
        if (known == null || !known.serves(now)) {
            known = new Signed(VapidAuthorization.header(endpoint, key, contact, now), now);
            signed.put(what, known);
        }
        return known.header();
    }
}
