package dev.holdfast.place.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.harness.GeoDatabaseFile;
import dev.holdfast.place.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceDatabaseTest {
    private static final Map<String, Object> VIENNA = GeoDatabaseFile.city("AT", "EU", "9", "Vienna", 48.2, -16.4);

    @TempDir
    private Path folder;

    @ParameterizedTest(
            name = "A city in a database with records of {0} bits: country, continent, region, city, coordinates")
    @ValueSource(ints = {24, 28, 32})
    void city(int recordSize) throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("GeoLite2-City")
                .recordSize(recordSize)
                .network("203.0.113.0/25", VIENNA)
                .network("2001:db8::/32", Map.of("country", Map.of("iso_code", "DE"))));
        Place.Located vienna = new Place.Located(
                "AT",
                Optional.of("EU"),
                Optional.of("AT-9"),
                Optional.of("Vienna"),
                OptionalDouble.of(48.2),
                OptionalDouble.of(-16.4));
        assertThat(place(database, "203.0.113.0")).isEqualTo(vienna);
        assertThat(place(database, "203.0.113.127")).isEqualTo(vienna);
        assertThat(place(database, "::ffff:203.0.113.7")).isEqualTo(vienna);
        assertThat(place(database, "203.0.113.128")).isEqualTo(Place.UNKNOWN);
        assertThat(place(database, "2001:db8:ffff::1")).isEqualTo(country("DE"));
        assertThat(place(database, "2001:db9::1")).isEqualTo(Place.UNKNOWN);
        assertThat(database.type()).isEqualTo("GeoLite2-City");
        assertThat(database.builtAt()).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    @DisplayName("A database of IPv4 alone knows no IPv6 address")
    void ipv4Only() throws Exception {
        PlaceDatabase database =
                read(GeoDatabaseFile.ofType("Country").ipv4Only().network("203.0.113.0/24", VIENNA));
        assertThat(place(database, "203.0.113.9")).isInstanceOf(Place.Located.class);
        assertThat(place(database, "2001:db8::1")).isEqualTo(Place.UNKNOWN);
    }

    @Test
    @DisplayName("A database whose places are all in IPv6, behind the networks of others")
    void ipv6Only() throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("Country")
                .network("203.0.113.0/24", Map.of("owner", "Acme"))
                .network("2001:db8::/32", VIENNA));
        assertThat(place(database, "2001:db8::1")).isInstanceOf(Place.Located.class);
        assertThat(place(database, "203.0.113.1")).isEqualTo(Place.UNKNOWN);
    }

    @Test
    @DisplayName("The narrowest network counts")
    void narrowest() throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("Country")
                .network("203.0.113.8/29", Map.of("country", Map.of("iso_code", "CH")))
                .network("203.0.112.0/20", VIENNA));
        assertThat(place(database, "203.0.113.7"))
                .isInstanceOfSatisfying(
                        Place.Located.class,
                        located -> assertThat(located.country()).isEqualTo("AT"));
        assertThat(place(database, "203.0.113.15")).isEqualTo(country("CH"));
        assertThat(place(database, "203.0.113.16"))
                .isInstanceOfSatisfying(
                        Place.Located.class,
                        located -> assertThat(located.country()).isEqualTo("AT"));
    }

    @Test
    @DisplayName("A database of many networks, so that pointers and lengths of every size are read")
    void many() throws Exception {
        GeoDatabaseFile file = GeoDatabaseFile.ofType("City");
        for (int i = 0; i < 4_000; i++) {
            file.network(
                    "20." + i / 256 + "." + i % 256 + ".0/24",
                    Map.of("country", Map.of("iso_code", "AT"), "city", "x".repeat(i % 90 + 1) + i));
        }
        PlaceDatabase database = read(file);
        for (int i = 0; i < 4_000; i++) {
            int number = i;
            assertThat(place(database, "20." + i / 256 + "." + i % 256 + ".77"))
                    .isInstanceOfSatisfying(
                            Place.Located.class,
                            located -> assertThat(located.city()).hasValue("x".repeat(number % 90 + 1) + number));
        }
    }

    @Test
    @DisplayName("Flat entries are read as well: country_code, continent_code, region_code, city, latitude, longitude")
    void flat() throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("ipinfo")
                .network(
                        "203.0.113.0/26",
                        Map.of(
                                "country", "Austria",
                                "country_code", "at",
                                "continent", "Europe",
                                "continent_code", "EU",
                                "region_code", "AT-9",
                                "city", "Vienna",
                                "latitude", 48.2,
                                "longitude", 16.4))
                .network("203.0.113.64/26", Map.of("country", "AT", "continent", "EU", "lat", "48.5", "lng", "16.5"))
                .network("203.0.113.128/26", Map.of("country", "Austria")));
        assertThat(place(database, "203.0.113.1"))
                .isEqualTo(new Place.Located(
                        "AT",
                        Optional.of("EU"),
                        Optional.of("AT-9"),
                        Optional.of("Vienna"),
                        OptionalDouble.of(48.2),
                        OptionalDouble.of(16.4)));
        assertThat(place(database, "203.0.113.65"))
                .isEqualTo(new Place.Located(
                        "AT",
                        Optional.of("EU"),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.of(48.5),
                        OptionalDouble.of(16.5)));
        assertThat(place(database, "203.0.113.129")).isEqualTo(Place.UNKNOWN);
    }

    @ParameterizedTest(name = "The code {0} is no country")
    @ValueSource(strings = {"XX", "ZZ", "EU", "AP", "A1", "??", "AUT", "", "ÄÖ"})
    void noCountries(String code) throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("Country")
                .network("198.51.100.0/24", VIENNA)
                .network("203.0.113.0/24", Map.of("country", Map.of("iso_code", code))));
        assertThat(place(database, "203.0.113.1")).isEqualTo(Place.UNKNOWN);
    }

    @Test
    @DisplayName("Where a network is registered is not where it is")
    void registeredCountry() throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("Country")
                .network("198.51.100.0/24", VIENNA)
                .network("203.0.113.0/24", Map.of("registered_country", Map.of("iso_code", "US"))));
        assertThat(place(database, "203.0.113.1")).isEqualTo(Place.UNKNOWN);
    }

    @Test
    @DisplayName("What is of another form than expected is left out, the rest is kept")
    void oddParts() throws Exception {
        PlaceDatabase database = read(GeoDatabaseFile.ofType("City")
                .network(
                        "203.0.113.0/24",
                        Map.of(
                                "country", Map.of("iso_code", "at"),
                                "continent", Map.of("code", "Europe"),
                                "subdivisions", List.of("Vienna"),
                                "city", Map.of("names", Map.of("en", "two\nlines")),
                                "location", Map.of("latitude", 91.0, "longitude", 16.4)))
                .network(
                        "198.51.100.0/24",
                        Map.of(
                                "country", Map.of("iso_code", "AT"),
                                "subdivisions", List.of(),
                                "city", "x".repeat(101),
                                "location", Map.of("latitude", Double.NaN, "longitude", 16.4))));
        assertThat(place(database, "203.0.113.1")).isEqualTo(country("AT"));
        assertThat(place(database, "198.51.100.1")).isEqualTo(country("AT"));
    }

    @Test
    @DisplayName("A database without countries, such as one of networks' owners, is refused and named")
    void foreign() {
        assertThatThrownBy(() -> read(GeoDatabaseFile.ofType("GeoLite2-ASN")
                        .network(
                                "203.0.113.0/24",
                                Map.of("autonomous_system_number", 64_496, "autonomous_system_organization", "Acme"))))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("GeoLite2-ASN");
    }

    @Test
    @DisplayName("A database cut off anywhere is refused")
    void torn() {
        byte[] whole = small();
        IntStream.range(0, whole.length)
                .forEach(length -> assertThatThrownBy(() -> PlaceDatabase.read(file(Arrays.copyOf(whole, length))))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(UnusableDatabaseException.class));
    }

    @Test
    @DisplayName("A database with any damaged byte is refused or answers; it never fails")
    void damaged() throws Exception {
        byte[] whole = small();
        int read = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int flipped : new int[] {0x01, 0x20, 0xFF}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) flipped;
                try {
                    PlaceDatabase database = PlaceDatabase.read(file(damaged));
                    assertThat(place(database, "203.0.113.1")).isNotNull();
                    read++;
                } catch (UnusableDatabaseException e) {
                    assertThat(e).hasMessageNotContaining("null");
                }
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    @DisplayName("A file of another kind is refused")
    void otherFile() {
        assertThatThrownBy(() -> PlaceDatabase.read(file("PK an archive".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("MaxMind");
        assertThatThrownBy(() -> PlaceDatabase.read(folder)).isInstanceOf(IOException.class);
    }

    private static byte[] small() {
        return GeoDatabaseFile.ofType("City")
                .ipv4Only()
                .network("203.0.113.0/24", VIENNA)
                .bytes();
    }

    private PlaceDatabase read(GeoDatabaseFile file) throws IOException, UnusableDatabaseException {
        return PlaceDatabase.read(file.writeTo(folder.resolve("places.mmdb")));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("bytes.mmdb"), bytes);
    }

    private static Place place(PlaceDatabase database, String address) throws UnknownHostException {
        return database.of(InetAddress.getByName(address));
    }

    private static Place country(String code) {
        return new Place.Located(
                code,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
