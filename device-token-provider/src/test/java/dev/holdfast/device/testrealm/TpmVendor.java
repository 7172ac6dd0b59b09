package dev.holdfast.device.testrealm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A maker of TPMs: its root, and endorsement certificates as the TCG's profile wants them, or nearly so. */
public final class TpmVendor {
    private static final KeyPurposeId EK_CERTIFICATE =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.23.133.8.1"));

    private final KeyPair key = FakeTpm.ec();
    private final Instant now;
    private final X509Certificate root;

    public TpmVendor(Instant now) {
        this.now = now;
        this.root = build(
                key.getPublic(), "CN=TPM vendor", new Shape(true, EK_CERTIFICATE, KeyUsage.keyCertSign, false, 365));
    }

    /** What an endorsement certificate says; each part can be wrong. */
    public record Shape(boolean ca, KeyPurposeId purpose, int usage, boolean named, int days) {
        public static Shape good() {
            return new Shape(false, EK_CERTIFICATE, KeyUsage.keyEncipherment | KeyUsage.keyAgreement, true, 365);
        }
    }

    public X509Certificate root() {
        return root;
    }

    public byte[] certify(PublicKey endorsement) {
        return certify(endorsement, Shape.good());
    }

    public byte[] certify(PublicKey endorsement, Shape shape) {
        try {
            return build(endorsement, shape.named() ? "" : "CN=TPM", shape).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate just made has an encoding", e);
        }
    }

    private X509Certificate build(PublicKey subject, String name, Shape shape) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Principal("CN=TPM vendor"),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(now.minusSeconds(86_400L * 2)),
                    Date.from(now.plusSeconds(86_400L * shape.days())),
                    new X500Principal(name),
                    subject);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(shape.ca()));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(shape.usage()));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(shape.purpose()));
            if (shape.named()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        true,
                        new GeneralNames(new GeneralName(GeneralName.directoryName, tpmName())));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new AssertionError("the JDK signs certificates", e);
        }
    }

    private static X500Name tpmName() {
        return new X500NameBuilder()
                .addRDN(new ASN1ObjectIdentifier("2.23.133.2.1"), "id:00001014")
                .addRDN(new ASN1ObjectIdentifier("2.23.133.2.2"), "fake")
                .addRDN(new ASN1ObjectIdentifier("2.23.133.2.3"), "id:00000001")
                .build();
    }
}
