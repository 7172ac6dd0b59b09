package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate of another authority, as its files have it now. */
public final class MachineCertificate {
    private static final int MAX_FILE = 65_536;
    private static final int MAX_CERTIFICATES = 5;

    private final MachineFiles files;
    private final List<X509Certificate> chain;

    private MachineCertificate(MachineFiles files, List<X509Certificate> chain) {
        this.files = files;
        this.chain = chain;
    }

    /**
     * Reads the certificate's file; not the key's.
     *
     * @throws IOException if there is no certificate to read; the message says which file
     */
    public static MachineCertificate read(MachineFiles files) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(text(files.certificate()).getBytes(StandardCharsets.US_ASCII)))
                    .forEach(one -> chain.add((X509Certificate) one));
        } catch (GeneralSecurityException e) {
            throw new IOException("There is no certificate in PEM in " + files.certificate(), e);
        }
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
            throw new IOException(files.certificate() + " holds " + chain.size() + " certificates in PEM; 1 to "
                    + MAX_CERTIFICATES + " are needed, the machine's own first.");
        }
        return new MachineCertificate(files, chain);
    }

    /** The form of {@code x5c}: standard base64 of DER, the machine's own first. */
    public List<String> x5c() {
        return chain.stream()
                .map(one -> Base64.getEncoder().encodeToString(encoded(one)))
                .toList();
    }

    /** The {@code iss} of the message by which a realm adopts it. */
    public String urn() {
        return "urn:holdfast:certificate:" + Base64Url.encode(Sha256.of(encoded(chain.get(0))));
    }

    /** The certificate's own end, seconds since the epoch. */
    public long notAfter() {
        return chain.get(0).getNotAfter().toInstant().getEpochSecond();
    }

    /**
     * The key of the key's file.
     *
     * @throws IOException if it cannot be read, or is another key than the certificate's; the message says what to do
     */
    public DeviceKey key(SecureRandom random) throws IOException {
        return MachineKey.read(text(files.key()), files.key(), chain.get(0), random);
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                throw new IOException(file + " is too long to be a certificate or a key.");
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("There is no file " + file + ".", e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException("This user may not read " + file + ".", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate that was read has an encoding", e);
        }
    }
}
