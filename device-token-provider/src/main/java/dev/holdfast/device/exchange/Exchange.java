package dev.holdfast.device.exchange;

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
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.Users;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.Rotation;
import dev.holdfast.device.rotation.RotationId;
import dev.holdfast.device.rotation.RotationOutcome;
import dev.holdfast.device.rotation.RotationState;
import java.time.Instant;
import java.util.Optional;

/**
 * Exchanges a DURT for its successor and a DUST, in the order of docs/protocol.md §6.4.
 *
 * <p>Two steps, so that the second can be repeated in a transaction of its own: {@link #open} spends the message's nonce,
 * {@link #decide} looks at the registration and changes it by one conditional update.
 */
public final class Exchange {
    private static final int MAX_CHALLENGE_LENGTH = 8_192;

    private final DeviceRealm realm;
    private final SpentNonces spentNonces;

    public Exchange(DeviceRealm realm, SpentNonces spentNonces) {
        this.realm = realm;
        this.spentNonces = spentNonces;
    }

    /** What came of an exchange. Refusals that change nothing are thrown instead. */
    public sealed interface Outcome {
        /**
         * @param subject as the exchange left it
         * @param dust absent when the agent asked the same question again
         * @param unlocked whether this exchange unlocked the registration
         */
        record Granted(
                RegisteredDevice subject,
                Users.Account account,
                Durt durt,
                Instant durtExpiresAt,
                Optional<String> dust,
                String clientId,
                boolean unlocked)
                implements Outcome {
            /** Without the DUST, which whoever holds it can spend. */
            @Override
            public String toString() {
                return "Granted[" + durt + (dust.isPresent() ? ", with DUST]" : "]");
            }
        }

        /** The family has two holders; from now on it is good for nothing. */
        record Quarantined(RegisteredDevice subject, String failedCheck) implements Outcome {}

        /** Another message of this registration came first: {@link Exchange#readAgain}, and decide anew. */
        record Overtaken() implements Outcome {}
    }

    /** Shape, signature, {@code aud}, nonce. An unknown registration is answered like a bad signature. */
    public SignedExchange open(String message, DeviceRegistry registry) {
        SignedMessage signed = SignedMessage.parse(message, MessageType.EXCHANGE);
        Claims claims = signed.unverifiedClaims();
        claims.uuid("registration");
        Durt durt = Durt.parse(claims.text("durt"))
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because("durt has another form"));
        RotationId rid = new RotationId(claims.exactBytes("rid", RotationId.BYTES));
        CompactJws challenge = CompactJws.parse(claims.text("challenge", MAX_CHALLENGE_LENGTH));
        String origin = claims.text("origin");

        Possession possession = Possession.verify(signed, realm.endpoints().exchange(), realm, registry, spentNonces);
        return new SignedExchange(possession.subject(), possession.key(), durt, rid, challenge, origin);
    }

    /** The same exchange over what the registry knows of its registration now. */
    public SignedExchange readAgain(SignedExchange exchange, DeviceRegistry registry) {
        return registry.registration(exchange.subject().registration().id())
                .filter(found -> found.registration()
                        .duk()
                        .thumbprint()
                        .equals(exchange.signer().thumbprint()))
                .map(exchange::over)
                .orElseThrow(() -> Refusal.INVALID_SIGNATURE.because("registration gone"));
    }

    /** Meaning: challenge, standing, rate, rotation, lock; then the one conditional update. */
    public Outcome decide(SignedExchange exchange, DeviceRegistry registry, Users users) {
        Instant now = realm.clock().instant();
        VerifiedChallenge challenge = new Challenges(realm).verify(exchange.challenge());
        if (challenge.purpose() != Purpose.LOGIN && challenge.purpose() != Purpose.RENEWAL) {
            throw Refusal.INVALID_CHALLENGE.because("challenge for " + challenge.purpose());
        }
        challenge.requireOrigin(exchange.origin(), realm.trustedOrigins());
        Optional<Presence> unlock = unlock(challenge, exchange.subject());
        RegisteredDevice subject = unlock.map(exchange.subject()::withPresence).orElse(exchange.subject());
        Registration registration = subject.registration();
        Standing.require(subject, now);
        Users.Account account = realm.settings().rollOut().account(registration.userId(), users);
        if (!exchange.durt().registration().equals(registration.id())) {
            throw Refusal.DURT_UNKNOWN.because("durt of another registration");
        }

        RotationOutcome outcome = Rotation.decide(
                registration.rotation(),
                exchange.durt(),
                exchange.rid(),
                realm.keys().derivation());
        if (outcome instanceof RotationOutcome.Unknown) {
            throw Refusal.DURT_UNKNOWN.because(
                    "durt generation " + exchange.durt().generation() + " at generation "
                            + registration.rotation().generation());
        }
        if (outcome instanceof RotationOutcome.Fork) {
            return quarantine(
                    subject, registry, "fork at generation " + exchange.durt().generation());
        }
        if (outcome instanceof RotationOutcome.Reuse) {
            return quarantine(
                    subject, registry, "reuse of generation " + exchange.durt().generation());
        }
        realm.settings().posture().demand(() -> registry.posture(registration.did()), now);
        if (challenge.purpose() == Purpose.LOGIN && realm.settings().unlock().isLocked(subject, now)) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("locked since " + registration.activeUntil());
        }
        if (outcome instanceof RotationOutcome.Repeat repeat) {
            return new Outcome.Granted(
                    subject,
                    account,
                    repeat.successor(),
                    registration.durtExpiresAt(),
                    Optional.empty(),
                    challenge.clientId(),
                    false);
        }
        if (outcome instanceof RotationOutcome.Rekey rekey) {
            return store(
                    subject,
                    account,
                    registry,
                    rekey.next(),
                    rekey.successor(),
                    Optional.empty(),
                    challenge,
                    unlock,
                    now);
        }
        if (outcome instanceof RotationOutcome.Advance advance) {
            long limit = realm.settings().number(DeviceSetting.EXCHANGES_PER_MINUTE);
            if (registration.rate().isFull(limit, now)) {
                throw RefusedException.tooManyRequests(
                        "sign-ins per minute", registration.rate().secondsLeft(now));
            }
            return store(
                    subject,
                    account,
                    registry,
                    advance.next(),
                    advance.successor(),
                    Optional.of(challenge),
                    challenge,
                    unlock,
                    now);
        }
        throw new AssertionError("RotationOutcome is sealed, and every case is handled above");
    }

    /** What an authenticator showed in this very sign-in, where that counts; it unlocks nothing before this exchange. */
    private Optional<Presence> unlock(VerifiedChallenge challenge, RegisteredDevice subject) {
        return challenge
                .verificationFor(subject.registration().id())
                .filter(verified -> realm.settings().unlock().countsWebauthn())
                .map(verified -> Presence.verified(
                        verified.at(), realm.settings().seconds(DeviceSetting.UNLOCKED_LIFETIME), challenge.txn()));
    }

    private Outcome store(
            RegisteredDevice subject,
            Users.Account account,
            DeviceRegistry registry,
            RotationState next,
            Durt successor,
            Optional<VerifiedChallenge> dustFor,
            VerifiedChallenge challenge,
            Optional<Presence> unlock,
            Instant now) {
        Registration registration = subject.registration();
        Instant sliding = now.plus(realm.settings().seconds(DeviceSetting.DURT_LIFETIME));
        Instant expiresAt =
                sliding.isBefore(registration.absoluteExpiresAt()) ? sliding : registration.absoluteExpiresAt();
        if (!registry.storeRotation(
                registration.rotated(next, expiresAt, registration.rate().counted(now)), now)) {
            return new Outcome.Overtaken();
        }
        if (unlock.isPresent() && !registry.renew(registration.id(), unlock.get())) {
            throw Refusal.REGISTRATION_REVOKED.because("registration ended during the exchange");
        }
        Optional<String> dust =
                dustFor.map(verified -> new Dusts(realm).mint(subject, successor.generation(), verified));
        return new Outcome.Granted(
                subject, account, successor, expiresAt, dust, challenge.clientId(), unlock.isPresent());
    }

    private static Outcome quarantine(RegisteredDevice subject, DeviceRegistry registry, String failedCheck) {
        boolean ended = registry.end(subject.registration().id(), Registration.Status.QUARANTINED);
        return ended ? new Outcome.Quarantined(subject, failedCheck) : new Outcome.Overtaken();
    }
}
