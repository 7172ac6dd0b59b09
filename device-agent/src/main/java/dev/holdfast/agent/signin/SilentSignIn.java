package dev.holdfast.agent.signin;

import dev.holdfast.agent.crash.CrashPoint;
import dev.holdfast.agent.crash.CrashPoints;
import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.rotation.Answer;
import dev.holdfast.agent.rotation.Next;
import dev.holdfast.agent.rotation.Rotation;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.state.RegistrationId;
import dev.holdfast.agent.state.Registrations;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a DURT for a DUST: what {@link Rotation} decides, this does, in the order that section 7 of the protocol
 * asks for.
 */
public final class SilentSignIn {
    private static final String TYPE = "holdfast-exchange+jwt";
    private static final int RID_BYTES = 32;
    /** Bounds one sign-in: more steps than any row of section 7 needs, fewer than would be a loop. */
    private static final int MAX_STEPS = 8;

    private static final int MAX_REPEATS = 2;
    private static final Duration BETWEEN_REPEATS = Duration.ofMillis(300);
    /** A wait that a person does not mind; a longer one is for the page to show. */
    private static final long WORTH_WAITING = 2;
    /** Longer than another process takes for a sign-in of its own. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

    private final Device device;
    private final DeviceKeyStore keys;
    private final Registrations registrations;
    private final RealmClient realm;
    private final Platform platform;
    private final CrashPoints crashPoints;

    /** Sign-ins of one device. */
    public SilentSignIn(
            Device device,
            DeviceKeyStore keys,
            Registrations registrations,
            RealmClient realm,
            Platform platform,
            CrashPoints crashPoints) {
        this.device = device;
        this.keys = keys;
        this.registrations = registrations;
        this.realm = realm;
        this.platform = platform;
        this.crashPoints = crashPoints;
    }

    /** A DUST and whose it is. */
    public record SignedIn(String dust, String account) {
        /** The DUST is a secret. */
        @Override
        public String toString() {
            return "SignedIn";
        }
    }

    /**
     * Signs in.
     *
     * @throws Refusal if the server refuses, or cannot be asked
     * @throws IOException if the state cannot be read or written;
     *     {@link dev.holdfast.agent.storage.BusyException} if another sign-in holds the registration
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public SignedIn signIn(RegistrationId id, VerifiedChallenge challenge) throws Refusal, IOException {
        try (ProcessLock held = registrations.lock(id, LOCK_WAIT)) {
            // Read under the lock: what was known before may have been rotated by another process.
            Registration registration =
                    registrations.find(id).orElseThrow(() -> Refusal.of(ErrorCode.REGISTRATION_REVOKED));
            Optional<DeviceKey> key = keys.find(registration.key());
            if (key.isEmpty()) {
                registrations.bury(registration, ErrorCode.REGISTRATION_REVOKED);
                throw Refusal.of(ErrorCode.REGISTRATION_REVOKED);
            }
            return new Attempt(registration, key.get(), challenge).run();
        }
    }

    /** One sign-in under the lock. */
    private final class Attempt {
        private final DeviceKey key;
        private final VerifiedChallenge challenge;
        private Registration registration;
        private @Nullable String nonce;
        private long unlockedSeconds;
        private int repeats;

        Attempt(Registration registration, DeviceKey key, VerifiedChallenge challenge) {
            this.registration = registration;
            this.key = key;
            this.challenge = challenge;
            this.nonce = challenge.nonce();
        }

        SignedIn run() throws Refusal, IOException {
            for (int step = 0; step < MAX_STEPS; step++) {
                prepare();
                Exchanged exchanged = exchange();
                Next next = registration.rotation().answered(exchanged.answer());
                if (next instanceof Next.HandOn done) {
                    store(exchanged, done.rotation());
                    crashPoints.reached(CrashPoint.BEFORE_HAND_ON);
                    return new SignedIn(done.dust(), registration.account());
                } else if (next instanceof Next.GoOn on) {
                    store(exchanged, on.rotation());
                } else if (next instanceof Next.FallBack back) {
                    registration = registration.with(back.rotation());
                    registrations.store(registration);
                } else if (next instanceof Next.Repeat) {
                    repeat(exchanged);
                } else if (next instanceof Next.Wait wait) {
                    waitOrRefuse(wait.seconds());
                } else if (next instanceof Next.Refuse refuse) {
                    throw refused(refuse.code());
                } else if (next instanceof Next.Bury bury) {
                    registrations.bury(registration, bury.code());
                    throw Refusal.of(bury.code());
                }
            }
            throw Refusal.of(ErrorCode.AGENT_ERROR);
        }

        private void prepare() throws IOException {
            Rotation prepared =
                    registration.rotation().prepared(() -> Base64Url.encode(platform.randomBytes(RID_BYTES)));
            if (!prepared.equals(registration.rotation())) {
                crashPoints.reached(CrashPoint.BEFORE_STORE_RID);
                registration = registration.with(prepared);
                registrations.store(registration);
                crashPoints.reached(CrashPoint.AFTER_STORE_RID);
            }
        }

        private Exchanged exchange() throws Refusal {
            crashPoints.reached(CrashPoint.BEFORE_SEND);
            RealmAnswer answer = post();
            crashPoints.reached(CrashPoint.AFTER_SEND);
            if (answer instanceof RealmAnswer.NoAnswer none && none.cause() instanceof KeyUnusableException) {
                // No message was made, so nothing can have been lost: the rotation stands where it stood.
                answer.orRefusal();
            }
            return Exchanged.of(answer, platform.now());
        }

        private RealmAnswer post() {
            Rotation rotation = registration.rotation();
            JsonObject claims = JsonObject.builder()
                    .put("registration", registration.id().value())
                    .put("durt", rotation.durt())
                    .putIfPresent("rid", rotation.rid())
                    .put("challenge", challenge.compact())
                    .put("origin", challenge.origin().value())
                    .build();
            DeviceMessage message = new DeviceMessage(TYPE, DeviceMessage.byThumbprint(key), key, device.urn(), claims);
            String first = nonce;
            nonce = null;
            try {
                unlockedSeconds = realm.configuration().unlockedSeconds();
                URI endpoint = realm.configuration().exchangeEndpoint();
                return realm.post(endpoint, message, first);
            } catch (IOException e) {
                return new RealmAnswer.NoAnswer(e);
            }
        }

        private void store(Exchanged exchanged, Rotation rotation) throws IOException {
            crashPoints.reached(CrashPoint.BEFORE_STORE_DURT);
            long clockOffset = exchanged.clockOffset().orElse(registration.clockOffset());
            registration = registration.rotated(
                    rotation, activeUntil(exchanged, platform.now() + clockOffset), clockOffset, platform.now());
            registrations.store(registration);
            crashPoints.reached(CrashPoint.AFTER_STORE_DURT);
        }

        /**
         * The answer to a renewal's exchange still bears the time of before; the page is about to have it set, and if
         * that fails the server says so at the next sign-in.
         */
        private long activeUntil(Exchanged exchanged, long serverNow) {
            return challenge.purpose() == Purpose.RENEWAL
                    ? Math.max(exchanged.activeUntil(), serverNow + unlockedSeconds)
                    : exchanged.activeUntil();
        }

        private void repeat(Exchanged exchanged) throws Refusal {
            if (repeats++ == MAX_REPEATS) {
                throw exchanged.answer() instanceof Answer.Refused refused
                        ? Refusal.of(refused.code())
                        : Refusal.of(ErrorCode.SERVER_UNREACHABLE);
            }
            platform.pause().of(BETWEEN_REPEATS);
        }

        private void waitOrRefuse(long seconds) throws Refusal {
            if (seconds > WORTH_WAITING || repeats++ == MAX_REPEATS) {
                throw Refusal.retryAfter(ErrorCode.TOO_MANY_REQUESTS, seconds);
            }
            platform.pause().of(Duration.ofSeconds(seconds));
        }

        private Refusal refused(ErrorCode code) throws IOException {
            if (code == ErrorCode.USER_VERIFICATION_REQUIRED) {
                registration = registration.asLocked();
                registrations.store(registration);
            }
            return Refusal.of(code);
        }
    }

    /** An answer of the exchange endpoint, read. */
    private record Exchanged(Answer answer, long activeUntil, Optional<Long> clockOffset) {

        static Exchanged of(RealmAnswer answer, long deviceNow) {
            if (answer instanceof RealmAnswer.Refused refused) {
                return new Exchanged(new Answer.Refused(refused.code(), refused.retryAfter()), 0, Optional.empty());
            }
            if (answer instanceof RealmAnswer.Accepted accepted) {
                try {
                    Answer rotated = new Answer.Rotated(
                            AnsweredToken.in(accepted.body(), "durt"),
                            accepted.body().has("dust") ? AnsweredToken.in(accepted.body(), "dust") : null);
                    Optional<Long> offset = accepted.serverTime().isPresent()
                            ? Optional.of(accepted.serverTime().getAsLong() - deviceNow)
                            : Optional.empty();
                    return new Exchanged(rotated, accepted.body().number("active_until"), offset);
                } catch (MalformedJsonException e) {
                    // The server rotated, and nobody can read how: as good as lost, and repeated as such.
                    return new Exchanged(new Answer.Lost(), 0, Optional.empty());
                }
            }
            return new Exchanged(new Answer.Lost(), 0, Optional.empty());
        }
    }
}
