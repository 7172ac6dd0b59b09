package dev.holdfast.bench.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WebAuthn authenticator with one ES256 credential, which says that it verified its user (Web Authentication Level 2,
 * §6.3.3). Counts its signatures, as hardware does.
 */
public final class SoftwareAuthenticator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte USER_PRESENT = 0x01;
    private static final byte USER_VERIFIED = 0x04;
    private static final String NO_MODEL = "00000000-0000-0000-0000-000000000000";

    private final ClientKey key = ClientKey.generate();
    private final byte[] credentialId = Base64Url.randomBytes(32);
    private final AtomicInteger counter = new AtomicInteger();

    /** The answer to {@code navigator.credentials.get()}; all members as bytes. */
    public record Assertion(byte[] credentialId, byte[] clientDataJson, byte[] authenticatorData, byte[] signature) {}

    /**
     * Answers a challenge.
     *
     * @param challenge as the relying party wrote it, base64url
     * @param origin of the page that asks
     * @param relyingPartyId the host
     */
    public Assertion answer(String challenge, String origin, String relyingPartyId) {
        ObjectNode clientData = JSON.createObjectNode()
                .put("type", "webauthn.get")
                .put("challenge", challenge)
                .put("origin", origin)
                .put("crossOrigin", false);
        byte[] clientDataJson = clientData.toString().getBytes(StandardCharsets.UTF_8);
        byte[] authenticatorData = ByteBuffer.allocate(37)
                .put(Sha256.of(relyingPartyId))
                .put((byte) (USER_PRESENT | USER_VERIFIED))
                .putInt(counter.incrementAndGet())
                .array();
        byte[] signed = ByteBuffer.allocate(authenticatorData.length + 32)
                .put(authenticatorData)
                .put(Sha256.of(clientDataJson))
                .array();
        return new Assertion(credentialId.clone(), clientDataJson, authenticatorData, key.signDer(signed));
    }

    /** Returns the public key as COSE_Key in CBOR (RFC 9053 §7.1.1). */
    public byte[] cosePublicKey() {
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.writeBytes(new byte[] {
            (byte) 0xa5, // a map of five
            0x01,
            0x02, // kty: EC2
            0x03,
            0x26, // alg: -7, ES256
            0x20,
            0x01, // crv: P-256
            0x21,
            0x58,
            0x20 // x: 32 bytes
        });
        cbor.writeBytes(key.x());
        cbor.writeBytes(new byte[] {0x22, 0x58, 0x20}); // y: 32 bytes
        cbor.writeBytes(key.y());
        return cbor.toByteArray();
    }

    /** Returns the credential's id. */
    public byte[] credentialId() {
        return credentialId.clone();
    }

    /** Returns the credential in the form of Keycloak's realm files, for passwordless use. */
    public ObjectNode keycloakCredential() {
        ObjectNode data = JSON.createObjectNode()
                .put("aaguid", NO_MODEL)
                .put("credentialId", Base64.getEncoder().encodeToString(credentialId))
                .put("counter", 0)
                .put("credentialPublicKey", Base64Url.encode(cosePublicKey()))
                .put("attestationStatementFormat", "none");
        data.putArray("transports").add("internal");
        return JSON.createObjectNode()
                .put("type", "webauthn-passwordless")
                .put("userLabel", "software authenticator")
                .put("createdDate", 0)
                .put("credentialData", data.toString())
                .put("secretData", "{}");
    }
}
