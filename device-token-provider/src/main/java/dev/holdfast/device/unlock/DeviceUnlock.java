package dev.holdfast.device.unlock;

import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.VerifiedChallenge;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.possession.Possession;
import dev.holdfast.device.possession.Standing;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.Users;
import dev.holdfast.device.registry.VerificationMethod;
import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.rotation.RotationState;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Unlocks a registration by its user verification key, which the device releases after it asked its user
 * (docs/protocol.md §8). Nothing rotates.
 */
public final class DeviceUnlock {
    private static final int MAX_CHALLENGE_LENGTH = 8_192;
    private static final int HASH_BYTES = 32;

    private final DeviceRealm realm;
    private final SpentNonces spentNonces;

    public DeviceUnlock(DeviceRealm realm, SpentNonces spentNonces) {
        this.realm = realm;
        this.spentNonces = spentNonces;
    }

    /** @param presence the user's, from now on */
    public record Unlocked(RegisteredDevice subject, Presence presence) {}

    /** Shape, signature, {@code aud}, nonce; then challenge, standing, user, policy, token, rate. */
    public Unlocked unlock(String message, DeviceRegistry registry, Users users) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.UNLOCK);
        Shape shape = Shape.of(signed.unverifiedClaims());
        RegisteredDevice subject = Possession.verifyUser(
                        signed, realm.endpoints().unlock(), realm, registry, spentNonces)
                .subject();
        return decide(subject, shape, registry, users);
    }

    private Unlocked decide(RegisteredDevice subject, Shape shape, DeviceRegistry registry, Users users) {
        Instant now = realm.clock().instant();
        Optional<String> txn = shape.page().map(this::attempt);
        Standing.require(subject, now);
        Registration registration = subject.registration();
        realm.settings().rollOut().account(registration.userId(), users);
        if (!realm.settings().unlock().countsWordOf(subject.device())) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("an unlock by a device of assurance "
                    + subject.device().assurance().value() + " does not count");
        }
        if (!isOfToken(registration.rotation(), shape.durtHash())) {
            throw Refusal.DURT_UNKNOWN.because("unlock by the hash of another token, at generation "
                    + registration.rotation().generation());
        }
        long limit = realm.settings().number(DeviceSetting.EXCHANGES_PER_MINUTE);
        if (registration.rate().isFull(limit, now)) {
            throw RefusedException.tooManyRequests(
                    "sign-ins and unlocks per minute", registration.rate().secondsLeft(now));
        }
        Presence presence = Presence.askedByDevice(
                now, realm.settings().seconds(DeviceSetting.UNLOCKED_LIFETIME), shape.method(), txn);
        if (!registry.unlock(registration.id(), presence, registration.rate().counted(now))) {
            throw Refusal.REGISTRATION_REVOKED.because("registration ended during the unlock");
        }
        return new Unlocked(subject, presence);
    }

    /** The sign-in attempt that the unlock belongs to. */
    private String attempt(Page page) {
        VerifiedChallenge challenge = new Challenges(realm).verify(page.challenge());
        if (challenge.purpose() != Purpose.LOGIN) {
            throw Refusal.INVALID_CHALLENGE.because("challenge for " + challenge.purpose());
        }
        challenge.requireOrigin(page.origin(), realm.trustedOrigins());
        return challenge.txn();
    }

    /** The current token's, or its successor's that was handed out and not seen yet. */
    private static boolean isOfToken(RotationState rotation, Hash presented) {
        RotationState.Pending pending = rotation.pending();
        return presented.matches(rotation.current()) || (pending != null && presented.matches(pending.successor()));
    }

    /** The page that an unlock serves; a command line has none. */
    private record Page(CompactJws challenge, String origin) {}

    private record Shape(Hash durtHash, VerificationMethod method, Optional<Page> page) {
        static Shape of(Claims claims) {
            claims.uuid("registration");
            Hash hash = new Hash(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(claims.exactBytes("durt_hash", HASH_BYTES)));
            VerificationMethod method = VerificationMethod.read(claims.text("method"));
            Optional<Page> page = claims.has("challenge")
                    ? Optional.of(new Page(
                            CompactJws.parse(claims.text("challenge", MAX_CHALLENGE_LENGTH)), claims.text("origin")))
                    : Optional.empty();
            return new Shape(hash, method, page);
        }
    }
}
