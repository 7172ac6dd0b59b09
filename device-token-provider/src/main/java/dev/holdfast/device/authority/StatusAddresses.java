package dev.holdfast.device.authority;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** Where a certificate says that its status can be asked (RFC 5280 §§4.2.1.13 and 4.2.2.1). Other schemes are left out. */
final class StatusAddresses {
    private static final int MAX_ADDRESSES = 3;

    private StatusAddresses() {}

    /** Whole lists by the certificate's own issuer: not those by reasons or by somebody else (indirect). */
    static List<String> ofLists(X509Certificate certificate) {
        try {
            CRLDistPoint points = CRLDistPoint.fromExtensions(extensionsOf(certificate));
            return points == null
                    ? List.of()
                    : Arrays.stream(points.getDistributionPoints())
                            .filter(point -> point.getReasons() == null && point.getCRLIssuer() == null)
                            .map(point -> point.getDistributionPoint())
                            .filter(name -> name != null && name.getType() == DistributionPointName.FULL_NAME)
                            .flatMap(name -> webAddresses(GeneralNames.getInstance(name.getName())))
                            .limit(MAX_ADDRESSES)
                            .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    static List<String> ofResponders(X509Certificate certificate) {
        try {
            AuthorityInformationAccess access = AuthorityInformationAccess.fromExtensions(extensionsOf(certificate));
            return access == null
                    ? List.of()
                    : Arrays.stream(access.getAccessDescriptions())
                            .filter(description -> description.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                            .flatMap(description -> webAddresses(new GeneralNames(description.getAccessLocation())))
                            .limit(MAX_ADDRESSES)
                            .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    static Stream<String> webAddresses(GeneralNames names) {
        return Arrays.stream(names.getNames())
                .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
                .map(name -> ((ASN1String) name.getName()).getString())
                .filter(url -> url.regionMatches(true, 0, "http", 0, 4));
    }

    private static Extensions extensionsOf(X509Certificate certificate) {
        try {
            Extensions extensions = new JcaX509CertificateHolder(certificate).getExtensions();
            return extensions == null ? new Extensions(new org.bouncycastle.asn1.x509.Extension[0]) : extensions;
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate that was read has an encoding", e);
        }
    }
}
