package dev.holdfast.place.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.harness.GeoDatabaseFile;
import dev.holdfast.place.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedDatabaseTest {
    private static final InetAddress PUBLIC = address("203.0.113.7");

    @TempDir
    private Path folder;

    private final List<DatabaseNews> news = new ArrayList<>();
    private final MovedClock clock = new MovedClock();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("places.mmdb");
    }

    @Test
    @DisplayName(
            "Without a file a public address is at an unknown place and a private one in a private network; said once")
    void missing() {
        WatchedDatabase places = open();
        for (int i = 0; i < 5; i++) {
            clock.pass(Duration.ofSeconds(3));
            assertThat(places.of(PUBLIC)).isEqualTo(Place.UNKNOWN);
            assertThat(places.of(address("192.168.1.1"))).isEqualTo(Place.PRIVATE_NETWORK);
        }
        assertThat(news).containsExactly(new DatabaseNews.Missing(false));
    }

    @Test
    @DisplayName("A private address is one, whatever the database says of it")
    void privateBeforeDatabase() {
        GeoDatabaseFile.ofType("Country")
                .network("10.0.0.0/8", Map.of("country", Map.of("iso_code", "AT")))
                .writeTo(file);
        assertThat(open().of(address("10.1.1.1"))).isEqualTo(Place.PRIVATE_NETWORK);
    }

    @Test
    @DisplayName("A file that comes later is read")
    void comes() {
        WatchedDatabase places = open();
        write("AT");
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "AT");
        assertThat(news).last().isInstanceOf(DatabaseNews.Loaded.class);
    }

    @Test
    @DisplayName("A replaced file takes effect; within two seconds nobody looks")
    void replaced() {
        write("AT");
        WatchedDatabase places = open();
        assertCountry(places, "AT");
        write("CH");
        clock.pass(Duration.ofMillis(1_999));
        places.of(PUBLIC);
        assertCountry(places, "AT");
        clock.pass(Duration.ofMillis(1));
        places.of(PUBLIC);
        assertCountry(places, "CH");
        assertThat(news).hasSize(2).allMatch(DatabaseNews.Loaded.class::isInstance);
    }

    @Test
    @DisplayName("A half-written file keeps the old database, is told once, and takes effect when it is whole")
    void halfWritten() throws IOException {
        write("AT");
        WatchedDatabase places = open();
        byte[] whole = database("CH").bytes();
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        old();
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(3));
            places.of(PUBLIC);
            assertCountry(places, "AT");
        }
        assertThat(news).hasSize(2).last().isInstanceOfSatisfying(DatabaseNews.Unusable.class, unusable -> {
            assertThat(unusable.former()).isTrue();
            assertThat(unusable.why()).contains("not whole");
        });
        Files.write(file, whole);
        old();
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "CH");
        assertThat(news).hasSize(3);
    }

    @Test
    @DisplayName("A file that is still being written is left alone, even if it could be read already")
    void stillWritten() throws IOException {
        write("AT");
        WatchedDatabase places = open();
        Files.write(file, database("CH").bytes());
        clock.pass(Duration.ofSeconds(3));
        modifiedAt(clock.instant().minusMillis(100));
        places.of(PUBLIC);
        assertCountry(places, "AT");
        clock.pass(Duration.ofSeconds(3));
        modifiedAt(clock.instant().minusMillis(100));
        places.of(PUBLIC);
        assertCountry(places, "AT");
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "CH");
    }

    @Test
    @DisplayName("A file from a clock that goes ahead is taken when it is the same at two looks")
    void clockAhead() throws IOException {
        write("AT");
        WatchedDatabase places = open();
        Files.write(file, database("CH").bytes());
        modifiedAt(clock.instant().plus(Duration.ofHours(1)));
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "AT");
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "CH");
    }

    @Test
    @DisplayName("A database without countries keeps the old one, or places nothing")
    void foreign() {
        GeoDatabaseFile owners = GeoDatabaseFile.ofType("GeoLite2-ASN")
                .network("203.0.113.0/24", Map.of("autonomous_system_number", 64_496));
        owners.writeTo(file);
        old();
        WatchedDatabase places = open();
        assertThat(places.of(PUBLIC)).isEqualTo(Place.UNKNOWN);
        assertThat(news).singleElement().isInstanceOfSatisfying(DatabaseNews.Unusable.class, unusable -> {
            assertThat(unusable.former()).isFalse();
            assertThat(unusable.why()).contains("GeoLite2-ASN");
        });
        write("AT");
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "AT");
        owners.writeTo(file);
        old();
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "AT");
    }

    @Test
    @DisplayName("A file that vanishes leaves what was read; said once, and again when it is back")
    void vanishes() throws IOException {
        write("AT");
        WatchedDatabase places = open();
        Files.delete(file);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(3));
            places.of(PUBLIC);
            assertCountry(places, "AT");
        }
        write("CH");
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "CH");
        assertThat(news).hasSize(3).element(1).isEqualTo(new DatabaseNews.Missing(true));
    }

    @Test
    @DisplayName("The same file that was away and is put back is read and told again")
    void putBack() throws IOException {
        write("AT");
        WatchedDatabase places = open();
        Path away = folder.resolve("away.mmdb");
        Files.move(file, away);
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        Files.move(away, file);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(3));
            places.of(PUBLIC);
        }
        assertCountry(places, "AT");
        assertThat(news).hasSize(3).last().isInstanceOf(DatabaseNews.Loaded.class);
    }

    @Test
    @DisplayName("A folder in its place is told as unreadable")
    void folder() throws IOException {
        Files.createDirectory(file);
        WatchedDatabase places = open();
        assertThat(places.of(PUBLIC)).isEqualTo(Place.UNKNOWN);
        assertThat(news).singleElement().isInstanceOf(DatabaseNews.Unreadable.class);
    }

    @Test
    @DisplayName("A look that cannot be made now is made later, and nobody who asks fails")
    void refusedLook() {
        AtomicBoolean busy = new AtomicBoolean(true);
        WatchedDatabase places = WatchedDatabase.open(
                file,
                clock,
                look -> {
                    if (busy.get()) {
                        throw new RejectedExecutionException();
                    }
                    look.run();
                },
                news::add);
        write("AT");
        clock.pass(Duration.ofSeconds(3));
        assertThat(places.of(PUBLIC)).isEqualTo(Place.UNKNOWN);
        busy.set(false);
        clock.pass(Duration.ofSeconds(3));
        places.of(PUBLIC);
        assertCountry(places, "AT");
    }

    @Test
    @DisplayName("While databases are replaced, every thread gets an answer of the old or of the new one")
    void threads() throws Exception {
        write("AT");
        WatchedDatabase places = open();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> asking = () -> {
                int asked = 0;
                while (!done.get() || asked == 0) {
                    assertThat(places.of(PUBLIC))
                            .isInstanceOfSatisfying(
                                    Place.Located.class,
                                    located -> assertThat(located.country()).isIn("AT", "CH"));
                    asked++;
                }
                return asked;
            };
            List<Future<Integer>> all = List.of(
                    readers.submit(asking), readers.submit(asking), readers.submit(asking), readers.submit(asking));
            for (int i = 0; i < 50; i++) {
                write(i % 2 == 0 ? "CH" : "AT");
                clock.pass(Duration.ofSeconds(3));
                places.of(PUBLIC);
            }
            done.set(true);
            for (Future<Integer> one : all) {
                assertThat(one.get()).isPositive();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }

    private WatchedDatabase open() {
        Executor here = Runnable::run;
        return WatchedDatabase.open(file, clock, here, news::add);
    }

    private static GeoDatabaseFile database(String country) {
        return GeoDatabaseFile.ofType("Country")
                .network("203.0.113.0/24", Map.of("country", Map.of("iso_code", country)));
    }

    private void write(String country) {
        database(country).writeTo(file);
        old();
    }

    private void old() {
        modifiedAt(clock.instant().minus(Duration.ofMinutes(5)));
    }

    private void modifiedAt(Instant time) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertCountry(WatchedDatabase places, String country) {
        assertThat(places.of(PUBLIC))
                .isInstanceOfSatisfying(
                        Place.Located.class,
                        located -> assertThat(located.country()).isEqualTo(country));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static final class MovedClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("instants have no zone");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
