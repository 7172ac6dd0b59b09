package dev.holdfast.device.authority;

import dev.holdfast.device.testrealm.TestKey;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that no authority issued. */
final class FakeLeaf {
    private FakeLeaf() {}

    static X509Certificate selfSigned(TestKey key, Instant now) {
        return build(key, new X500Principal("CN=ada-laptop"), key.pair().getPublic(), now);
    }

    /** Signed by the key of another end-entity certificate. */
    static X509Certificate issuedBy(TestKey key, X509Certificate issuer, PublicKey subject, Instant now) {
        return build(key, issuer.getSubjectX500Principal(), subject, now);
    }

    private static X509Certificate build(TestKey key, X500Principal issuer, PublicKey subject, Instant now) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.TEN,
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plusSeconds(3_600)),
                    new X500Principal("CN=ada-laptop"),
                    subject);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(key.pair().getPrivate())));
        } catch (Exception e) {
            throw new AssertionError("the JDK signs certificates", e);
        }
    }
}
