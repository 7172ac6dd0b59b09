package dev.holdfast.device.registration;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RateWindow;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.UserVerificationKey;
import dev.holdfast.device.registry.Users;
import dev.holdfast.device.registry.VerificationMethod;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.RotationState;
import dev.holdfast.device.sender.DeviceMessage;
import dev.holdfast.device.tpm.KeyCertification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Binds a user's key to a device after a normal sign-in (docs/protocol.md §5). */
public final class DeviceRegistration {
    private static final int BINDING_BYTES = 32;
    private static final int MAX_TOKEN_LENGTH = 16_384;
    private static final Duration HOUR = Duration.ofHours(1);

    private final DeviceRealm realm;
    private final DeviceRegistry registry;
    private final Users users;
    private final SignInProofs signIns;
    private final SpentNonces spentNonces;

    public DeviceRegistration(
            DeviceRealm realm, DeviceRegistry registry, Users users, SignInProofs signIns, SpentNonces spentNonces) {
        this.realm = realm;
        this.registry = registry;
        this.users = users;
        this.signIns = signIns;
        this.spentNonces = spentNonces;
    }

    /** @param replaced the registration of the same user and device that ended by this one */
    public record Registered(
            Registration registration, Device device, Users.Account account, Durt durt, Optional<UUID> replaced) {}

    public Registered register(String message) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.REGISTRATION);
        Shape shape = Shape.of(signed.unverifiedClaims());
        Instant now = realm.clock().instant();

        String endpoint = realm.endpoints().registrations();
        DeviceMessage opened = DeviceMessage.open(signed, endpoint, realm, registry, spentNonces);
        Device device = opened.device();
        FreshMessage fresh = opened.message();
        if (!device.did().equals(shape.did())) {
            throw Refusal.INVALID_SIGNATURE.because("did of another device");
        }
        device.requireGoodStanding();
        DeviceKey duk = possessed(shape.duk(), fresh, endpoint, device);
        Optional<UserVerificationKey> duv = shape.duv()
                .map(offered ->
                        new UserVerificationKey(possessed(offered.key(), fresh, endpoint, device), offered.method()));
        if (duv.filter(key -> key.key().thumbprint().equals(duk.thumbprint())).isPresent()) {
            throw Refusal.KEY_IN_USE.because("the key that is used silently cannot unlock");
        }
        new KeyCertifications(realm, registry)
                .attest(
                        device,
                        new KeyCertifications.Certified(duk, shape.duk().certification()),
                        duv.map(key -> new KeyCertifications.Certified(
                                key.key(), shape.duv().orElseThrow().key().certification())),
                        fresh.nonce());
        SignInProof signIn = signIn(shape, duk, duv.map(UserVerificationKey::key));
        Users.Account account = account(signIn, device);
        limit(device, now);
        realm.settings().posture().demand(() -> registry.posture(device.did()), now);
        return store(device, account, duk, duv, signIn, now);
    }

    private static DeviceKey possessed(OfferedKey offered, FreshMessage fresh, String endpoint, Device device) {
        DeviceKey key =
                fresh.possessedKey(offered.proof(), offered.jwk(), endpoint, SignedMessage.senderOf(device.did()));
        if (key.thumbprint().equals(device.agentKey().thumbprint())) {
            throw Refusal.KEY_IN_USE.because("the agent key cannot serve as a user's key");
        }
        return key;
    }

    /** The ID token nonce that binds a sign-in to a key, and to the one that unlocks it. */
    public static String idTokenNonce(DeviceKey duk, Optional<DeviceKey> duv, byte[] binding) {
        return LabelledHash.of("holdfast-registration")
                .add(duk.thumbprint().bytes())
                .add(duv.map(key -> key.thumbprint().bytes()).orElseGet(() -> new byte[0]))
                .add(binding)
                .base64Url();
    }

    private SignInProof signIn(Shape shape, DeviceKey duk, Optional<DeviceKey> duv) {
        SignInProof signIn = signIns.verify(shape.idToken())
                .orElseThrow(() -> Refusal.INVALID_ID_TOKEN.because("ID token not verified"));
        byte[] expected = idTokenNonce(duk, duv, shape.binding()).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signIn.nonce().getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.INVALID_ID_TOKEN.because("ID token nonce belongs to another key");
        }
        Duration age = Duration.between(signIn.authTime(), signIn.issuedAt());
        if (age.compareTo(realm.settings().seconds(DeviceSetting.SIGN_IN_AGE)) > 0) {
            throw Refusal.INVALID_ID_TOKEN.because("sign-in too old");
        }
        return signIn;
    }

    private Users.Account account(SignInProof signIn, Device device) {
        Users.Account account = realm.settings().rollOut().account(signIn.userId(), users);
        if (!realm.settings().policy().allows(account.id(), registry.assignment(device.did()), users)) {
            throw Refusal.DEVICE_NOT_ALLOWED.because(
                    "registration policy " + realm.settings().policy());
        }
        return account;
    }

    private void limit(Device device, Instant now) {
        long limit = realm.settings().number(DeviceSetting.REGISTRATIONS_PER_HOUR);
        if (registry.countRegistrations(device.did(), now.minus(HOUR)) >= limit) {
            throw RefusedException.tooManyRequests("registrations per hour", HOUR.toSeconds());
        }
    }

    private Registered store(
            Device device,
            Users.Account account,
            DeviceKey duk,
            Optional<UserVerificationKey> duv,
            SignInProof signIn,
            Instant now) {
        DeviceSettings settings = realm.settings();
        UUID id = UUID.randomUUID();
        Durt durt = new Durt(id, 1, randomSecret());
        Registration registration = new Registration(
                id,
                device.did(),
                account.id(),
                Registration.Status.LIVE,
                duk,
                duv,
                RotationState.initial(durt),
                0,
                now,
                now.plus(settings.seconds(DeviceSetting.DURT_LIFETIME)),
                now.plus(settings.seconds(DeviceSetting.DURT_ABSOLUTE_LIFETIME)),
                Presence.signedIn(signIn.authTime(), settings.seconds(DeviceSetting.UNLOCKED_LIFETIME)),
                RateWindow.empty(now));
        DeviceRegistry.Addition addition = registry.add(registration, signIn.id());
        if (addition instanceof DeviceRegistry.Addition.Added added) {
            return new Registered(registration, device, account, durt, added.replaced());
        }
        if (addition instanceof DeviceRegistry.Addition.KeyInUse) {
            throw Refusal.KEY_IN_USE.because("thumbprint stands in another registration");
        }
        throw Refusal.INVALID_ID_TOKEN.because("ID token used before");
    }

    private String randomSecret() {
        byte[] secret = new byte[32];
        realm.random().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** A key that a device wants to use, with what shows that it has it and where it lives. */
    private record OfferedKey(Claims jwk, String proof, Optional<KeyCertification> certification) {
        static OfferedKey of(Claims key) {
            return new OfferedKey(
                    key.object("jwk"),
                    key.text("pop", MAX_TOKEN_LENGTH),
                    key.has("tpm") ? Optional.of(KeyCertification.of(key.object("tpm"))) : Optional.empty());
        }
    }

    private record OfferedUserKey(OfferedKey key, VerificationMethod method) {
        static OfferedUserKey of(Claims key) {
            return new OfferedUserKey(OfferedKey.of(key), VerificationMethod.read(key.text("method")));
        }
    }

    private record Shape(UUID did, byte[] binding, String idToken, OfferedKey duk, Optional<OfferedUserKey> duv) {
        @Override
        public String toString() {
            return "Shape[" + did + "]";
        }

        static Shape of(Claims claims) {
            return new Shape(
                    claims.uuid("did"),
                    claims.exactBytes("binding", BINDING_BYTES),
                    claims.text("id_token", MAX_TOKEN_LENGTH),
                    OfferedKey.of(claims.object("duk")),
                    claims.has("duv") ? Optional.of(OfferedUserKey.of(claims.object("duv"))) : Optional.empty());
        }
    }
}
