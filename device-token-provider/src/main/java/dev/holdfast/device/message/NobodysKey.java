package dev.holdfast.device.message;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;

/**
 * Keys whose private halves were thrown away, one for each algorithm: verifying with them fails, and takes as long as with
 * a real one (A46).
 */
final class NobodysKey {
    private static final Map<SignatureAlgorithm, DeviceKey> KEYS = new EnumMap<>(SignatureAlgorithm.class);

    static {
        PublicKey rsa = generate("RSA", new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4));
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            JWK jwk = switch (algorithm) {
                case ES256 -> ec(Curve.P_256);
                case ES384 -> ec(Curve.P_384);
                case PS256, RS256 -> new RSAKey.Builder((RSAPublicKey) rsa).build();
            };
            KEYS.put(
                    algorithm,
                    DeviceKey.fromJwk(jwk.toJSONString(), algorithm)
                            .orElseThrow(() -> new AssertionError("made to fit " + algorithm)));
        }
    }

    private NobodysKey() {}

    static DeviceKey of(SignatureAlgorithm algorithm) {
        DeviceKey key = KEYS.get(algorithm);
        if (key == null) {
            throw new AssertionError("every algorithm has a key since the class was loaded");
        }
        return key;
    }

    private static JWK ec(Curve curve) {
        return new ECKey.Builder(curve, (ECPublicKey) generate("EC", new ECGenParameterSpec(curve.getName()))).build();
    }

    private static PublicKey generate(String type, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type, CryptoProvider.BOUNCY_CASTLE);
            generator.initialize(parameters);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle has " + type, e);
        }
    }
}
