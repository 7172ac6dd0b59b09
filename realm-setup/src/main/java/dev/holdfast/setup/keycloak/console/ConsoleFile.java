package dev.holdfast.setup.keycloak.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of the console, read once from the jar. */
final class ConsoleFile {
    private static final String FOLDER = "/holdfast-console/";
    private static final Pattern NAME = Pattern.compile("[a-z-]{1,40}\\.(html|css|js|svg)");
    private static final Map<String, ConsoleFile> READ = new ConcurrentHashMap<>();

    private final byte[] bytes;
    private final String mediaType;
    private final String digest;

    private ConsoleFile(byte[] bytes, String mediaType) {
        this.bytes = bytes;
        this.mediaType = mediaType;
        this.digest = sha256(bytes);
    }

    /** @return empty for a name that is no file of the console; a name cannot lead out of its folder */
    static Optional<ConsoleFile> named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ConsoleFile known = READ.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream stream = ConsoleFile.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                return Optional.empty();
            }
            ConsoleFile file = new ConsoleFile(stream.readAllBytes(), mediaTypeOf(matcher.group(1)));
            READ.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String mediaType() {
        return mediaType;
    }

    String digest() {
        return digest;
    }

    private static String mediaTypeOf(String ending) {
        return switch (ending) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            // NAME matches no other ending.
            default -> throw new AssertionError(ending);
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-256 (java.security.MessageDigest).
            throw new AssertionError(e);
        }
    }
}
