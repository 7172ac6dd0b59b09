package dev.holdfast.place.database;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import dev.holdfast.place.Place;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database of places in MaxMind's format 2, whole in memory. It is not mapped: a file that is overwritten in its place
 * would then end the server. Nothing has to be closed, so whoever still looks into one that was replaced ends in peace.
 */
final class PlaceDatabase {
    private static final int FORMAT = 2;
    /** A database of places holds one within these; one of networks' owners holds none at all. */
    private static final int NETWORKS_TO_TRY = 100_000;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final int SHARE_OF_MEMORY = 4;

    private final Reader reader;

    private PlaceDatabase(Reader reader) {
        this.reader = reader;
    }

    /**
     * @throws IOException the file cannot be read
     * @throws UnusableDatabaseException it is torn, of another format, or holds no places
     */
    static PlaceDatabase read(Path file) throws IOException, UnusableDatabaseException {
        long most = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY;
        long size = Files.size(file);
        if (size > most) {
            throw new UnusableDatabaseException(
                    "its " + size + " bytes are more than a quarter of the server's memory");
        }
        Reader reader;
        try {
            reader = new Reader(file.toFile(), Reader.FileMode.MEMORY, new CHMCache());
        } catch (InvalidDatabaseException | CharacterCodingException e) {
            throw new UnusableDatabaseException("it is no database in MaxMind's format, or not whole", e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnusableDatabaseException("its description cannot be read", e);
        }
        PlaceDatabase database = new PlaceDatabase(reader);
        database.check();
        return database;
    }

    private void check() throws UnusableDatabaseException {
        if (reader.getMetadata().binaryFormatMajorVersion() != FORMAT) {
            throw new UnusableDatabaseException("it is of another version of MaxMind's format than 2");
        }
        if (!holdsPlaces()) {
            throw new UnusableDatabaseException(
                    "it says no countries (its type is " + reader.getMetadata().databaseType() + ")");
        }
    }

    private boolean holdsPlaces() throws UnusableDatabaseException {
        try {
            return holdsPlaces(IPV4_BYTES) || reader.getMetadata().ipVersion() == 6 && holdsPlaces(IPV6_BYTES);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new UnusableDatabaseException("its content is damaged", e);
        }
    }

    /** Goes from network to network by looking addresses up, so that a damaged tree cannot lead it in circles. */
    private boolean holdsPlaces(int bytes) throws IOException {
        int bits = bytes * Byte.SIZE;
        BigInteger end = BigInteger.ONE.shiftLeft(bits);
        BigInteger next = BigInteger.ZERO;
        for (int i = 0; i < NETWORKS_TO_TRY && next.compareTo(end) < 0; i++) {
            DatabaseRecord<Map<?, ?>> found = reader.getRecord(address(next, bytes), mapClass());
            if (placeOf(found.data()) instanceof Place.Located) {
                return true;
            }
            next = next.add(BigInteger.ONE.shiftLeft(bits - found.network().prefixLength()));
        }
        return false;
    }

    private static InetAddress address(BigInteger number, int bytes) throws UnknownHostException {
        byte[] minimal = number.toByteArray();
        byte[] address = new byte[bytes];
        int length = Math.min(minimal.length, bytes);
        System.arraycopy(minimal, minimal.length - length, address, bytes - length, length);
        // An address that is mapped into IPv6 stays one here: the tree has a branch for them.
        return bytes == IPV4_BYTES ? InetAddress.getByAddress(address) : Inet6Address.getByAddress(null, address, -1);
    }

    /** Never fails: what a damaged part of the file would tell is unknown. */
    Place of(InetAddress address) {
        try {
            return placeOf(reader.get(address, mapClass()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return Place.UNKNOWN;
        }
    }

    /** As its maker names it, such as GeoLite2-City. */
    String type() {
        return reader.getMetadata().databaseType();
    }

    Instant builtAt() {
        return reader.getMetadata().buildTime();
    }

    private static Place placeOf(@Nullable Map<?, ?> entry) {
        return entry == null ? Place.UNKNOWN : new PlaceEntry(entry).place();
    }

    @SuppressWarnings("unchecked")
    private static Class<Map<?, ?>> mapClass() {
        return (Class<Map<?, ?>>) (Class<?>) Map.class;
    }
}
