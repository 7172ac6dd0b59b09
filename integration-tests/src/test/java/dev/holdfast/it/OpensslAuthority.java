package dev.holdfast.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A certificate authority made with OpenSSL: {@code openssl ca} issues, revokes and writes the list, {@code openssl ocsp}
 * answers. A web server on the loopback address hands out both.
 */
final class OpensslAuthority implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean silent;

    OpensslAuthority(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ca.crl", exchange -> answer(exchange, Files.readAllBytes(folder.resolve("ca.crl"))));
        server.createContext("/ocsp", exchange -> {
            Files.write(
                    folder.resolve("question.der"), exchange.getRequestBody().readAllBytes());
            openssl(
                    "ocsp",
                    "-index",
                    "index.txt",
                    "-CA",
                    "ca.pem",
                    "-rsigner",
                    "responder.pem",
                    "-rkey",
                    "responder.key",
                    "-reqin",
                    "question.der",
                    "-respout",
                    "answer.der",
                    "-nmin",
                    "5");
            answer(exchange, Files.readAllBytes(folder.resolve("answer.der")));
        });
        server.start();
        Files.createDirectories(folder.resolve("issued"));
        Files.writeString(folder.resolve("index.txt"), "");
        Files.writeString(folder.resolve("serial"), "1000");
        Files.writeString(folder.resolve("crlnumber"), "01");
        Files.writeString(folder.resolve("ca.cnf"), configuration());
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-config",
                "ca.cnf",
                "-extensions",
                "authority",
                "-subj",
                "/CN=Machines of acme");
        request("responder", "/CN=responder");
        sign("responder", "responder");
        writeList();
    }

    /** A machine with its key and certificate. */
    record Machine(WireKey key, List<X509Certificate> chain, Path certificateFile, Path keyFile) {}

    private String configuration() {
        return String.join(
                "\n",
                "[ca]",
                "default_ca = machines",
                "[machines]",
                "database = index.txt",
                "serial = serial",
                "crlnumber = crlnumber",
                "new_certs_dir = issued",
                "certificate = ca.pem",
                "private_key = ca.key",
                "default_md = sha256",
                "default_days = 10",
                "default_crl_days = 1",
                "policy = anything",
                "unique_subject = no",
                "[anything]",
                "commonName = supplied",
                "[req]",
                "distinguished_name = name",
                "[name]",
                "[authority]",
                "basicConstraints = critical,CA:TRUE",
                "keyUsage = critical,keyCertSign,cRLSign",
                "subjectKeyIdentifier = hash",
                "[machine]",
                "basicConstraints = critical,CA:FALSE",
                "keyUsage = critical,digitalSignature",
                "extendedKeyUsage = clientAuth",
                "crlDistributionPoints = URI:" + url() + "/ca.crl",
                "authorityInfoAccess = OCSP;URI:" + url() + "/ocsp",
                "[responder]",
                "basicConstraints = critical,CA:FALSE",
                "keyUsage = critical,digitalSignature",
                "extendedKeyUsage = OCSPSigning",
                "");
    }

    private String url() {
        return "http://" + host();
    }

    /** As it stands in the realm's setting. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String anchor() throws IOException {
        return Files.readString(folder.resolve("ca.pem"));
    }

    /** How often it was asked for its list or its responder. */
    int requests() {
        return requests.get();
    }

    /** From now on it answers nothing that can be used. */
    void silence() {
        silent = true;
    }

    Machine machine(String file, String name) throws IOException {
        request(file, "/CN=" + name);
        sign(file, "machine");
        return read(file);
    }

    void revoke(Machine machine) throws IOException {
        openssl(
                "ca",
                "-config",
                "ca.cnf",
                "-revoke",
                machine.certificateFile().getFileName().toString());
        writeList();
    }

    private void request(String file, String subject) {
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-config",
                "ca.cnf",
                "-keyout",
                file + ".key",
                "-out",
                file + ".csr",
                "-subj",
                subject);
    }

    private void sign(String file, String extensions) {
        openssl(
                "ca",
                "-config",
                "ca.cnf",
                "-batch",
                "-notext",
                "-in",
                file + ".csr",
                "-out",
                file + ".pem",
                "-extensions",
                extensions);
    }

    private void writeList() throws IOException {
        openssl("ca", "-config", "ca.cnf", "-gencrl", "-out", "ca.crl.pem");
        openssl("crl", "-in", "ca.crl.pem", "-outform", "DER", "-out", "ca.crl.new");
        Files.move(
                folder.resolve("ca.crl.new"),
                folder.resolve("ca.crl"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private Machine read(String file) throws IOException {
        Path certificateFile = folder.resolve(file + ".pem");
        Path keyFile = folder.resolve(file + ".key");
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificateFile)));
            String pem = Files.readString(keyFile)
                    .replaceAll("-----[A-Z ]+-----", "")
                    .replaceAll("\\s", "");
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            return new Machine(
                    new WireKey("ES256", new KeyPair(certificate.getPublicKey(), key)),
                    List.of(certificate),
                    certificateFile,
                    keyFile);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("OpenSSL wrote it", e);
        }
    }

    private String openssl(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Requirement.openssl().require().toString());
        command.addAll(List.of(arguments));
        return ChildProcess.run("openssl", command, Map.of(), folder, PATIENCE);
    }

    private void answer(HttpExchange exchange, byte[] body) {
        requests.incrementAndGet();
        try (exchange) {
            if (silent) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
