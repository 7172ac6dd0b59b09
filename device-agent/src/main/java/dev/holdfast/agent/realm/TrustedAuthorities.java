package dev.holdfast.agent.realm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate authorities of the operating system, in the one file of PEM that Debian's {@code ca-certificates}
 * keeps: a company's own authority is added there once, for every program of the machine.
 */
final class TrustedAuthorities {
    /** The system property that names the file; without it Java's own list counts. */
    static final String PROPERTY = "holdfast.agent.authorities";

    private TrustedAuthorities() {}

    /** TLS that trusts them, or nothing where no file is named. */
    static Optional<SSLContext> ofThisMachine() throws IOException {
        String file = System.getProperty(PROPERTY, "");
        return file.isEmpty() ? Optional.empty() : Optional.of(tls(Path.of(file)));
    }

    private static SSLContext tls(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int count = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                authorities.setCertificateEntry("authority-" + count++, one);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the certificate authorities in " + file, e);
        }
    }
}
