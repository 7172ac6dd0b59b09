package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.place.Place;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Conditions about where an address is. */
final class PlaceTests {
    private PlaceTests() {}

    /**
     * A private network is in no country, which is known. An address that cannot be placed may be anywhere, unless the
     * condition says what it thinks of such.
     */
    static Node.Test locationIn(Condition.LocationIn condition) {
        Set<String> countries = upper(condition.countries());
        Set<String> continents = upper(condition.continents());
        Set<String> regions = upper(condition.regions());
        Set<String> countriesOfRegions = regions.stream()
                .map(region -> region.substring(0, Math.min(2, region.length())))
                .collect(Collectors.toUnmodifiableSet());
        boolean anywhere = !countries.isEmpty() || !continents.isEmpty() || !regions.isEmpty();
        Truth unknown = condition.unknown() ? Truth.TRUE : anywhere ? Truth.UNKNOWN : Truth.FALSE;
        return request -> {
            Place place = request.signals().place();
            if (place instanceof Place.PrivateNetwork) {
                return Truth.of(condition.privateNetwork());
            }
            if (!(place instanceof Place.Located located)) {
                return unknown;
            }
            if (countries.contains(located.country())) {
                return Truth.TRUE;
            }
            Truth value = Truth.FALSE;
            if (!continents.isEmpty()) {
                value = value.or(
                        located.continent().isEmpty()
                                ? Truth.UNKNOWN
                                : Truth.of(
                                        continents.contains(located.continent().get())));
            }
            if (countriesOfRegions.contains(located.country())) {
                value = value.or(
                        located.region().isEmpty()
                                ? Truth.UNKNOWN
                                : Truth.of(regions.contains(located.region().get())));
            }
            return value;
        };
    }

    private static Set<String> upper(Set<String> codes) {
        return codes.stream().map(code -> code.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
