package dev.holdfast.agent.tpm;

import dev.holdfast.agent.jose.Sha256;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;

/** What a realm's list of endorsement keys calls a key: SHA-256 over its SubjectPublicKeyInfo (RFC 5280), in hex. */
final class EndorsementHash {
    private static final int RSA = 0x0001;
    private static final int P256 = 0x0003;
    private static final long USUAL_EXPONENT = 65_537;

    private EndorsementHash() {}

    static String of(byte[] publicArea) throws TpmException {
        TpmReader reader = new TpmReader(publicArea);
        int type = reader.u16();
        reader.u16();
        reader.u32();
        reader.sized();
        // Symmetric algorithm, its length and mode, and the absent scheme.
        reader.take(4 * Short.BYTES);
        try {
            PublicKey key = type == RSA ? rsa(reader) : ecc(reader);
            reader.end();
            return HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new TpmException.Malformed("an endorsement key that is none");
        }
    }

    private static PublicKey rsa(TpmReader reader) throws TpmException, GeneralSecurityException {
        reader.u16();
        long exponent = Integer.toUnsignedLong(reader.u32());
        BigInteger modulus = new BigInteger(1, reader.sized());
        return KeyFactory.getInstance("RSA")
                .generatePublic(
                        new RSAPublicKeySpec(modulus, BigInteger.valueOf(exponent == 0 ? USUAL_EXPONENT : exponent)));
    }

    /** A longer one would make the key factory throw what nobody declares. */
    private static BigInteger coordinate(TpmReader reader, int bits) throws TpmException {
        BigInteger number = new BigInteger(1, reader.sized());
        if (number.bitLength() > bits) {
            throw new TpmException.Malformed("a number of " + number.bitLength() + " bits on a curve of " + bits);
        }
        return number;
    }

    private static PublicKey ecc(TpmReader reader) throws TpmException, GeneralSecurityException {
        boolean p256 = reader.u16() == P256;
        String curve = p256 ? "secp256r1" : "secp384r1";
        reader.u16();
        int bits = p256 ? 256 : 384;
        ECPoint point = new ECPoint(coordinate(reader, bits), coordinate(reader, bits));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }
}
