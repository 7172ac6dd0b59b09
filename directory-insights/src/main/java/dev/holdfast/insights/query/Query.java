package dev.holdfast.insights.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks of the record.
 *
 * @param services empty for all
 * @param from inclusive
 * @param to exclusive
 * @param ascending whether the oldest come first
 * @param fields what of each record is answered; empty for the whole
 * @param after the place behind which the answer begins
 */
public record Query(
        List<String> services,
        Instant from,
        Instant to,
        int limit,
        boolean ascending,
        List<String> fields,
        Term term,
        Optional<Place> after) {
    /** Records in one answer, at most. */
    public static final int MAX_LIMIT = 10_000;

    /** A record's place in the order of time. */
    public record Place(long millis, String id) {}

    public Query {
        services = List.copyOf(services);
        fields = List.copyOf(fields);
        if (limit < 1 || limit > MAX_LIMIT || to.isBefore(from)) {
            throw new IllegalArgumentException("no query");
        }
    }

    /** The same for another number of records. */
    public Query limitedTo(int most) {
        return new Query(services, from, to, most, ascending, fields, term, after);
    }

    /** The same for what comes behind a place. */
    public Query behind(Place place) {
        return new Query(services, from, to, limit, ascending, fields, term, Optional.of(place));
    }
}
