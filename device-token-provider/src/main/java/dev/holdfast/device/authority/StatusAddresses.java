package dev.holdfast.device.authority;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Where a certificate says that its status can be asked (RFC 5280 §§4.2.1.13 and 4.2.2.1). Other schemes are left out. */
final class StatusAddresses {
    private static final int MAX_ADDRESSES = 3;

    private StatusAddresses() {}

    /** Whole lists by the certificate's own issuer: not those by reasons or by somebody else (indirect). */
    static List<String> ofLists(X509Certificate certificate) {
        try {
            return valueOf(certificate, Extension.cRLDistributionPoints)
                    .map(CRLDistPoint::getInstance)
                    .map(points -> Arrays.stream(points.getDistributionPoints())
                            .filter(point -> point.getReasons() == null && point.getCRLIssuer() == null)
                            .map(point -> point.getDistributionPoint())
                            .filter(name -> name != null && name.getType() == DistributionPointName.FULL_NAME)
                            .flatMap(name -> webAddresses(GeneralNames.getInstance(name.getName())))
                            .limit(MAX_ADDRESSES)
                            .toList())
                    .orElse(List.of());
        } catch (RuntimeException e) {
            // Bouncy Castle answers damaged structures with unchecked exceptions of many kinds.
            return List.of();
        }
    }

    static List<String> ofResponders(X509Certificate certificate) {
        try {
            return valueOf(certificate, Extension.authorityInfoAccess)
                    .map(AuthorityInformationAccess::getInstance)
                    .map(access -> Arrays.stream(access.getAccessDescriptions())
                            .filter(description -> description.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                            .flatMap(description -> webAddresses(new GeneralNames(description.getAccessLocation())))
                            .limit(MAX_ADDRESSES)
                            .toList())
                    .orElse(List.of());
        } catch (RuntimeException e) {
            // Bouncy Castle answers damaged structures with unchecked exceptions of many kinds.
            return List.of();
        }
    }

    static Stream<String> webAddresses(GeneralNames names) {
        return Arrays.stream(names.getNames())
                .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
                .map(name -> ((ASN1String) name.getName()).getString())
                .filter(url -> url.regionMatches(true, 0, "http", 0, 4));
    }

    /**
     * The value of an extension as the parser found it that validated the path: another parser may read the same bytes
     * otherwise, or not at all.
     */
    private static Optional<byte[]> valueOf(X509Certificate certificate, ASN1ObjectIdentifier extension) {
        return Optional.ofNullable(certificate.getExtensionValue(extension.getId()))
                .map(value -> ASN1OctetString.getInstance(value).getOctets());
    }
}
