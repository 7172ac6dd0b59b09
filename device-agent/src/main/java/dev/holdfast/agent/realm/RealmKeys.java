package dev.holdfast.agent.realm;

import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The keys that sign a realm's challenges (RFC 7517 section 5): kept, asked for again when a {@code kid} is unknown,
 * and at most once a minute, so that made-up {@code kid}s cannot make the agent a flood.
 */
public final class RealmKeys {
    private static final long PERIOD = Duration.ofMinutes(1).toNanos();

    private final Source source;
    private final LongSupplier nanoTime;
    private Map<String, PublicJwk> keys = Map.of();
    private OptionalLong fetchedAt = OptionalLong.empty();

    /** Gets the JWK Set. */
    @FunctionalInterface
    public interface Source {
        /** The document now. */
        JsonObject fetch() throws IOException;
    }

    /** Keys from {@code source}. */
    public RealmKeys(Source source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    /**
     * The ES256 key of this id.
     *
     * @throws IOException if the set had to be asked for and did not come
     */
    public synchronized Optional<PublicJwk> find(String kid) throws IOException {
        if (!keys.containsKey(kid) && mayFetch()) {
            fetch();
        }
        return Optional.ofNullable(keys.get(kid));
    }

    /** Asks for the set if nobody did yet. */
    public synchronized void load() throws IOException {
        if (fetchedAt.isEmpty()) {
            fetch();
        }
    }

    private void fetch() throws IOException {
        keys = parse(source.fetch());
        // Counted when an answer came: a server that was away is not avoided for a minute.
        fetchedAt = OptionalLong.of(nanoTime.getAsLong());
    }

    private boolean mayFetch() {
        return fetchedAt.isEmpty() || nanoTime.getAsLong() - fetchedAt.getAsLong() >= PERIOD;
    }

    private static Map<String, PublicJwk> parse(JsonObject set) throws MalformedJsonException {
        Map<String, PublicJwk> found = new HashMap<>();
        for (JsonObject jwk : set.objects("keys")) {
            if (CompactJws.ES256.equals(jwk.optionalString("alg").orElse(""))) {
                found.put(jwk.string("kid"), PublicJwk.of(jwk));
            }
        }
        return Map.copyOf(found);
    }
}
