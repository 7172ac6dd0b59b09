package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.key.DeviceKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A PKCS #10 request (RFC 2986) for a P-256 key, with an empty subject: the server ignores it. Written here because the
 * key store signs and does not lend its key to a library.
 */
final class CertificateRequest {
    /** {@code ecdsa-with-SHA256} (RFC 5758 section 3.2), an algorithm identifier without parameters. */
    private static final byte[] ECDSA_WITH_SHA256 =
            Der.sequence(new byte[] {0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02});

    private static final byte[] VERSION_1 = Der.integer(new byte[] {0});

    private CertificateRequest() {}

    /** The request as DER. */
    static byte[] signedBy(DeviceKey key) throws GeneralSecurityException {
        if (!CompactJws.ES256.equals(key.algorithm())) {
            throw new GeneralSecurityException("a certificate request is made for ES256 keys only");
        }
        byte[] info =
                Der.sequence(VERSION_1, Der.sequence(), key.publicJwk().toP256().getEncoded(), Der.emptyContext0());
        return Der.sequence(info, ECDSA_WITH_SHA256, Der.bitString(derSignature(key.sign(info))));
    }

    /** From R and S side by side (RFC 7518 section 3.4) to ECDSA-Sig-Value (RFC 3279 section 2.2.3). */
    private static byte[] derSignature(byte[] concatenated) {
        int half = concatenated.length / 2;
        return Der.sequence(
                Der.integer(Arrays.copyOfRange(concatenated, 0, half)),
                Der.integer(Arrays.copyOfRange(concatenated, half, concatenated.length)));
    }
}
