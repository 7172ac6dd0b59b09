package dev.holdfast.push.webpush;

import dev.holdfast.device.key.CryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;

/** Public keys on P-256 as the 65 bytes that Web Push sends them in (RFC 8291 §3.1). */
final class UncompressedPoint {
    private static final ECNamedCurveParameterSpec P_256 = ECNamedCurveTable.getParameterSpec("P-256");

    private static final int BYTES = 65;
    private static final byte UNCOMPRESSED = 4;

    private UncompressedPoint() {}

    /** @throws IllegalArgumentException for what is no point on the curve, which would tell the private key by and by */
    static PublicKey read(byte[] point) {
        if (point.length != BYTES || point[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("no uncompressed point");
        }
        try {
            return KeyFactory.getInstance("EC", CryptoProvider.BOUNCY_CASTLE)
                    .generatePublic(new ECPublicKeySpec(P_256.getCurve().decodePoint(point), P_256));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key on P-256", e);
        }
    }

    static byte[] write(PublicKey key) {
        return ((ECPublicKey) key).getQ().getEncoded(false);
    }
}
