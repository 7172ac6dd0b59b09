package dev.holdfast.place;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where an address is, as far as a local database tells. An address that nobody can place and one of a private network are
 * values of their own: neither is "some country".
 */
public sealed interface Place {
    /** No database, none that can be read, or it does not know the address. */
    record Unknown() implements Place {}

    /** Loopback, link-local, private (RFC 1918), shared (RFC 6598) or unique local (RFC 4193): no place on a map. */
    record PrivateNetwork() implements Place {}

    /**
     * @param country ISO 3166-1 alpha-2, upper case
     * @param continent two letters, upper case: AF, AN, AS, EU, NA, OC, SA
     * @param region ISO 3166-2 with the country before it, as in AT-9
     * @param city in English, for people to read
     * @param latitude degrees, north positive
     * @param longitude degrees, east positive
     */
    record Located(
            String country,
            Optional<String> continent,
            Optional<String> region,
            Optional<String> city,
            OptionalDouble latitude,
            OptionalDouble longitude)
            implements Place {
        public Located {
            Objects.requireNonNull(continent);
            Objects.requireNonNull(region);
            Objects.requireNonNull(city);
            if (country.length() != 2 || latitude.isPresent() != longitude.isPresent()) {
                throw new IllegalArgumentException("No place");
            }
        }

        /** City, where it is known, and country, for people who read this language. The city is in English. */
        public String inWords(Locale language) {
            String name = new Locale.Builder().setRegion(country).build().getDisplayCountry(language);
            return city.map(known -> known + ", " + name).orElse(name);
        }
    }

    Place UNKNOWN = new Unknown();
    Place PRIVATE_NETWORK = new PrivateNetwork();
}
