package dev.holdfast.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small database of places as vendors make them, being put together: MaxMind's file format 2.0. Each method that adds
 * something returns this.
 */
public final class GeoDatabaseFile {
    private static final byte[] METADATA_MARKER = {
        (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };
    private static final byte[] SEPARATOR = new byte[16];

    private final String type;
    private final Map<Network, Map<String, ?>> networks = new LinkedHashMap<>();
    private int recordSize = 28;
    private boolean ipv6 = true;
    private Instant builtAt = Instant.parse("2026-11-01T00:00:00Z");

    private GeoDatabaseFile(String type) {
        this.type = type;
    }

    /** @param type as vendors name it, such as GeoLite2-City */
    public static GeoDatabaseFile ofType(String type) {
        return new GeoDatabaseFile(type);
    }

    /**
     * What MaxMind's databases say of a city.
     *
     * @param region ISO 3166-2 without the country
     */
    public static Map<String, Object> city(
            String country, String continent, String region, String city, double latitude, double longitude) {
        return Map.of(
                "country", Map.of("iso_code", country, "geoname_id", 1),
                "continent", Map.of("code", continent),
                "subdivisions", List.of(Map.of("iso_code", region)),
                "city", Map.of("names", Map.of("en", city)),
                "location", Map.of("latitude", latitude, "longitude", longitude, "accuracy_radius", (short) 20));
    }

    /** @param bits of each record of the search tree: 24, 28 or 32 */
    public GeoDatabaseFile recordSize(int bits) {
        if (bits != 24 && bits != 28 && bits != 32) {
            throw new IllegalArgumentException("24, 28 or 32");
        }
        recordSize = bits;
        return this;
    }

    /** A database that has IPv4 addresses alone. */
    public GeoDatabaseFile ipv4Only() {
        ipv6 = false;
        return this;
    }

    public GeoDatabaseFile builtAt(Instant time) {
        builtAt = time;
        return this;
    }

    /**
     * @param network such as 203.0.113.0/24; the narrowest that holds an address counts
     * @param entry strings, numbers (short, int and long stand for unsigned 16, 32 and 64 bits), maps and lists of them
     */
    public GeoDatabaseFile network(String network, Map<String, ?> entry) {
        networks.put(Network.of(network), entry);
        return this;
    }

    public byte[] bytes() {
        GeoDatabaseData data = new GeoDatabaseData();
        GeoDatabaseTree tree = new GeoDatabaseTree();
        List<Map.Entry<Network, Map<String, ?>>> widestFirst = new ArrayList<>(networks.entrySet());
        widestFirst.sort(Comparator.comparingInt(entry -> entry.getKey().length(ipv6)));
        widestFirst.forEach(entry ->
                tree.put(entry.getKey().bits(ipv6), entry.getKey().length(ipv6), data.place(entry.getValue())));
        GeoDatabaseData metadata = new GeoDatabaseData();
        metadata.place(Map.of(
                "binary_format_major_version",
                (short) 2,
                "binary_format_minor_version",
                (short) 0,
                "build_epoch",
                builtAt.getEpochSecond(),
                "database_type",
                type,
                "description",
                Map.of("en", type),
                "ip_version",
                (short) (ipv6 ? 6 : 4),
                "languages",
                List.of("en"),
                "node_count",
                tree.nodes(),
                "record_size",
                (short) recordSize));
        return joined(
                tree.bytes(recordSize, SEPARATOR.length), SEPARATOR, data.bytes(), METADATA_MARKER, metadata.bytes());
    }

    /** Writes the file beside its place and moves it there, as updaters do. */
    public Path writeTo(Path file) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(beside, bytes());
            return Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private record Network(InetAddress address, int prefix) {
        private static final int IPV4_IN_IPV6 = 96;

        static Network of(String text) {
            String[] parts = text.split("/", 2);
            try {
                return new Network(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("No network: " + text, e);
            }
        }

        private boolean isIpv4() {
            return address.getAddress().length == 4;
        }

        int length(boolean ipv6) {
            return ipv6 && isIpv4() ? IPV4_IN_IPV6 + prefix : prefix;
        }

        byte[] bits(boolean ipv6) {
            byte[] bytes = address.getAddress();
            if (!ipv6 || !isIpv4()) {
                return bytes;
            }
            byte[] wide = new byte[16];
            System.arraycopy(bytes, 0, wide, 12, 4);
            return wide;
        }
    }
}
