package dev.holdfast.push.keycloak.rest;

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

/** One file of the phone app, read once from the jar. */
record AppFile(byte[] bytes, String mediaType, String digest) {
    private static final String FOLDER = "/holdfast-phone-app/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}\\.(html|css|js|svg|png|webmanifest|json)");
    private static final Map<String, AppFile> READ = new ConcurrentHashMap<>();

    /** @return empty for a name that is no file of the app; a name cannot lead out of its folder */
    static Optional<AppFile> named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        AppFile known = READ.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream stream = AppFile.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                return Optional.empty();
            }
            byte[] bytes = stream.readAllBytes();
            AppFile file = new AppFile(bytes, mediaTypeOf(matcher.group(1)), sha256(bytes));
            READ.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mediaTypeOf(String ending) {
        return switch (ending) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "webmanifest" -> "application/manifest+json";
            case "json" -> "application/json";
            // NAME matches no other ending.
            default -> throw new AssertionError(ending);
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
