package dev.holdfast.device.authority;

import dev.holdfast.device.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A path that led to a trust anchor when it was validated.
 *
 * @param certificates the device's own first, without the anchor
 * @param anchor who issued the last of them
 */
public record CertificatePath(List<X509Certificate> certificates, X509Certificate anchor) {
    public CertificatePath {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a path holds a certificate");
        }
    }

    /** One certificate with the one that issued it. */
    record Link(X509Certificate certificate, X509Certificate issuer) {}

    X509Certificate leaf() {
        return certificates.get(0);
    }

    List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            links.add(new Link(certificates.get(i), i + 1 < certificates.size() ? certificates.get(i + 1) : anchor));
        }
        return links;
    }

    /**
     * Refuses a path of which a certificate is outside its validity now.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#CERTIFICATE_EXPIRED}
     */
    public void requireValidAt(Instant now) {
        for (X509Certificate certificate : certificates) {
            if (now.isBefore(certificate.getNotBefore().toInstant())
                    || now.isAfter(certificate.getNotAfter().toInstant())) {
                throw Refusal.CERTIFICATE_EXPIRED.because("certificate of another authority outside its validity");
            }
        }
    }

    /** The first moment at which the path is good no more. */
    public Instant end() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow(() -> new AssertionError("the constructor wants a certificate"));
    }

    /** The certificates as one line of text: base64 of the DER, separated by commas. */
    public String encoded() {
        return String.join(
                ",", certificates.stream().map(CertificatePath::base64).toList());
    }

    /**
     * Reads {@code x5c} (RFC 7515 §4.1.6), or the parts of {@link #encoded}.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST}
     */
    static List<X509Certificate> read(List<String> x5c) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (String base64 : x5c) {
                byte[] der = Base64.getDecoder().decode(base64);
                X509Certificate certificate =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
                if (certificate.getEncoded().length != der.length) {
                    throw Refusal.INVALID_REQUEST.because("x5c holds more than certificates");
                }
                certificates.add(certificate);
            }
            return certificates;
        } catch (IllegalArgumentException | CertificateException e) {
            throw Refusal.INVALID_REQUEST.because("x5c holds no certificate");
        }
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate that was read has an encoding", e);
        }
    }
}
