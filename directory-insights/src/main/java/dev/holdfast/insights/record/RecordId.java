package dev.holdfast.insights.record;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids that grow with time (RFC 9562 §5.7), so that new rows go to the end of the primary key's index. */
public final class RecordId {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RecordId() {}

    public static UUID at(Instant time, RandomGenerator random) {
        long most = (time.toEpochMilli() << 16) | VERSION_7 | (random.nextLong() & 0x0fffL);
        long least = VARIANT | (random.nextLong() >>> 2);
        return new UUID(most, least);
    }
}
