package dev.holdfast.push.keycloak.webpush;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.push.delivery.PushDelivery;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A push service on this machine, at {@code https://push.example.net}, which keeps what it was sent. */
public final class PushService implements AutoCloseable {
    public static final String HOST = "push.example.net";
    private static final char[] PASSWORD = "published".toCharArray();

    public final List<Message> messages = new CopyOnWriteArrayList<>();
    final Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;
    private final SSLContext trusting;
    private final SSLContext serving;

    public record Message(String path, Headers headers, byte[] body) {}

    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    public PushService() throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = certificate(pair);

        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("push", pair.getPrivate(), PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        serving = SSLContext.getInstance("TLS");
        serving.init(keys.getKeyManagers(), null, null);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("push", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);

        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving));
        server.setExecutor(threads);
        server.start();
    }

    /** For other servers of a test, with this service's certificate. */
    public SSLContext serving() {
        return serving;
    }

    /** A delivery that finds this service under its name. */
    public PushDelivery delivery() {
        return new WebPushDelivery(
                host -> List.of(InetAddress.getLoopbackAddress()),
                trusting,
                new SecureRandom(),
                Duration.ofSeconds(8),
                2,
                10);
    }

    /** A context that trusts this service and nobody else. */
    SSLContext trusting() {
        return trusting;
    }

    public String url(String path) {
        return "https://" + HOST + ":" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void at(String path, Handler handler) {
        server.createContext(path, exchange -> {
            callers.add(exchange.getRemoteAddress());
            messages.add(new Message(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            try (exchange) {
                handler.handle(exchange);
            } catch (IOException e) {
                // The client went away, as it should.
            }
        });
    }

    public void answer(String path, int status) {
        at(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static X509Certificate certificate(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=push service of a test");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                new Date(System.currentTimeMillis() - 3_600_000),
                new Date(System.currentTimeMillis() + 86_400_000),
                name,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, HOST)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(CryptoProvider.BOUNCY_CASTLE)
                        .build(pair.getPrivate())));
    }
}
