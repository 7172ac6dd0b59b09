package dev.holdfast.device.certificate;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A certificate that the realm's device CA issued to a device. Only {@link #verify} makes one. */
public final class AgentCertificate {
    private static final String SUBJECT = "urn:holdfast:device:";
    private static final int SAN_URI = 6;
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final UUID did;
    private final Thumbprint thumbprint;

    private AgentCertificate(UUID did, Thumbprint thumbprint) {
        this.did = did;
        this.thumbprint = thumbprint;
    }

    /**
     * Validates a chain (RFC 5280 §6) up to the realm's device CA and reads whose it is.
     *
     * @param chain {@code x5c}: standard base64 DER, leaf first; certificates beyond the leaf are not needed and not
     *     trusted
     */
    public static AgentCertificate verify(List<String> chain, X509Certificate deviceCa, Instant now) {
        X509Certificate leaf = read(chain.get(0));
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(deviceCa, null)));
            parameters.setRevocationEnabled(false); // The registry's standing counts on every call.
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        } catch (CertPathValidatorException e) {
            if (e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID) {
                throw Refusal.CERTIFICATE_EXPIRED.because("certificate outside its validity");
            }
            throw Refusal.UNTRUSTED_CERTIFICATE.because("certificate path: " + e.getReason());
        } catch (CertificateException e) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("certificate path cannot be built");
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new AssertionError("every Java platform has PKIX, and one anchor is enough", e);
        }
        checkUsage(leaf);
        return new AgentCertificate(subject(leaf), thumbprintOf(leaf));
    }

    /** Whether the leaf claims to be of that CA; not whether it is. */
    public static boolean namesIssuer(List<String> chain, X509Certificate deviceCa) {
        return read(chain.get(0)).getIssuerX500Principal().equals(deviceCa.getSubjectX500Principal());
    }

    /** The subject alternative name of a device. */
    public static String subjectOf(UUID did) {
        return SUBJECT + did;
    }

    public UUID did() {
        return did;
    }

    /** The key that the certificate names; the registry knows the algorithm that it is pinned to. */
    public Thumbprint thumbprint() {
        return thumbprint;
    }

    private static X509Certificate read(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IllegalArgumentException | CertificateException e) {
            throw Refusal.INVALID_REQUEST.because("x5c holds no certificate");
        }
    }

    private static void checkUsage(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            boolean[] keyUsage = leaf.getKeyUsage();
            if (usages == null || !usages.contains(CLIENT_AUTH)) {
                throw Refusal.UNTRUSTED_CERTIFICATE.because("extended key usage");
            }
            if (leaf.getBasicConstraints() != -1 || keyUsage == null || !keyUsage[0]) {
                throw Refusal.UNTRUSTED_CERTIFICATE.because("not an end-entity certificate for signatures");
            }
        } catch (CertificateException e) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("extended key usage unreadable");
        }
    }

    private static UUID subject(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            if (names != null && names.size() == 1) {
                List<?> name = names.iterator().next();
                if (name.get(0) instanceof Integer type
                        && type == SAN_URI
                        && name.get(1) instanceof String uri
                        && uri.startsWith(SUBJECT)) {
                    return UUID.fromString(uri.substring(SUBJECT.length()));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("subject alternative name unreadable");
        }
        throw Refusal.UNTRUSTED_CERTIFICATE.because("subject alternative name");
    }

    private static Thumbprint thumbprintOf(X509Certificate leaf) {
        try {
            return new Thumbprint(JWK.parse(leaf).computeThumbprint().toString());
        } catch (JOSEException e) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("key of the certificate unreadable");
        }
    }
}
