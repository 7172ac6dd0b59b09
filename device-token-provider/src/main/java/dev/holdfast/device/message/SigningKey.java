package dev.holdfast.device.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/** A key of the realm that signs with ES256: for device login challenges and DUSTs. It is none of the realm's OIDC keys. */
public final class SigningKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey privateKey;
    private final DeviceKey publicKey;

    public SigningKey(PrivateKey privateKey, DeviceKey publicKey) {
        if (publicKey.algorithm() != SignatureAlgorithm.ES256) {
            throw new IllegalArgumentException("the server signs with ES256");
        }
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** Signs the claims as a compact JWS of the given type; {@code kid} is the key's thumbprint. */
    public String sign(SignedType type, Map<String, ?> claims) {
        try {
            String header =
                    "{\"alg\":\"ES256\",\"typ\":\"" + type.typ() + "\",\"kid\":\"" + publicKey.thumbprint() + "\"}";
            String input = BASE64URL.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                    + '.'
                    + BASE64URL.encodeToString(JSON.writeValueAsBytes(claims));
            Signature signer = Signature.getInstance("SHA256withPLAIN-ECDSA", CryptoProvider.BOUNCY_CASTLE);
            signer.initSign(privateKey);
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + '.' + BASE64URL.encodeToString(signer.sign());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("claims cannot be written as JSON", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the realm's key cannot sign", e);
        }
    }

    public DeviceKey publicKey() {
        return publicKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + publicKey.thumbprint() + "]";
    }
}
