package dev.holdfast.agent.testrealm;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A device CA. */
final class TestCa {
    private static final X500Name NAME = new X500Name("CN=Test device CA");

    private final ECKey key;
    private final X509Certificate own;

    TestCa() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).generate();
        own = build(NAME, key.toECPublicKey(), null);
    }

    /** Verifies the request's own signature and gives its key. */
    static PublicKey keyOf(byte[] csr) throws Exception {
        JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(csr);
        PublicKey requested = request.getPublicKey();
        if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(requested))) {
            throw new IllegalArgumentException("the request is not signed by its key");
        }
        return requested;
    }

    List<String> issue(PublicKey device, String did) throws Exception {
        X509Certificate leaf = build(new X500Name("CN=" + did), device, "urn:holdfast:device:" + did);
        Base64.Encoder base64 = Base64.getEncoder();
        return List.of(base64.encodeToString(leaf.getEncoded()), base64.encodeToString(own.getEncoded()));
    }

    /** The leaf of a chain that this CA issued. */
    X509Certificate leaf(List<?> chain) throws Exception {
        X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode((String) chain.get(0))));
        leaf.verify(own.getPublicKey());
        return leaf;
    }

    static String did(X509Certificate leaf) throws Exception {
        String uri =
                (String) leaf.getSubjectAlternativeNames().iterator().next().get(1);
        return uri.substring("urn:holdfast:device:".length());
    }

    private X509Certificate build(X500Name subject, PublicKey of, String uri) throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(1, UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(30, ChronoUnit.DAYS)),
                subject,
                of);
        if (uri != null) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.toECPrivateKey())));
    }
}
