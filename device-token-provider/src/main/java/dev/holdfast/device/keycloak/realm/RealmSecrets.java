package dev.holdfast.device.keycloak.realm;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.holdfast.device.certificate.DeviceCertificateAuthority;
import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.device.realm.RealmKeys;
import dev.holdfast.device.rotation.DerivationKeys;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ComponentRepresentation;

/** The secrets of the component: how they are made, written and read. */
final class RealmSecrets {
    private static final String SIGNING_KEY = "signingKey";
    private static final String RETIRED_SIGNING_KEYS = "retiredSigningKeys";
    private static final String CA_KEY = "deviceCaKey";
    private static final String CA_CERTIFICATE = "deviceCaCertificate";
    private static final String DERIVATION_KEYS = "derivationKeys";
    private static final String NONCE_SECRET = "nonceSecret";
    private static final int SECRET_BYTES = 32;

    /** As long as the column that says which key made a pending answer. */
    private static final Pattern DERIVATION_KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,36}");

    private static final Duration CA_LIFETIME = Duration.ofDays(3_650);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private RealmSecrets() {}

    static List<ProviderConfigProperty> properties() {
        return List.of(
                secret(
                        SIGNING_KEY,
                        "Device-token key",
                        "Private JWK (P-256) that signs challenges and session tokens."),
                open(RETIRED_SIGNING_KEYS, "Retired device-token keys", "Former public JWKs that still verify."),
                secret(CA_KEY, "Device CA key", "PKCS #8 of the device CA, base64."),
                open(CA_CERTIFICATE, "Device CA certificate", "X.509 of the device CA, base64 DER."),
                secret(
                        DERIVATION_KEYS,
                        "Derivation keys",
                        "Comma-separated id:secret pairs, the active one first. Write id:secret,********** to keep the former."),
                secret(NONCE_SECRET, "Nonce secret", "32 bytes, base64url."));
    }

    /**
     * Puts the former derivation keys where the new value has the mask that the admin API shows in place of a secret: so a
     * new key can stand before keys that nobody can read.
     */
    static void keepFormer(ComponentModel model, @Nullable ComponentModel former) {
        String written = model.get(DERIVATION_KEYS);
        String known = former == null ? null : former.get(DERIVATION_KEYS);
        if (written != null && known != null) {
            model.put(
                    DERIVATION_KEYS,
                    Arrays.stream(written.split(",", -1))
                            .map(pair -> pair.trim().equals(ComponentRepresentation.SECRET_VALUE) ? known : pair)
                            .collect(Collectors.joining(",")));
        }
    }

    /** Fills in what is absent, so that a new component, or one from a realm file, needs no secret given. */
    static void generateMissing(ComponentModel model, String realm) {
        if (isAbsent(model, SIGNING_KEY)) {
            model.put(SIGNING_KEY, newSigningKey());
        }
        if (isAbsent(model, CA_KEY) || isAbsent(model, CA_CERTIFICATE)) {
            DeviceCertificateAuthority ca =
                    DeviceCertificateAuthority.generate(realm, Instant.now(), CA_LIFETIME, RANDOM);
            model.put(CA_KEY, Base64.getEncoder().encodeToString(ca.privateKey().getEncoded()));
            model.put(CA_CERTIFICATE, encoded(ca.certificate()));
        }
        if (isAbsent(model, DERIVATION_KEYS)) {
            model.put(DERIVATION_KEYS, UUID.randomUUID() + ":" + randomSecret());
        }
        if (isAbsent(model, NONCE_SECRET)) {
            model.put(NONCE_SECRET, randomSecret());
        }
    }

    /** @throws IllegalArgumentException with a sentence for the administrator if a secret cannot be read */
    static RealmKeys read(ComponentModel model) {
        try {
            List<DeviceKey> retired = new ArrayList<>();
            for (String jwk : model.getConfig().getOrDefault(RETIRED_SIGNING_KEYS, List.of())) {
                retired.add(publicKey(ECKey.parse(jwk)));
            }
            ECKey signing = ECKey.parse(value(model, SIGNING_KEY));
            return new RealmKeys(
                    new SigningKey(signing.toECPrivateKey(CryptoProvider.BOUNCY_CASTLE), publicKey(signing)),
                    retired,
                    certificateAuthority(model),
                    derivationKeys(value(model, DERIVATION_KEYS)),
                    secret("The nonce secret", value(model, NONCE_SECRET)));
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            // Without its cause: parsers like to quote what they could not read.
            throw new IllegalArgumentException(
                    "A key of device login cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static DeviceCertificateAuthority certificateAuthority(ComponentModel model)
            throws GeneralSecurityException {
        byte[] der = Base64.getDecoder().decode(value(model, CA_CERTIFICATE));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        PrivateKey key = KeyFactory.getInstance("EC", CryptoProvider.BOUNCY_CASTLE)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(value(model, CA_KEY))));
        return new DeviceCertificateAuthority(certificate, key);
    }

    private static DerivationKeys derivationKeys(String configured) {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        for (String pair : configured.split(",", -1)) {
            String[] parts = pair.trim().split(":", -1);
            if (parts.length != 2 || !DERIVATION_KEY_ID.matcher(parts[0]).matches()) {
                throw new IllegalArgumentException(
                        "Derivation keys are comma-separated id:secret pairs; an id has 1 to 36 of A-Z, a-z, 0-9, - and _.");
            }
            if (secrets.put(parts[0], secret("A derivation key", parts[1])) != null) {
                throw new IllegalArgumentException("Each derivation key needs an id of its own.");
            }
        }
        return new DerivationKeys(secrets.keySet().iterator().next(), secrets);
    }

    private static byte[] secret(String name, String base64Url) {
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
                .orElseThrow(() -> new IllegalArgumentException("The device-token key must be on P-256."));
    }

    private static String newSigningKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CryptoProvider.BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec("P-256"), RANDOM);
            KeyPair pair = generator.generateKeyPair();
            return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate())
                    .build()
                    .toJSONString();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle has P-256", e);
        }
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate just signed has an encoding", e);
        }
    }

    private static String randomSecret() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return BASE64URL.encodeToString(secret);
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

    private static ProviderConfigProperty open(String key, String label, String help) {
        return new ProviderConfigProperty(key, label, help, ProviderConfigProperty.MULTIVALUED_STRING_TYPE, null);
    }
}
