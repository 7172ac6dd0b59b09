package dev.holdfast.device.testrealm;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** An OCSP responder with a real key. Each part of its answers can be made wrong. */
public final class FakeResponder implements UnaryOperator<byte[]> {
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Set<java.math.BigInteger> revoked = new HashSet<>();
    public Instant thisUpdate;
    public Instant nextUpdate;
    public boolean knows = true;
    public boolean withNonce = true;
    public byte[] otherNonce = {};
    public boolean shiftsSerial;
    public PrivateKey signsWith;

    public FakeResponder(X509Certificate certificate, PrivateKey key, Instant now) {
        this.certificate = certificate;
        this.key = key;
        this.signsWith = key;
        this.thisUpdate = now;
        this.nextUpdate = now.plus(Duration.ofHours(1));
    }

    public FakeResponder revoke(X509Certificate one) {
        revoked.add(one.getSerialNumber());
        return this;
    }

    @Override
    public byte[] apply(byte[] request) {
        try {
            OCSPReq asked = new OCSPReq(request);
            var digests = new JcaDigestCalculatorProviderBuilder().build();
            BasicOCSPRespBuilder builder = new JcaBasicOCSPRespBuilder(certificate.getSubjectX500Principal());
            for (Req one : asked.getRequestList()) {
                var serial = one.getCertID().getSerialNumber();
                CertificateStatus status = !knows
                        ? new UnknownStatus()
                        : revoked.contains(serial)
                                ? new RevokedStatus(Date.from(thisUpdate), 1)
                                : CertificateStatus.GOOD;
                var named = shiftsSerial
                        ? new org.bouncycastle.cert.ocsp.CertificateID(
                                digests.get(org.bouncycastle.cert.ocsp.CertificateID.HASH_SHA1),
                                new JcaX509CertificateHolder(certificate),
                                serial.add(java.math.BigInteger.ONE))
                        : one.getCertID();
                builder.addResponse(
                        named, status, Date.from(thisUpdate), nextUpdate == null ? null : Date.from(nextUpdate));
            }
            Extension nonce = asked.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (withNonce && nonce != null) {
                builder.setResponseExtensions(new Extensions(
                        otherNonce.length == 0
                                ? nonce
                                : new Extension(
                                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                                        false,
                                        new DEROctetString(otherNonce).getEncoded())));
            }
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            builder.build(
                                    MachineAuthority.signer(signsWith),
                                    new X509CertificateHolder[] {new JcaX509CertificateHolder(certificate)},
                                    Date.from(thisUpdate)))
                    .getEncoded();
        } catch (Exception e) {
            throw new AssertionError("a response can be built", e);
        }
    }
}
