package dev.holdfast.it;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * S3Proxy, a server of the S3 protocol that others run as well: it checks Signature Version 4 by its own code, and keeps
 * objects as files. Its bucket stays when it stops.
 */
final class ObjectStorage implements AutoCloseable {
    static final String KEY_ID = "records-writer";
    static final String SECRET = "a-secret-that-nobody-is-told/0123456789";

    private static final String BUCKET = "records";
    private static final Path PROGRAM = Path.of("target", "s3proxy.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = LoopbackPorts.free();
    private ChildProcess process;

    ObjectStorage() {
        try {
            folder = Files.createTempDirectory("holdfast-objects");
            Files.createDirectories(folder.resolve("files").resolve(BUCKET));
            Files.writeString(
                    folder.resolve("s3proxy.conf"), """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    """.formatted(port, KEY_ID, SECRET, folder.resolve("files")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    void start() {
        process = ChildProcess.start(
                "s3proxy",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        PROGRAM.toAbsolutePath().toString(),
                        "--properties",
                        "s3proxy.conf"),
                Map.of(),
                folder,
                folder.resolve("s3proxy.log"));
        Readiness.await("s3proxy", process, this::listens, PATIENCE);
    }

    void stop() {
        process.close();
    }

    /** The bucket's, with a folder in it. */
    String address() {
        return "http://127.0.0.1:" + port + "/" + BUCKET + "/keycloak";
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** The objects' names below the folder, in the order of their names. */
    List<String> names() {
        Path bucket = folder.resolve("files").resolve(BUCKET).resolve("keycloak");
        if (!Files.isDirectory(bucket)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(bucket)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> bucket.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of all objects, in the order of the objects' names. */
    List<String> lines() {
        return names().stream().flatMap(name -> lines(name).stream()).toList();
    }

    List<String> lines(String name) {
        Path file = folder.resolve("files").resolve(BUCKET).resolve("keycloak").resolve(name);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
        FileTrees.delete(folder);
    }
}
