package dev.holdfast.device.tpm;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import dev.holdfast.device.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Which TPMs a realm trusts: those with an endorsement certificate of a trusted vendor, and those whose endorsement key
 * the administrator listed. Without this question a program that plays a TPM would pass every other check.
 *
 * @param authorities certificates of TPM vendors, roots and intermediates
 * @param allowedKeys SHA-256 of an endorsement key's SubjectPublicKeyInfo, in lower-case hexadecimal
 */
public record EndorsementTrust(List<X509Certificate> authorities, Set<String> allowedKeys) {
    /** The setting that holds the vendors' certificates. */
    public static final String AUTHORITIES_KEY = "tpmAuthorities";

    /** The setting that lists single endorsement keys. */
    public static final String ALLOWED_KEYS_KEY = "tpmAllowedKeys";

    /** Bytes of an endorsement certificate, at most. */
    public static final int MAX_CERTIFICATE_BYTES = 4_096;

    private static final String EK_CERTIFICATE = "2.23.133.8.1";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final List<ASN1ObjectIdentifier> TPM_ATTRIBUTES = List.of(
            new ASN1ObjectIdentifier("2.23.133.2.1"),
            new ASN1ObjectIdentifier("2.23.133.2.2"),
            new ASN1ObjectIdentifier("2.23.133.2.3"));

    public EndorsementTrust {
        authorities = List.copyOf(authorities);
        allowedKeys = Set.copyOf(allowedKeys);
    }

    /**
     * Reads a configuration.
     *
     * @param pem texts of one or more certificates each
     * @param hashes of endorsement keys, in hexadecimal, with or without colons
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    public static EndorsementTrust read(List<String> pem, List<String> hashes) {
        List<X509Certificate> authorities = new ArrayList<>();
        for (String text : pem) {
            if (!text.isBlank()) {
                authorities.addAll(certificates(text));
            }
        }
        Set<String> allowed = new LinkedHashSet<>();
        for (String hash : hashes) {
            if (!hash.isBlank()) {
                allowed.add(hashOf(hash));
            }
        }
        return new EndorsementTrust(authorities, allowed);
    }

    private static List<X509Certificate> certificates(String pem) {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            // Answered below, as any other text without a certificate.
        }
        throw new IllegalArgumentException("TPM authorities must be certificates in PEM.");
    }

    private static String hashOf(String hash) {
        String plain = hash.trim().replace(":", "").toLowerCase(Locale.ROOT);
        if (!HASH.matcher(plain).matches()) {
            throw new IllegalArgumentException("Allowed TPM keys must be SHA-256 hashes in hexadecimal.");
        }
        return plain;
    }

    /**
     * Decides whether the realm trusts this endorsement key.
     *
     * @param publicArea TPMT_PUBLIC of the key
     * @param certificate its certificate (DER), where the TPM has one
     * @return the key, or nothing where its certificate leads to no trusted vendor and its hash is not listed
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#ATTESTATION_FAILED} if the two do not fit
     *     together, or the key is no endorsement key
     */
    public Optional<EndorsementKey> verify(byte[] publicArea, Optional<byte[]> certificate, Instant now) {
        PublicArea area = PublicArea.parse(publicArea);
        if (!area.isBornInTpm()
                || !area.has(ObjectAttribute.RESTRICTED)
                || !area.has(ObjectAttribute.DECRYPT)
                || area.has(ObjectAttribute.SIGN)) {
            throw Refusal.ATTESTATION_FAILED.because("endorsement key: attributes");
        }
        PublicKey key = publicKey(area);
        Optional<X509Certificate> parsed = certificate.map(EndorsementTrust::read);
        if (parsed.isPresent() && !Arrays.equals(bits(parsed.get().getPublicKey()), bits(key))) {
            throw Refusal.ATTESTATION_FAILED.because("endorsement certificate of another key");
        }
        String hash = HexFormat.of().formatHex(HashAlgorithm.SHA256.digest().digest(key.getEncoded()));
        boolean trusted = allowedKeys.contains(hash)
                || parsed.filter(found -> isEndorsementCertificate(found) && leadsToAuthority(found, now))
                        .isPresent();
        return trusted ? Optional.of(new EndorsementKey(area, key, hash)) : Optional.empty();
    }

    private boolean leadsToAuthority(X509Certificate certificate, Instant now) {
        if (authorities.isEmpty()) {
            return false;
        }
        try {
            Set<TrustAnchor> anchors = authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet());
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(certificate))));
            parameters.setRevocationEnabled(false); // Vendors rarely publish lists; the administrator removes a vendor.
            parameters.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** TCG EK Credential Profile, §3: usage, no CA, and the TPM's manufacturer, model and version as its name. */
    private static boolean isEndorsementCertificate(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            boolean[] usage = certificate.getKeyUsage();
            return certificate.getBasicConstraints() == -1
                    && purposes != null
                    && purposes.contains(EK_CERTIFICATE)
                    && usage != null
                    && (usage[KEY_ENCIPHERMENT] || usage[KEY_AGREEMENT])
                    && namesTpm(certificate);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Bouncy Castle answers damaged structures with unchecked exceptions of many kinds.
            return false;
        }
    }

    private static boolean namesTpm(X509Certificate certificate) {
        byte[] names = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        return names != null
                && Arrays.stream(GeneralNames.getInstance(
                                        ASN1OctetString.getInstance(names).getOctets())
                                .getNames())
                        .filter(name -> name.getTagNo() == GeneralName.directoryName)
                        .map(name -> X500Name.getInstance(name.getName()))
                        .anyMatch(name ->
                                TPM_ATTRIBUTES.stream().allMatch(attribute -> name.getRDNs(attribute).length > 0));
    }

    /** Vendors pad the certificate to the size of its place in the TPM's memory; what follows the DER is not read. */
    private static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw Refusal.ATTESTATION_FAILED.because("endorsement certificate unreadable");
        }
    }

    private static PublicKey publicKey(PublicArea area) {
        try {
            return ((AsymmetricJWK) area.jwk()).toPublicKey();
        } catch (JOSEException e) {
            throw Refusal.ATTESTATION_FAILED.because("endorsement key: point not on its curve");
        }
    }

    /** The bits alone: some vendors' certificates name the algorithm of an RSA key as OAEP. */
    private static byte[] bits(PublicKey key) {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getBytes();
    }
}
