package dev.holdfast.access.listing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A caller's wish: the entries that every filter lets through, in the wished order, {@code limit} of them behind the first
 * {@code skip}.
 *
 * @param limit 1 to {@value #MOST}
 * @param skip 0 or more
 */
public record ListQuery(int limit, int skip, List<SortKey> sort, List<Filter> filters) {
    /** Without a limit of the caller's. */
    public static final int USUAL = 100;

    public static final int MOST = 10_000;

    private static final int MOST_PARTS = 20;

    /** Where a comma begins the next filter, and is none of the value's. */
    private static final Pattern NEXT_FILTER = Pattern.compile(",(?=[A-Za-z_][A-Za-z0-9_.]{0,99}:\\$?[a-z]{1,10}:)");

    public ListQuery {
        sort = List.copyOf(sort);
        filters = List.copyOf(filters);
    }

    /**
     * Reads the parameters of a request.
     *
     * @param sorts {@code name,-priority}: fields in order, those with a minus falling
     * @param filters {@code field:operator:value}, each parameter one or several, separated by commas
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static ListQuery read(
            @Nullable String limit, @Nullable String skip, List<String> sorts, List<String> filters) {
        List<SortKey> keys = new ArrayList<>();
        for (String sort : sorts) {
            for (String field : sort.split(",", -1)) {
                if (!field.isBlank()) {
                    keys.add(SortKey.read(field.strip()));
                }
            }
        }
        List<Filter> conditions = new ArrayList<>();
        for (String filter : filters) {
            if (!filter.isBlank()) {
                for (String one : NEXT_FILTER.split(filter, -1)) {
                    conditions.add(Filter.read(one));
                }
            }
        }
        if (keys.size() > MOST_PARTS || conditions.size() > MOST_PARTS) {
            throw new IllegalArgumentException("A list is sorted and filtered by at most " + MOST_PARTS + " fields");
        }
        return new ListQuery(
                number("limit", limit, USUAL, 1, MOST),
                number("skip", skip, 0, 0, Integer.MAX_VALUE),
                keys,
                conditions);
    }

    /**
     * The wished part of a list.
     *
     * @param total how many entries the filters let through
     */
    public record Page(List<JsonNode> entries, int total) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** @param entries in their own order, which holds where the caller wishes none */
    public Page of(List<? extends JsonNode> entries) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (accepts(entry)) {
                found.add(entry);
            }
        }
        if (!sort.isEmpty()) {
            found.sort((one, other) -> {
                for (SortKey key : sort) {
                    int compared = key.compare(one, other);
                    if (compared != 0) {
                        return compared;
                    }
                }
                return 0;
            });
        }
        int from = Math.min(skip, found.size());
        int to = (int) Math.min((long) from + limit, found.size());
        return new Page(found.subList(from, to), found.size());
    }

    public boolean accepts(JsonNode entry) {
        return filters.stream().allMatch(filter -> filter.accepts(entry));
    }

    private static int number(String name, @Nullable String text, int absent, int least, int most) {
        if (text == null || text.isBlank()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as any other value outside the bounds.
        }
        throw new IllegalArgumentException(name + " must be a whole number from " + least + " to " + most);
    }
}
