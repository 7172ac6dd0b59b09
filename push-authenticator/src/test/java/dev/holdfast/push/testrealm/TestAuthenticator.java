package dev.holdfast.push.testrealm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A platform authenticator by the text of WebAuthn §6, whose user may or may not be asked. */
public final class TestAuthenticator {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final CBORMapper CBOR = new CBORMapper();
    private static final int UP = 0x01;
    private static final int UV = 0x04;
    private static final int AT = 0x40;

    private final TestKey key = TestKey.make();
    private final byte[] id = new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private final String origin;
    private final String rpId;
    private int counter;

    public TestAuthenticator(String origin, String rpId) {
        this.origin = origin;
        this.rpId = rpId;
    }

    public Map<String, Object> make(byte[] challenge, boolean asksUser) {
        try {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            data.writeBytes(data(asksUser, AT));
            data.writeBytes(new byte[16]);
            data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
            data.writeBytes(id);
            data.writeBytes(coseKey());
            Map<String, Object> attestation = new LinkedHashMap<>();
            attestation.put("fmt", "none");
            attestation.put("attStmt", Map.of());
            attestation.put("authData", data.toByteArray());
            return Map.of(
                    "attestation_object", BASE64URL.encodeToString(CBOR.writeValueAsBytes(attestation)),
                    "client_data_json", BASE64URL.encodeToString(clientData("webauthn.create", challenge)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, Object> assertion(byte[] challenge, boolean asksUser) {
        byte[] data = data(asksUser, 0);
        byte[] client = clientData("webauthn.get", challenge);
        byte[] hash = TestKey.sha256(client);
        byte[] signed = ByteBuffer.allocate(data.length + hash.length)
                .put(data)
                .put(hash)
                .array();
        return Map.of(
                "credential_id", BASE64URL.encodeToString(id),
                "authenticator_data", BASE64URL.encodeToString(data),
                "client_data_json", BASE64URL.encodeToString(client),
                "signature", BASE64URL.encodeToString(key.signature("SHA256withECDSA", signed)));
    }

    private byte[] data(boolean asksUser, int more) {
        counter++;
        return ByteBuffer.allocate(37)
                .put(TestKey.sha256(rpId.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (UP | (asksUser ? UV : 0) | more))
                .putInt(counter)
                .array();
    }

    /** COSE_Key (RFC 9052 §7) of an EC2 key, by hand: its labels are numbers, which a JSON mapper would write as text. */
    private byte[] coseKey() {
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        cose.writeBytes(key.x());
        cose.writeBytes(new byte[] {0x22, 0x58, 0x20});
        cose.writeBytes(key.y());
        return cose.toByteArray();
    }

    private byte[] clientData(String type, byte[] challenge) {
        try {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("type", type);
            data.put("challenge", BASE64URL.encodeToString(challenge));
            data.put("origin", origin);
            data.put("crossOrigin", false);
            return new ObjectMapper().writeValueAsBytes(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
