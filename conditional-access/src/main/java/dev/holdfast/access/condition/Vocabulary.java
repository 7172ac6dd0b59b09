package dev.holdfast.access.condition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that conditions and descriptions of requests have in common: one that is none of them could match nothing. */
public final class Vocabulary {
    /** The two letters of ISO 3166-1, and Kosovo's, which everybody uses. */
    public static final Set<String> COUNTRIES = Stream.concat(Arrays.stream(Locale.getISOCountries()), Stream.of("XK"))
            .collect(Collectors.toUnmodifiableSet());

    public static final List<String> CONTINENTS = List.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

    /** By ISO 3166-2. */
    public static final Pattern REGION = Pattern.compile("[A-Z]{2}-[A-Z0-9]{1,3}");

    /** Of operating systems. */
    public static final List<String> FAMILIES = List.of("linux", "macos", "windows", "android", "ios", "chromeos");

    /** A system's version; what devices report may have words behind it. */
    public static final Pattern VERSION = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,5}");

    /** How well a device keeps its keys, in rising order. */
    public static final List<String> ASSURANCES = List.of("software", "hardware", "attested");

    private Vocabulary() {}
}
