package dev.holdfast.device.exchange;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;

/** A key whose private half was thrown away: verifying with it fails, and takes as long as with a real one (A46). */
final class NobodysKey {
    private static final DeviceKey KEY = generate();

    private NobodysKey() {}

    static DeviceKey get() {
        return KEY;
    }

    private static DeviceKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CryptoProvider.BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec("P-256"));
            ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();
            ECKey jwk = new ECKey.Builder(Curve.P_256, key).build();
            return DeviceKey.fromJwk(jwk.toJSONString(), SignatureAlgorithm.ES256)
                    .orElseThrow(() -> new AssertionError("a P-256 key fits ES256"));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle has P-256", e);
        }
    }
}
