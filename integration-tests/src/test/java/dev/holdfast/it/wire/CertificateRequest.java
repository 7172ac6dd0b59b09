package dev.holdfast.it.wire;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;

/** A PKCS #10 request with an empty subject (RFC 2986 §4), written in DER by hand. */
public final class CertificateRequest {
    private static final byte[] ECDSA_WITH_SHA256 =
            sequence(tagged(0x06, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02}));
    private static final byte[] ECDSA_WITH_SHA384 =
            sequence(tagged(0x06, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x03}));
    private static final byte[] SHA256_WITH_RSA = sequence(
            tagged(0x06, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x0B}),
            tagged(0x05));

    private CertificateRequest() {}

    /** A request for {@code key}, signed by it. */
    public static byte[] of(WireKey key) {
        return of(key, key);
    }

    /** A request for one key, signed by another of the same kind. */
    public static byte[] of(WireKey subject, WireKey signer) {
        byte[] info = sequence(
                tagged(0x02, new byte[] {0}), sequence(), subject.publicKey().getEncoded(), tagged(0xA0));
        boolean rsa = signer.publicKey().getAlgorithm().equals("RSA");
        boolean p384 = signer.alg().equals("ES384");
        try {
            Signature signature =
                    Signature.getInstance(rsa ? "SHA256withRSA" : p384 ? "SHA384withECDSA" : "SHA256withECDSA");
            signature.initSign(signer.privateKey());
            signature.update(info);
            byte[] value = signature.sign();
            return sequence(
                    info,
                    rsa ? SHA256_WITH_RSA : p384 ? ECDSA_WITH_SHA384 : ECDSA_WITH_SHA256,
                    tagged(0x03, new byte[] {0}, value));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length < 0x80) {
            all.write(length);
        } else if (length < 0x100) {
            all.write(0x81);
            all.write(length);
        } else {
            all.write(0x82);
            all.write(length >> 8);
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
