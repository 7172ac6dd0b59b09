package dev.holdfast.device.authority;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The certificate authorities of others (an MDM's, SCEP's, smallstep's) whose certificates make a machine a device of the
 * realm (docs/protocol.md §4).
 *
 * @param anchors where paths may end; roots, or intermediates that alone shall count
 * @param rule whose a certificate is
 * @param usage the extended key usage that a certificate must have
 * @param revocation how it is asked whether a certificate was revoked
 */
public record TrustedAuthorities(
        List<X509Certificate> anchors, IdentityRule rule, String usage, RevocationPolicy revocation) {
    public static final String ANCHORS_KEY = "certificateAuthorities";
    public static final String USAGE_KEY = "certificateUsage";
    public static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final Pattern OID = Pattern.compile("[0-2](?:\\.(?:0|[1-9][0-9]{0,38})){1,30}");

    public TrustedAuthorities {
        anchors = List.copyOf(anchors);
    }

    /**
     * @param configuration the values of a key; none where it is absent
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    public static TrustedAuthorities read(Function<String, List<String>> configuration) {
        List<X509Certificate> anchors = new ArrayList<>();
        for (String pem : configuration.apply(ANCHORS_KEY)) {
            if (!pem.isBlank()) {
                anchors.addAll(certificates(pem));
            }
        }
        String usage = first(configuration, USAGE_KEY).map(String::trim).orElse(CLIENT_AUTH);
        if (!OID.matcher(usage).matches()) {
            throw new IllegalArgumentException("The usage of certificates must be an object identifier in numbers.");
        }
        return new TrustedAuthorities(
                anchors,
                IdentityRule.read(
                        first(configuration, IdentityRule.DEVICE_KEY), first(configuration, IdentityRule.USER_KEY)),
                usage,
                RevocationPolicy.read(configuration));
    }

    static Optional<String> first(Function<String, List<String>> configuration, String key) {
        return configuration.apply(key).stream().findFirst().filter(configured -> !configured.isBlank());
    }

    private static List<X509Certificate> certificates(String pem) {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty() && found.stream().allMatch(certificate -> certificate.getBasicConstraints() >= 0)) {
                return found;
            }
        } catch (CertificateException e) {
            // Answered below, as any other text without certificates.
        }
        throw new IllegalArgumentException("Certificate authorities must be CA certificates in PEM.");
    }

    /** Whether the realm adopts no certificates at all. */
    public boolean isEmpty() {
        return anchors.isEmpty();
    }

    /**
     * Validates a path (RFC 5280 §6) to one of the anchors and reads whose it is.
     *
     * @param x5c standard base64 DER, each certificate issued by the next (RFC 7515 §4.1.6); the anchor may stand at the
     *     end
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST},
     *     {@link Refusal#UNTRUSTED_CERTIFICATE} or {@link Refusal#CERTIFICATE_EXPIRED}
     */
    public MachineCertificate verify(List<String> x5c, Instant now) {
        List<X509Certificate> certificates = new ArrayList<>(CertificatePath.read(x5c));
        if (certificates.size() > 1 && anchors.contains(certificates.get(certificates.size() - 1))) {
            certificates.remove(certificates.size() - 1);
        }
        X509Certificate leaf = certificates.get(0);
        if (isEmpty() || anchors.contains(leaf)) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("certificate of no trusted authority");
        }
        CertificatePath path = new CertificatePath(certificates, validate(certificates, now));
        checkUsage(leaf);
        String name = rule.device()
                .of(leaf)
                .orElseThrow(() -> Refusal.UNTRUSTED_CERTIFICATE.because(
                        "certificate without one " + rule.device().value()));
        Optional<String> user = rule.user()
                .map(field -> field.of(leaf)
                        .orElseThrow(() -> Refusal.UNTRUSTED_CERTIFICATE.because(
                                "certificate without one " + field.value() + " for its user")));
        return new MachineCertificate(path, new CertifiedName(idOf(path.anchor()), name), user);
    }

    /**
     * A path that was verified when its device was adopted, if its anchor is trusted still.
     *
     * @param authority {@link CertifiedName#authority}
     * @param encoded {@link CertificatePath#encoded}
     */
    public Optional<CertificatePath> stored(String authority, String encoded) {
        return anchors.stream()
                .filter(anchor -> idOf(anchor).equals(authority))
                .findFirst()
                .map(anchor -> new CertificatePath(CertificatePath.read(List.of(encoded.split(",", -1))), anchor));
    }

    private X509Certificate validate(List<X509Certificate> certificates, Instant now) {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors.stream()
                    .map(anchor -> new TrustAnchor(anchor, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false); // Asked apart: Java's own would go wherever a certificate says.
            parameters.setDate(Date.from(now));
            return ((PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                            .validate(
                                    CertificateFactory.getInstance("X.509").generateCertPath(certificates), parameters))
                    .getTrustAnchor()
                    .getTrustedCert();
        } catch (CertPathValidatorException e) {
            if (e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID) {
                throw Refusal.CERTIFICATE_EXPIRED.because("certificate of another authority outside its validity");
            }
            throw Refusal.UNTRUSTED_CERTIFICATE.because("certificate path: " + e.getReason());
        } catch (CertificateException e) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("certificate path cannot be built");
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new AssertionError("every Java platform has PKIX, and there is an anchor", e);
        }
    }

    private void checkUsage(X509Certificate leaf) {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            boolean[] keyUsage = leaf.getKeyUsage();
            if (usages == null || !usages.contains(usage)) {
                throw Refusal.UNTRUSTED_CERTIFICATE.because("extended key usage");
            }
            if (leaf.getBasicConstraints() != -1 || (keyUsage != null && !keyUsage[0])) {
                throw Refusal.UNTRUSTED_CERTIFICATE.because("not an end-entity certificate for signatures");
            }
        } catch (CertificateException e) {
            throw Refusal.UNTRUSTED_CERTIFICATE.because("extended key usage unreadable");
        }
    }

    /** An authority is its name and its key (RFC 5280 §6.1.1 (d)): a renewed certificate of it is the same. */
    static String idOf(X509Certificate anchor) {
        return LabelledHash.of("holdfast-authority")
                .add(anchor.getSubjectX500Principal().getEncoded())
                .add(anchor.getPublicKey().getEncoded())
                .base64Url();
    }
}
