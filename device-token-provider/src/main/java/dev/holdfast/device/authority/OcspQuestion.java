package dev.holdfast.device.authority;

import dev.holdfast.device.key.CryptoProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.jcajce.JcaCertificateID;
import org.bouncycastle.cert.ocsp.jcajce.JcaRespID;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** One question to an OCSP responder (RFC 6960), and the check of what it answers. */
final class OcspQuestion {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** For responders that give no time: they mean that they can be asked anew at any moment (§4.2.2.1). */
    private static final Duration UNDATED_LIFETIME = Duration.ofMinutes(5);

    /** RFC 9654 §2.1. */
    private static final int NONCE_BYTES = 32;

    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final int MAX_CERTIFICATES = 5;

    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final DigestCalculatorProvider digests;
    private final CertificateID id;

    /** @throws UnansweredException if the issuer's certificate cannot be read for this purpose */
    OcspQuestion(X509Certificate certificate, X509Certificate issuer, SecureRandom random) throws UnansweredException {
        this.certificate = certificate;
        this.issuer = issuer;
        random.nextBytes(nonce);
        try {
            this.digests = new JcaDigestCalculatorProviderBuilder()
                    .setProvider(CryptoProvider.BOUNCY_CASTLE)
                    .build();
            // SHA-1 only names the issuer here, and is the one name that every responder knows (RFC 5019 §2.1.1).
            this.id = new JcaCertificateID(digests.get(CertificateID.HASH_SHA1), issuer, certificate.getSerialNumber());
        } catch (OperatorCreationException e) {
            throw new AssertionError("Bouncy Castle has SHA-1", e);
        } catch (OCSPException | GeneralSecurityException | RuntimeException e) {
            // Bouncy Castle reads the certificate once more, and may refuse what the JDK took.
            throw new UnansweredException("issuer unreadable: " + e.getClass().getSimpleName());
        }
    }

    /** @param revoked what the responder says; where it does not know the certificate there is no answer */
    record Answer(boolean revoked, Instant goodUntil, int weight) implements AnswerMemory.Dated {}

    /** The DER of the request. */
    byte[] request() {
        try {
            return new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded())))
                    .build()
                    .getEncoded();
        } catch (OCSPException | IOException e) {
            throw new AssertionError("a request without signature can be built", e);
        }
    }

    /** Checks a response: who signed it, for which certificate and which time, and the nonce where it holds one. */
    Answer read(byte[] der, Instant now) throws UnansweredException {
        try {
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() != OCSPResp.SUCCESSFUL
                    || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
                throw new UnansweredException("OCSP status " + response.getStatus());
            }
            checkSigner(basic, now);
            checkNonce(basic);
            for (SingleResp single : basic.getResponses()) {
                CertificateID named = single.getCertID();
                if (named.getSerialNumber().equals(id.getSerialNumber())
                        && named.matchesIssuer(new JcaX509CertificateHolder(issuer), digests)) {
                    return answer(single, basic.getProducedAt(), der.length, now);
                }
            }
            throw new UnansweredException("OCSP response about other certificates");
        } catch (IOException | OCSPException | OperatorCreationException | GeneralSecurityException e) {
            throw new UnansweredException(
                    "OCSP response unreadable: " + e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // Bouncy Castle answers damaged structures with unchecked exceptions of many kinds.
            throw new UnansweredException(
                    "OCSP response damaged: " + e.getClass().getSimpleName());
        }
    }

    private Answer answer(SingleResp single, Date producedAt, int bytes, Instant now) throws UnansweredException {
        Instant from = single.getThisUpdate().toInstant();
        Instant until = single.getNextUpdate() == null
                ? producedAt.toInstant().plus(UNDATED_LIFETIME)
                : single.getNextUpdate().toInstant();
        if (now.isBefore(from.minus(CLOCK_TOLERANCE)) || !now.isBefore(until)) {
            throw new UnansweredException("OCSP response out of date");
        }
        CertificateStatus status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return new Answer(false, until, bytes);
        }
        if (status instanceof RevokedStatus) {
            return new Answer(true, until, bytes);
        }
        throw new UnansweredException("OCSP responder does not know " + certificate.getSerialNumber());
    }

    /** A responder may leave the nonce out (RFC 9654 §2); another one is an answer to another question. */
    private void checkNonce(BasicOCSPResp basic) throws UnansweredException {
        Extension extension = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (extension != null
                && !Arrays.equals(
                        nonce,
                        ASN1OctetString.getInstance(extension.getExtnValue().getOctets())
                                .getOctets())) {
            throw new UnansweredException("OCSP response with another nonce");
        }
    }

    /** The issuer itself, or whom it appointed by a certificate for just that (RFC 6960 §4.2.2.2). */
    private void checkSigner(BasicOCSPResp basic, Instant now)
            throws UnansweredException, GeneralSecurityException, OCSPException, OperatorCreationException {
        String algorithm = String.valueOf(basic.getSignatureAlgorithmID().getAlgorithm());
        if (algorithm.equals("1.2.840.113549.1.1.5") || algorithm.equals("1.2.840.10045.4.1")) {
            throw new UnansweredException("OCSP response signed with SHA-1");
        }
        X509Certificate signer = signer(basic, now);
        if (!basic.isSignatureValid(new JcaContentVerifierProviderBuilder()
                .setProvider(CryptoProvider.BOUNCY_CASTLE)
                .build(signer.getPublicKey()))) {
            throw new UnansweredException("OCSP signature");
        }
    }

    private X509Certificate signer(BasicOCSPResp basic, Instant now)
            throws UnansweredException, GeneralSecurityException, OCSPException, OperatorCreationException {
        if (isResponder(basic, issuer)) {
            return issuer;
        }
        List<X509CertificateHolder> certificates = Arrays.asList(basic.getCerts());
        for (X509CertificateHolder holder : certificates.subList(0, Math.min(MAX_CERTIFICATES, certificates.size()))) {
            X509Certificate candidate = new JcaX509CertificateConverter().getCertificate(holder);
            if (isResponder(basic, candidate) && isAppointed(candidate, now)) {
                return candidate;
            }
        }
        throw new UnansweredException("OCSP response by nobody whom the issuer appointed");
    }

    private boolean isResponder(BasicOCSPResp basic, X509Certificate candidate)
            throws OCSPException, OperatorCreationException {
        return basic.getResponderId().equals(new JcaRespID(candidate.getSubjectX500Principal()))
                || basic.getResponderId()
                        .equals(new JcaRespID(candidate.getPublicKey(), digests.get(CertificateID.HASH_SHA1)));
    }

    private boolean isAppointed(X509Certificate candidate, Instant now) {
        try {
            candidate.checkValidity(Date.from(now));
            candidate.verify(issuer.getPublicKey());
            String algorithm = candidate.getSigAlgName().toUpperCase(Locale.ROOT);
            return candidate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && candidate.getExtendedKeyUsage() != null
                    && candidate.getExtendedKeyUsage().contains(OCSP_SIGNING)
                    && !candidate.hasUnsupportedCriticalExtension()
                    && !algorithm.contains("SHA1")
                    && !algorithm.contains("MD5");
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
