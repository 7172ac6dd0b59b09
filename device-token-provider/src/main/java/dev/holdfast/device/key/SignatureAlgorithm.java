package dev.holdfast.device.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/** The JWS algorithms that devices may use (RFC 7518 §3.1), verified by Bouncy Castle, named explicitly for its speed. */
public enum SignatureAlgorithm {
    ES256("SHA256withPLAIN-ECDSA", 64),
    ES384("SHA384withPLAIN-ECDSA", 96),
    PS256("SHA256withRSAandMGF1", 0),
    RS256("SHA256withRSA", 0);

    private final String jcaName;
    private final int signatureBytes;

    SignatureAlgorithm(String jcaName, int signatureBytes) {
        this.jcaName = jcaName;
        this.signatureBytes = signatureBytes;
    }

    /** The algorithm of that name, or nothing for any other, {@code none} and HMAC included. */
    public static Optional<SignatureAlgorithm> named(String alg) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(alg))
                .findFirst();
    }

    /** Whether {@code signature} is one over {@code data} by the owner of {@code key}. */
    public boolean verifies(PublicKey key, byte[] data, byte[] signature) {
        if (signatureBytes != 0 && signature.length != signatureBytes) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(jcaName, CryptoProvider.BOUNCY_CASTLE);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
