package dev.holdfast.device.certificate;

import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** A PKCS #10 request (RFC 2986), of which nothing is used but that its key signed it. */
public final class CertificateRequest {
    private CertificateRequest() {}

    /** Checks that the request is for {@code key} and signed by it. */
    public static void verify(byte[] der, DeviceKey key) {
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            byte[] requested = request.getSubjectPublicKeyInfo().getEncoded();
            if (!Arrays.equals(requested, key.publicKey().getEncoded())) {
                throw Refusal.ENROLMENT_REFUSED.because("certificate request for another key");
            }
            boolean valid = request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(CryptoProvider.BOUNCY_CASTLE)
                    .build(key.publicKey()));
            if (!valid) {
                throw Refusal.ENROLMENT_REFUSED.because("signature of the certificate request");
            }
        } catch (RefusedException e) {
            throw e;
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
            // Bouncy Castle answers damaged structures and signatures with unchecked exceptions of many kinds.
            throw Refusal.ENROLMENT_REFUSED.because("certificate request unreadable");
        }
    }
}
