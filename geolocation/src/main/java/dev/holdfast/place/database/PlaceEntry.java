package dev.holdfast.place.database;

import dev.holdfast.place.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a database, as vendors write it: nested as MaxMind and DB-IP do ({@code country.iso_code}), or flat as IPinfo
 * and others do ({@code country_code}). What is of another form than expected is left out; without a country the entry is
 * no place.
 */
final class PlaceEntry {
    private static final int MAX_CITY = 100;
    private static final double MAX_LATITUDE = 90;
    private static final double MAX_LONGITUDE = 180;

    private static final Pattern TWO_LETTERS = Pattern.compile("[A-Z]{2}");
    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z0-9]{1,3}");

    /** Vendors' signs for "unknown", and codes of whole continents: no policy may take them for a country. */
    private static final Set<String> NO_COUNTRIES = Set.of("XX", "ZZ", "EU", "AP");

    private final Map<?, ?> entry;

    PlaceEntry(Map<?, ?> entry) {
        this.entry = entry;
    }

    Place place() {
        // Where the network is registered says nothing of where it is: registered_country is not looked at.
        Optional<String> country = code("country", "iso_code", "country_code")
                .filter(code -> TWO_LETTERS.matcher(code).matches() && !NO_COUNTRIES.contains(code));
        if (country.isEmpty()) {
            return Place.UNKNOWN;
        }
        OptionalDouble latitude = coordinate("latitude", "lat", MAX_LATITUDE);
        OptionalDouble longitude = coordinate("longitude", "lng", MAX_LONGITUDE);
        boolean both = latitude.isPresent() && longitude.isPresent();
        return new Place.Located(
                country.get(),
                code("continent", "code", "continent_code")
                        .filter(code -> TWO_LETTERS.matcher(code).matches()),
                region(country.get()),
                city(),
                both ? latitude : OptionalDouble.empty(),
                both ? longitude : OptionalDouble.empty());
    }

    /** The code in a map of this name, else under the flat name, else as the plain value of the first name. */
    private Optional<String> code(String name, String within, String flat) {
        Object value = entry.get(name);
        return (value instanceof Map<?, ?> map
                        ? text(map.get(within))
                        : text(entry.get(flat)).or(() -> text(value)))
                .map(code -> code.toUpperCase(Locale.ROOT));
    }

    private Optional<String> region(String country) {
        Optional<String> code = entry.get("subdivisions") instanceof List<?> list
                        && !list.isEmpty()
                        && list.get(0) instanceof Map<?, ?> widest
                ? text(widest.get("iso_code"))
                : text(entry.get("region_code"));
        return code.map(text -> text.toUpperCase(Locale.ROOT))
                .map(text -> text.startsWith(country + "-") ? text.substring(country.length() + 1) : text)
                .filter(text -> SUBDIVISION.matcher(text).matches())
                .map(text -> country + "-" + text);
    }

    private Optional<String> city() {
        Object value = entry.get("city");
        Optional<String> name = value instanceof Map<?, ?> map
                ? map.get("names") instanceof Map<?, ?> names ? text(names.get("en")) : Optional.empty()
                : text(value);
        return name.filter(text -> text.codePoints().noneMatch(Character::isISOControl))
                .filter(text -> text.length() <= MAX_CITY);
    }

    private OptionalDouble coordinate(String name, String shortName, double most) {
        Object value = entry.get("location") instanceof Map<?, ?> location
                ? location.get(name)
                : entry.containsKey(name) ? entry.get(name) : entry.get(shortName);
        double degrees = number(value);
        return Math.abs(degrees) <= most ? OptionalDouble.of(degrees) : OptionalDouble.empty();
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
