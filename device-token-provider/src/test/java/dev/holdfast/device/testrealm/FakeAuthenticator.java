package dev.holdfast.device.testrealm;

import dev.holdfast.device.webauthn.Assertion;
import dev.holdfast.device.webauthn.Creation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** A machine's authenticator with a real key, and the browser in front of it; each of its claims can be made false. */
public final class FakeAuthenticator {
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int ATTESTED = 0x40;

    private final TestKey key = TestKey.es256();
    private final byte[] id;
    public String origin = TestRealm.ORIGIN.value();
    public String relyingParty = "idp.example.com";
    public boolean present = true;
    public boolean verified = true;
    public boolean backupEligible;
    public long count;
    public long coseAlgorithm = -7;

    public FakeAuthenticator(TestRealm realm) {
        this.id = realm.secret();
    }

    /** WebAuthn Level 2 §6.5: a new credential, attested by nobody. */
    public Creation create(byte[] challenge) {
        byte[] data = join(authenticatorData(ATTESTED), new byte[16], length(id.length), id, publicKey());
        byte[] object = join(
                bytes(0xa3, 0x63),
                "fmt".getBytes(StandardCharsets.US_ASCII),
                bytes(0x64),
                "none".getBytes(StandardCharsets.US_ASCII),
                bytes(0x67),
                "attStmt".getBytes(StandardCharsets.US_ASCII),
                bytes(0xa0, 0x68),
                "authData".getBytes(StandardCharsets.US_ASCII),
                bytes(0x59),
                length(data.length),
                data);
        return new Creation(text(object), text(clientData("webauthn.create", challenge)));
    }

    /** WebAuthn Level 2 §6.3.3. */
    public Assertion get(byte[] challenge) {
        byte[] data = authenticatorData(0);
        byte[] client = clientData("webauthn.get", challenge);
        return new Assertion(text(id), text(data), text(client), text(sign(join(data, sha256(client)))));
    }

    private byte[] authenticatorData(int more) {
        int flags = more | (present ? PRESENT : 0) | (verified ? VERIFIED : 0) | (backupEligible ? BACKUP_ELIGIBLE : 0);
        return join(
                sha256(relyingParty.getBytes(StandardCharsets.UTF_8)),
                bytes(flags),
                ByteBuffer.allocate(4).putInt((int) count).array());
    }

    /** RFC 9053 §7.1.1. */
    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) this.key.pair().getPublic();
        return join(
                bytes(0xa5, 0x01, 0x02, 0x03, (int) (0x20 - 1 - coseAlgorithm), 0x20, 0x01, 0x21, 0x58, 0x20),
                coordinate(key.getW().getAffineX().toByteArray()),
                bytes(0x22, 0x58, 0x20),
                coordinate(key.getW().getAffineY().toByteArray()));
    }

    private byte[] clientData(String type, byte[] challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + text(challenge) + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.pair().getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] coordinate(byte[] signed) {
        byte[] fixed = new byte[32];
        byte[] magnitude = signed.length > 32 ? Arrays.copyOfRange(signed, signed.length - 32, signed.length) : signed;
        System.arraycopy(magnitude, 0, fixed, 32 - magnitude.length, magnitude.length);
        return fixed;
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(2).putShort((short) length).array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
