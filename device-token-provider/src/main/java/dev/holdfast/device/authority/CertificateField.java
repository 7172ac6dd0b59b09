package dev.holdfast.device.authority;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** A place in a certificate that can hold a name. The certificate's own serial number is none: it changes at renewal. */
public enum CertificateField {
    SUBJECT_CN("subject-cn"),
    /** The subject's attribute {@code serialNumber} (2.5.4.5), where MDMs write the machine's. */
    SUBJECT_SERIAL("subject-serial"),
    SAN_DNS("san-dns"),
    SAN_URI("san-uri"),
    SAN_EMAIL("san-email");

    private static final int MAX_LENGTH = 255;
    private static final int RFC822_NAME = 1;
    private static final int DNS_NAME = 2;
    private static final int URI = 6;

    private final String value;

    CertificateField(String value) {
        this.value = value;
    }

    /** The word in settings. */
    public String value() {
        return value;
    }

    public static List<String> valuesInOrder() {
        return Arrays.stream(values()).map(CertificateField::value).toList();
    }

    static Optional<CertificateField> named(String configured) {
        return Arrays.stream(values())
                .filter(field -> field.value.equals(configured.trim()))
                .findFirst();
    }

    /**
     * The name that stands there; nothing where none or more than one does, since then nobody could say which counts.
     * Names of hosts come in lower case.
     */
    public Optional<String> of(X509Certificate certificate) {
        List<String> names = namesIn(certificate).toList();
        return names.size() == 1 ? Optional.of(names.get(0)).filter(CertificateField::isUsable) : Optional.empty();
    }

    private Stream<String> namesIn(X509Certificate certificate) {
        return switch (this) {
            case SUBJECT_CN -> subjectNames(certificate, BCStyle.CN);
            case SUBJECT_SERIAL -> subjectNames(certificate, BCStyle.SERIALNUMBER);
            case SAN_DNS -> alternativeNames(certificate, DNS_NAME).map(name -> name.toLowerCase(Locale.ROOT));
            case SAN_URI -> alternativeNames(certificate, URI);
            case SAN_EMAIL -> alternativeNames(certificate, RFC822_NAME);
        };
    }

    private static Stream<String> subjectNames(X509Certificate certificate, ASN1ObjectIdentifier attribute) {
        try {
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            return Arrays.stream(subject.getRDNs())
                    .map(RDN::getTypesAndValues)
                    .flatMap(Arrays::stream)
                    .filter(pair -> pair.getType().equals(attribute))
                    .map(pair -> IETFUtils.valueToString(pair.getValue()))
                    .toList()
                    .stream();
        } catch (RuntimeException e) {
            // Bouncy Castle reads the name once more, and may refuse what the JDK took.
            return Stream.empty();
        }
    }

    private static Stream<String> alternativeNames(X509Certificate certificate, int kind) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Stream.empty()
                    : names.stream()
                            .filter(name -> name.get(0) instanceof Integer type && type == kind)
                            .map(name -> String.valueOf(name.get(1)));
        } catch (CertificateParsingException e) {
            return Stream.empty();
        }
    }

    private static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= MAX_LENGTH
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
