package dev.holdfast.harness;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A push service (RFC 8030 §5) on this machine: takes each message, and counts them by address. */
public final class PushService implements AutoCloseable {

    private static final int THREADS = 8;
    private static final Duration KEY_LIMIT = Duration.ofMinutes(1);

    /** The key serves this machine alone, and keytool wants a password. */
    private static final String PASSWORD = "published";

    private static final String OWN = "own";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<String, LongAdder> taken = new ConcurrentHashMap<>();
    private final Path certificate;

    /**
     * Starts one with a new key.
     *
     * @param folder where its certificate goes, for the server to trust; made if absent
     */
    public static PushService start(Path folder) {
        try {
            Files.createDirectories(folder);
            return new PushService(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new HarnessException("no push service: " + e.getMessage(), e);
        }
    }

    private PushService(Path folder) throws IOException, GeneralSecurityException {
        KeyStore keys = newKey(folder);
        this.certificate = folder.resolve("push-service.pem");
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(keys.getCertificate(OWN).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                taken.computeIfAbsent(exchange.getRequestURI().getPath(), any -> new LongAdder())
                        .increment();
                exchange.sendResponseHeaders(201, -1);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    /** Returns a file that says whom to trust. */
    public Path certificate() {
        return certificate;
    }

    /** Returns host and port, for the list of hosts that the realm may ask. */
    public String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** Returns where a phone of this name is reached. */
    public URI endpoint(String phone) {
        return URI.create("https://" + host() + "/" + phone);
    }

    /** Returns how many messages came for a phone of this name. */
    public long taken(String phone) {
        LongAdder count = taken.get("/" + phone);
        return count == null ? 0 : count.sum();
    }

    /** Returns how many messages came for all phones. */
    public long taken() {
        return taken.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** By the JDK's own tool: the JDK has no class that makes certificates. */
    private static KeyStore newKey(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("push-service.p12").toAbsolutePath();
        Files.deleteIfExists(store);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                keytool,
                "-genkeypair",
                "-alias",
                OWN,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-validity",
                "2",
                "-startdate",
                "-1H",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        ChildProcess.run("keytool", command, Map.of(), folder, KEY_LIMIT);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }
}
