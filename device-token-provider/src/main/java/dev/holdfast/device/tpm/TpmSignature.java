package dev.holdfast.device.tpm;

import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.refusal.Refusal;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.interfaces.ECPublicKey;

/** A TPMT_SIGNATURE (TPM 2.0 Library, Part 2, §11.3.4): RSASSA, RSAPSS or ECDSA with SHA-256 or better. */
record TpmSignature(int algorithm, HashAlgorithm hash, byte[] value, byte[] second) {
    /** Bytes of the form, at most. */
    static final int MAX_BYTES = 520;

    private static final int RSASSA = 0x0014;
    private static final int RSAPSS = 0x0016;
    private static final int ECDSA = 0x0018;
    private static final int MAX_RSA = 512;
    private static final int MAX_COORDINATE = 66;

    static TpmSignature parse(byte[] bytes) {
        TpmReader reader = new TpmReader(bytes, "signature");
        int algorithm = reader.uint16();
        if (algorithm != RSASSA && algorithm != RSAPSS && algorithm != ECDSA) {
            throw Refusal.ATTESTATION_FAILED.because("signature: algorithm " + algorithm);
        }
        int hashId = reader.uint16();
        HashAlgorithm hash = HashAlgorithm.withId(hashId)
                .orElseThrow(() -> Refusal.ATTESTATION_FAILED.because("signature: hash " + hashId));
        byte[] value = reader.sized(algorithm == ECDSA ? MAX_COORDINATE : MAX_RSA);
        byte[] second = algorithm == ECDSA ? reader.sized(MAX_COORDINATE) : new byte[0];
        reader.end();
        return new TpmSignature(algorithm, hash, value, second);
    }

    boolean isBy(PublicKey key, byte[] data) {
        boolean elliptic = key instanceof ECPublicKey;
        if (elliptic != (algorithm == ECDSA)) {
            return false;
        }
        try {
            String digest = hash.jcaName().replace("-", "");
            Signature verifier = Signature.getInstance(
                    switch (algorithm) {
                        case RSASSA -> digest + "withRSA";
                        case RSAPSS -> digest + "withRSAandMGF1";
                        default -> digest + "withECDSA";
                    },
                    CryptoProvider.BOUNCY_CASTLE);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(key instanceof ECPublicKey ec ? der(ec) : value);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] der(ECPublicKey key) throws IOException {
        return StandardDSAEncoding.INSTANCE.encode(
                key.getParameters().getN(), new BigInteger(1, value), new BigInteger(1, second));
    }
}
