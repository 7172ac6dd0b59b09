package dev.holdfast.agent.testrealm;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** The server's half of TPM2_Certify, for P-256 keys: read from the standard for the tests, and from nobody's code. */
final class TpmVerifier {
    private static final int ATTRIBUTES = 4;
    /** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, sign. */
    private static final int AK_ATTRIBUTES = 0x00050472;

    private TpmVerifier() {}

    /** The P-256 key at the end of a public area. */
    static ECKey key(byte[] publicArea) {
        int at = publicArea.length - 68;
        return new ECKey.Builder(
                        Curve.P_256,
                        Base64URL.encode(Arrays.copyOfRange(publicArea, at + 2, at + 34)),
                        Base64URL.encode(Arrays.copyOfRange(publicArea, at + 36, at + 68)))
                .build();
    }

    static void requireAttestationKey(byte[] akPublic) throws RealmRefusal {
        if (ByteBuffer.wrap(akPublic).getInt(ATTRIBUTES) != AK_ATTRIBUTES) {
            throw new RealmRefusal(403, "attestation_failed", true);
        }
    }

    /** Refuses unless the attestation key says, about the expected data, that its TPM holds this key. */
    static void verify(Object evidence, byte[] akPublic, byte[] qualifying, ECKey certified) throws Exception {
        if (!(evidence instanceof Map<?, ?> tpm)) {
            throw new RealmRefusal(403, "attestation_failed", true);
        }
        byte[] area = bytes(tpm, "public_area");
        byte[] info = bytes(tpm, "certify_info");
        ByteBuffer signature = ByteBuffer.wrap(bytes(tpm, "signature"));
        signature.getInt();
        byte[] der = new DERSequence(new ASN1Integer[] {
                    new ASN1Integer(new BigInteger(1, take(signature))),
                    new ASN1Integer(new BigInteger(1, take(signature)))
                })
                .getEncoded();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key(akPublic).toECPublicKey());
        verifier.update(info);
        ByteBuffer in = ByteBuffer.wrap(info);
        boolean right = verifier.verify(der) && in.getInt() == 0xFF544347 && in.getShort() == (short) 0x8017;
        take(in);
        right &= Arrays.equals(take(in), qualifying);
        in.position(in.position() + 8 + 4 + 4 + 1 + 8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(area);
        right &= Arrays.equals(
                take(in),
                ByteBuffer.allocate(34).putShort((short) 0x000B).put(hash).array());
        right &= key(area).computeThumbprint().equals(certified.computeThumbprint());
        if (!right) {
            throw new RealmRefusal(403, "attestation_failed", true);
        }
    }

    static byte[] bytes(Map<?, ?> object, String member) {
        return java.util.Base64.getUrlDecoder().decode((String) object.get(member));
    }

    private static byte[] take(ByteBuffer in) {
        byte[] content = new byte[in.getShort() & 0xFFFF];
        in.get(content);
        return content;
    }
}
