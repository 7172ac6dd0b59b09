package dev.holdfast.push.keycloak.realm;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.push.delivery.VapidKey;
import dev.holdfast.push.realm.PushKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ComponentRepresentation;

/** The secrets of the component: how they are made, written and read. */
public final class PushSecrets {
    static final String VAPID_KEYS = "vapidKeys";

    private static final String SIGNING_KEY = "pushSigningKey";
    private static final String RETIRED_SIGNING_KEYS = "retiredPushSigningKeys";
    private static final String NONCE_SECRET = "pushNonceSecret";
    private static final String BROWSER_SECRET = "pushBrowserSecret";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private PushSecrets() {}

    static List<ProviderConfigProperty> properties() {
        return List.of(
                secret(SIGNING_KEY, "Request key", "Private JWK (P-256) that signs requests."),
                new ProviderConfigProperty(
                        RETIRED_SIGNING_KEYS,
                        "Retired request keys",
                        "Former public JWKs that still verify.",
                        ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                        null),
                secret(
                        VAPID_KEYS,
                        "VAPID keys",
                        "Comma-separated private keys (32 bytes, base64url), the active one first. Write"
                                + " key,********** to keep the former."),
                secret(NONCE_SECRET, "Nonce secret", "32 bytes, base64url."),
                secret(BROWSER_SECRET, "Browser secret", "32 bytes, base64url: marks known browsers."));
    }

    /** Puts the former VAPID keys where the new value has the mask that the admin API shows in place of a secret. */
    static void keepFormer(ComponentModel model, @Nullable ComponentModel former) {
        String written = model.get(VAPID_KEYS);
        String known = former == null ? null : former.get(VAPID_KEYS);
        if (written != null && known != null) {
            model.put(
                    VAPID_KEYS,
                    Arrays.stream(written.split(",", -1))
                            .map(key -> key.trim().equals(ComponentRepresentation.SECRET_VALUE) ? known : key)
                            .collect(Collectors.joining(",")));
        }
    }

    /** Puts a new VAPID key before the former ones, of which {@code keep} stay for phones that did not subscribe anew. */
    public static void rotateVapid(ComponentModel model, int keep) {
        List<String> keys = new ArrayList<>();
        keys.add(randomScalar());
        Arrays.stream(value(model, VAPID_KEYS).split(",", -1)).limit(keep).forEach(keys::add);
        model.put(VAPID_KEYS, String.join(",", keys));
    }

    /** Fills in what is absent, so that a new component, or one from a realm file, needs no secret given. */
    static void generateMissing(ComponentModel model) {
        if (isAbsent(model, SIGNING_KEY)) {
            model.put(SIGNING_KEY, newSigningKey());
        }
        if (isAbsent(model, VAPID_KEYS)) {
            model.put(VAPID_KEYS, randomScalar());
        }
        for (String secret : List.of(NONCE_SECRET, BROWSER_SECRET)) {
            if (isAbsent(model, secret)) {
                byte[] bytes = new byte[SECRET_BYTES];
                RANDOM.nextBytes(bytes);
                model.put(secret, BASE64URL.encodeToString(bytes));
            }
        }
    }

    /** @throws IllegalArgumentException with a sentence for the administrator if a secret cannot be read */
    static PushKeys read(ComponentModel model) {
        try {
            List<DeviceKey> retired = new ArrayList<>();
            for (String jwk : model.getConfig().getOrDefault(RETIRED_SIGNING_KEYS, List.of())) {
                retired.add(publicKey(ECKey.parse(jwk)));
            }
            ECKey signing = ECKey.parse(value(model, SIGNING_KEY));
            List<VapidKey> vapid = new ArrayList<>();
            for (String scalar : value(model, VAPID_KEYS).split(",", -1)) {
                vapid.add(vapid(scalar.trim()));
            }
            return new PushKeys(
                    new SigningKey(signing.toECPrivateKey(CryptoProvider.BOUNCY_CASTLE), publicKey(signing)),
                    retired,
                    vapid,
                    bytes("The nonce secret", value(model, NONCE_SECRET)),
                    bytes("The browser secret", value(model, BROWSER_SECRET)));
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            // Without its cause: parsers like to quote what they could not read.
            throw new IllegalArgumentException(
                    "A key of push cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static VapidKey vapid(String scalar) throws GeneralSecurityException {
        byte[] bytes = bytes("A VAPID key", scalar);
        ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec("P-256");
        BigInteger d = new BigInteger(1, bytes);
        if (bytes.length != SECRET_BYTES || d.signum() == 0 || d.compareTo(curve.getN()) >= 0) {
            throw new IllegalArgumentException("A VAPID key has 32 bytes and is a scalar of P-256.");
        }
        ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC", CryptoProvider.BOUNCY_CASTLE)
                .generatePrivate(new ECPrivateKeySpec(d, curve));
        byte[] point = curve.getG().multiply(d).normalize().getEncoded(false);
        return new VapidKey(key, BASE64URL.encodeToString(point));
    }

    private static byte[] bytes(String name, String base64Url) {
        byte[] secret;
        try {
            secret = Base64.getUrlDecoder().decode(base64Url);
        } catch (IllegalArgumentException e) {
            // Without its cause, which quotes the secret's character.
            throw new IllegalArgumentException(name + " is not base64url.");
        }
        if (secret.length < SECRET_BYTES) {
            throw new IllegalArgumentException(name + " has at least " + SECRET_BYTES + " bytes.");
        }
        return secret;
    }

    private static DeviceKey publicKey(ECKey key) {
        return DeviceKey.fromJwk(key.toPublicJWK().toJSONString(), SignatureAlgorithm.ES256)
                .orElseThrow(() -> new IllegalArgumentException("The request key must be on P-256."));
    }

    private static String newSigningKey() {
        KeyPair pair = newPair();
        return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .build()
                .toJSONString();
    }

    private static String randomScalar() {
        byte[] scalar = ((ECPrivateKey) newPair().getPrivate()).getS().toByteArray();
        byte[] padded = new byte[SECRET_BYTES];
        int significant = Math.min(scalar.length, SECRET_BYTES);
        System.arraycopy(scalar, scalar.length - significant, padded, SECRET_BYTES - significant, significant);
        return BASE64URL.encodeToString(padded);
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CryptoProvider.BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec("P-256"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle has P-256", e);
        }
    }

    private static boolean isAbsent(ComponentModel model, String key) {
        String value = model.get(key);
        return value == null || value.isBlank();
    }

    private static String value(ComponentModel model, String key) {
        String value = model.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static ProviderConfigProperty secret(String key, String label, String help) {
        ProviderConfigProperty property =
                new ProviderConfigProperty(key, label, help, ProviderConfigProperty.PASSWORD, null);
        property.setSecret(true);
        return property;
    }
}
