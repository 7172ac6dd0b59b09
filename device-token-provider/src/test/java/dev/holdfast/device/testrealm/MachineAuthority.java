package dev.holdfast.device.testrealm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of somebody else, with real keys: an MDM's, or one that an attacker made. */
public final class MachineAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(1);

    private final X509Certificate certificate;
    private final KeyPair key;

    private MachineAuthority(X509Certificate certificate, KeyPair key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** What a certificate says. Each part can be made wrong. */
    public static final class Shape {
        public String subject = "CN=ada-laptop";
        public List<String> purposes = List.of("1.3.6.1.5.5.7.3.2");
        public int usage = KeyUsage.digitalSignature;
        public boolean authority;
        public int pathLength = 1;
        public Instant from;
        public Instant to;
        public List<GeneralName> names = List.of();
        public List<String> lists = List.of();
        public List<String> responders = List.of();
        public String permittedDns = "";

        Shape(Instant now) {
            from = now.minus(Duration.ofDays(1));
            to = now.plus(Duration.ofDays(30));
        }
    }

    public static MachineAuthority root(String name, Instant now) {
        KeyPair pair = TestKey.es256().pair();
        Shape shape = authorityShape(name, now);
        return new MachineAuthority(build(new X500Principal(name), pair.getPrivate(), pair.getPublic(), shape), pair);
    }

    public MachineAuthority intermediate(String name, Instant now, Consumer<Shape> change) {
        KeyPair pair = TestKey.es256().pair();
        Shape shape = authorityShape(name, now);
        shape.pathLength = 0;
        change.accept(shape);
        return new MachineAuthority(issue(pair.getPublic(), shape), pair);
    }

    /** The same authority with a renewed certificate: name and key stay. */
    public MachineAuthority renewed(Instant now) {
        Shape shape = authorityShape(certificate.getSubjectX500Principal().getName(), now);
        return new MachineAuthority(
                build(certificate.getSubjectX500Principal(), key.getPrivate(), key.getPublic(), shape), key);
    }

    private static Shape authorityShape(String name, Instant now) {
        Shape shape = new Shape(now);
        shape.subject = name;
        shape.purposes = List.of();
        shape.usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        shape.authority = true;
        shape.to = now.plus(Duration.ofDays(3_650));
        return shape;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PrivateKey privateKey() {
        return key.getPrivate();
    }

    public X509Certificate issue(PublicKey subject, Instant now, Consumer<Shape> change) {
        Shape shape = new Shape(now);
        change.accept(shape);
        return issue(subject, shape);
    }

    private X509Certificate issue(PublicKey subject, Shape shape) {
        return build(certificate.getSubjectX500Principal(), key.getPrivate(), subject, shape);
    }

    /** A list that is good for an hour. */
    public byte[] list(Instant now, X509Certificate... revoked) {
        return list(now, now.plus(Duration.ofHours(1)), builder -> {}, revoked);
    }

    /** What else a list says. */
    public interface ListChange {
        void on(JcaX509v2CRLBuilder builder) throws Exception;
    }

    public byte[] list(Instant now, Instant next, ListChange change, X509Certificate... revoked) {
        try {
            JcaX509v2CRLBuilder builder =
                    new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now));
            builder.setNextUpdate(Date.from(next));
            for (X509Certificate one : revoked) {
                builder.addCRLEntry(one.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
            }
            change.on(builder);
            return builder.build(signer(key.getPrivate())).getEncoded();
        } catch (Exception e) {
            throw new AssertionError("a list can be signed", e);
        }
    }

    static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }

    private static X509Certificate build(X500Principal issuer, PrivateKey key, PublicKey subject, Shape shape) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIALS.getAndIncrement()),
                    Date.from(shape.from),
                    Date.from(shape.to),
                    new X500Principal(shape.subject),
                    subject);
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    shape.authority ? new BasicConstraints(shape.pathLength) : new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(shape.usage));
            if (!shape.purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(shape.purposes.stream()
                                .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                                .toArray(KeyPurposeId[]::new)));
            }
            if (!shape.names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(shape.names.toArray(new GeneralName[0])));
            }
            if (!shape.lists.isEmpty()) {
                builder.addExtension(
                        Extension.cRLDistributionPoints,
                        false,
                        new CRLDistPoint(shape.lists.stream()
                                .map(url -> new DistributionPoint(
                                        new DistributionPointName(new GeneralNames(uri(url))), null, null))
                                .toArray(DistributionPoint[]::new)));
            }
            if (!shape.responders.isEmpty()) {
                List<ASN1Encodable> access = new ArrayList<>();
                shape.responders.forEach(
                        url -> access.add(new AccessDescription(AccessDescription.id_ad_ocsp, uri(url))));
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(access.toArray(new AccessDescription[0])));
            }
            if (!shape.permittedDns.isEmpty()) {
                builder.addExtension(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, shape.permittedDns))
                                },
                                null));
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new AssertionError("the JDK signs certificates", e);
        }
    }

    public static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    public static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }
}
