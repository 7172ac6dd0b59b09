package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A server that {@code kc.sh build} has optimized for some providers and build options. Building takes half a minute of
 * CPU, so the result is kept and shared by all nodes with the same ingredients.
 *
 * @param distribution the stock archive
 * @param providers jars for {@code providers/}
 * @param options arguments of {@code kc.sh build}
 */
record KeycloakBuild(KeycloakDistribution distribution, List<Path> providers, List<String> options) {

    private static final String UNFINISHED = ".unfinished";

    /** Different jars and options that are in use side by side, and a few more. */
    private static final int KEPT = 4;

    KeycloakBuild {
        providers = List.copyOf(providers);
        options = List.copyOf(options);
    }

    /**
     * Returns the home of the built server, which must not be written to.
     *
     * @param cache holds built servers, across runs
     */
    Path in(Path cache) {
        Path home = cache.resolve(distribution.version() + "-" + key());
        try {
            Files.createDirectories(cache);
            // Two test JVMs may want the same server at the same time.
            try (FileChannel channel = FileChannel.open(
                            cache.resolve(home.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!Files.isDirectory(home)) {
                    build(home);
                }
                assert lock.isValid();
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void build(Path home) throws IOException {
        Path unfinished = home.resolveSibling(home.getFileName() + UNFINISHED);
        FileTrees.delete(unfinished);
        distribution.unpackInto(unfinished);
        for (Path provider : providers) {
            Files.copy(provider, unfinished.resolve("providers").resolve(provider.getFileName()));
        }
        List<String> command =
                new ArrayList<>(List.of(unfinished.resolve("bin/kc.sh").toString(), "build"));
        command.addAll(options);
        ChildProcess.run("kc.sh build", command, Map.of(), unfinished, Duration.ofMinutes(5));
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        deleteAllButNewest(home.resolveSibling(""));
    }

    /** A developer's jar is another one each time; nodes that run share files by links and do not miss the folder. */
    private static void deleteAllButNewest(Path cache) throws IOException {
        try (Stream<Path> entries = Files.list(cache)) {
            entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.getFileName().toString().endsWith(UNFINISHED))
                    .sorted(Comparator.comparingLong(
                                    (Path entry) -> entry.toFile().lastModified())
                            .reversed())
                    .skip(KEPT)
                    .forEach(FileTrees::delete);
        }
    }

    private String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path provider : providers) {
                update(digest, provider.getFileName().toString());
                digest.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(provider)));
            }
            options.forEach(option -> update(digest, option));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void update(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
