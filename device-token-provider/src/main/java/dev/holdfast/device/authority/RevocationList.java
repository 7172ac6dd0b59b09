package dev.holdfast.device.authority;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/** A revocation list whose signature and time were right when it was read (RFC 5280 §6.3). */
final class RevocationList implements AnswerMemory.Dated {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final String ISSUING_DISTRIBUTION_POINT = Extension.issuingDistributionPoint.getId();
    private static final int CRL_SIGN = 6;

    private final Set<BigInteger> revoked;
    private final Instant nextUpdate;
    private final boolean forUsers;
    private final boolean forAuthorities;
    private final int bytes;

    private RevocationList(
            Set<BigInteger> revoked, Instant nextUpdate, boolean forUsers, boolean forAuthorities, int bytes) {
        this.revoked = revoked;
        this.nextUpdate = nextUpdate;
        this.forUsers = forUsers;
        this.forAuthorities = forAuthorities;
        this.bytes = bytes;
    }

    /**
     * Reads a list.
     *
     * @param der from outside
     * @param issuer who must have signed it
     * @param url where it was fetched; a list that names other places only is one of another share
     */
    static RevocationList read(byte[] der, X509Certificate issuer, String url, Instant now) throws UnansweredException {
        try {
            X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
            checkSignature(list, issuer);
            Scope scope = Scope.of(list, url);
            Date next = list.getNextUpdate();
            if (next == null || !now.isBefore(next.toInstant())) {
                throw new UnansweredException("revocation list out of date");
            }
            if (now.isBefore(list.getThisUpdate().toInstant().minus(CLOCK_TOLERANCE))) {
                throw new UnansweredException("revocation list of the future");
            }
            Set<BigInteger> serials = new HashSet<>();
            Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
            if (entries != null) {
                for (X509CRLEntry entry : entries) {
                    if (entry.hasUnsupportedCriticalExtension()) {
                        throw new UnansweredException("revocation list with an unknown critical entry extension");
                    }
                    serials.add(entry.getSerialNumber());
                }
            }
            return new RevocationList(serials, next.toInstant(), scope.users(), scope.authorities(), der.length);
        } catch (GeneralSecurityException | RuntimeException e) {
            // The parsers answer damaged structures with unchecked exceptions as well.
            throw new UnansweredException("revocation list unreadable or not by the issuer: "
                    + e.getClass().getSimpleName());
        }
    }

    private static void checkSignature(X509CRL list, X509Certificate issuer)
            throws GeneralSecurityException, UnansweredException {
        boolean[] usage = issuer.getKeyUsage();
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                || (usage != null && !usage[CRL_SIGN])) {
            throw new UnansweredException("revocation list of somebody else");
        }
        String algorithm = list.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.contains("MD5") || algorithm.contains("MD2") || algorithm.contains("SHA1")) {
            throw new UnansweredException("revocation list signed with " + algorithm);
        }
        list.verify(issuer.getPublicKey());
    }

    /** Whether it says that the certificate is revoked, a hold included. */
    boolean revokes(X509Certificate certificate) throws UnansweredException {
        boolean authority = certificate.getBasicConstraints() != -1;
        if (authority ? !forAuthorities : !forUsers) {
            throw new UnansweredException("revocation list for other certificates");
        }
        return revoked.contains(certificate.getSerialNumber());
    }

    @Override
    public Instant goodUntil() {
        return nextUpdate;
    }

    @Override
    public int weight() {
        return bytes;
    }

    /** For which certificates a list is complete (RFC 5280 §5.2.5). */
    private record Scope(boolean users, boolean authorities) {
        static Scope of(X509CRL list, String url) throws UnansweredException {
            Set<String> critical = list.getCriticalExtensionOIDs();
            if (critical != null && !Set.of(ISSUING_DISTRIBUTION_POINT).containsAll(critical)) {
                // A delta list is one of them (§5.2.4).
                throw new UnansweredException("revocation list with an unknown critical extension");
            }
            byte[] extension = list.getExtensionValue(ISSUING_DISTRIBUTION_POINT);
            if (extension == null) {
                return new Scope(true, true);
            }
            IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            if (point.isIndirectCRL() || point.getOnlySomeReasons() != null || point.onlyContainsAttributeCerts()) {
                throw new UnansweredException("revocation list that is not whole");
            }
            DistributionPointName name = point.getDistributionPoint();
            if (name != null
                    && (name.getType() != DistributionPointName.FULL_NAME
                            || StatusAddresses.webAddresses(GeneralNames.getInstance(name.getName()))
                                    .noneMatch(url::equals))) {
                throw new UnansweredException("revocation list of another distribution point");
            }
            return new Scope(!point.onlyContainsCACerts(), !point.onlyContainsUserCerts());
        }
    }
}
