package dev.holdfast.device.proof;

import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Dusts;
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
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.Users;
import java.time.Instant;

/**
 * Proves that a session is still used on the device that started it (docs/protocol.md §13): a signature of the device user
 * key over a fresh nonce becomes a DUST of the purpose {@code reproof}. No DURT takes part and nothing rotates, so that
 * many tabs can prove at once; nothing is stored before the DUST is spent.
 */
public final class SessionProof {
    private static final int MAX_CHALLENGE_LENGTH = 8_192;

    private final DeviceRealm realm;
    private final SpentNonces spentNonces;

    public SessionProof(DeviceRealm realm, SpentNonces spentNonces) {
        this.realm = realm;
        this.spentNonces = spentNonces;
    }

    /** @param clientId the application that the user goes to */
    public record Proven(RegisteredDevice subject, String dust, String clientId) {
        /** Without the DUST, which whoever holds it can spend. */
        @Override
        public String toString() {
            return "Proven[" + subject.registration().id() + "]";
        }
    }

    /** Shape, signature, {@code aud}, nonce; then challenge, standing, user and lock. */
    public Proven prove(String message, DeviceRegistry registry, Users users) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.PROOF);
        Claims claims = signed.unverifiedClaims();
        claims.uuid("registration");
        CompactJws challenge = CompactJws.parse(claims.text("challenge", MAX_CHALLENGE_LENGTH));
        String origin = claims.text("origin");
        RegisteredDevice subject = Possession.verify(signed, realm.endpoints().proof(), realm, registry, spentNonces)
                .subject();
        return decide(subject, challenge, origin, registry, users);
    }

    private Proven decide(
            RegisteredDevice subject, CompactJws jws, String origin, DeviceRegistry registry, Users users) {
        Instant now = realm.clock().instant();
        VerifiedChallenge challenge = new Challenges(realm).verify(jws);
        if (challenge.purpose() != Purpose.REPROOF) {
            throw Refusal.INVALID_CHALLENGE.because("challenge for " + challenge.purpose());
        }
        challenge.requireOrigin(origin, realm.trustedOrigins());
        Standing.require(subject, now);
        Registration registration = subject.registration();
        realm.settings().rollOut().account(registration.userId(), users);
        realm.settings().posture().demand(() -> registry.posture(registration.did()), now);
        if (realm.settings().unlock().isLocked(subject, now)) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("locked since " + registration.activeUntil());
        }
        return new Proven(subject, new Dusts(realm).mintProof(subject, challenge), challenge.clientId());
    }
}
