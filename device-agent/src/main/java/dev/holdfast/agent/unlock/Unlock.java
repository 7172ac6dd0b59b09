package dev.holdfast.agent.unlock;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.Sha256;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyLockedOutException;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.key.WrongPinException;
import dev.holdfast.agent.pin.PinDialog;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.signin.VerifiedChallenge;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.state.RegistrationId;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the user of a registration for the PIN, and tells the realm by the key that the PIN releases (section 8 of the
 * protocol). Nothing rotates.
 */
public final class Unlock {
    private static final String TYPE = "holdfast-unlock+jwt";
    private static final String METHOD = "pin";
    private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

    private final Device device;
    private final RealmState state;
    private final RealmClient realm;
    private final PinDialog dialog;

    /** Unlocks of one device. */
    public Unlock(Device device, RealmState state, RealmClient realm, PinDialog dialog) {
        this.device = device;
        this.state = state;
        this.realm = realm;
        this.dialog = dialog;
    }

    /**
     * Unlocks.
     *
     * @param page the challenge of the sign-in page that it is for
     * @return the registration as it is now
     * @throws Refusal {@code no_pin} where there is none; those of {@link PinDialog#unlock}; the server's
     * @throws IOException if the state cannot be read or written
     */
    public Registration unlock(RegistrationId id, Optional<VerifiedChallenge> page) throws Refusal, IOException {
        Registration registration =
                state.registrations().find(id).orElseThrow(() -> Refusal.of(ErrorCode.REGISTRATION_REVOKED));
        UnlockableKey key = key(registration);
        URI endpoint = endpoint();
        try {
            // Nothing is locked while a person thinks.
            return dialog.unlock(
                    registration.account(),
                    device.issuer().value(),
                    pin -> tell(registration.id(), key, pin, endpoint, page));
        } catch (GeneralSecurityException e) {
            throw Refusal.of(ErrorCode.AGENT_ERROR, e);
        }
    }

    private UnlockableKey key(Registration registration) throws Refusal, IOException {
        KeyName name = registration.userKey().orElseThrow(() -> Refusal.of(ErrorCode.NO_PIN));
        return state.keys()
                .find(name)
                .map(found -> found instanceof UnlockableKey unlockable ? unlockable : null)
                .orElseThrow(() -> Refusal.of(ErrorCode.NO_PIN));
    }

    private URI endpoint() throws Refusal {
        try {
            return realm.configuration()
                    .unlockEndpoint()
                    .orElseThrow(() -> Refusal.of(ErrorCode.USER_VERIFICATION_REQUIRED));
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    @SuppressWarnings("try") // The lock is held, not used.
    private Registration tell(
            RegistrationId id, UnlockableKey key, Pin pin, URI endpoint, Optional<VerifiedChallenge> page)
            throws GeneralSecurityException, Refusal, IOException {
        try (ProcessLock held = state.registrations().lock(id, LOCK_WAIT)) {
            // Read under the lock: another process may have rotated meanwhile.
            Registration registration =
                    state.registrations().find(id).orElseThrow(() -> Refusal.of(ErrorCode.REGISTRATION_REVOKED));
            RealmAnswer answer = realm.post(endpoint, message(registration, key.unlockedBy(pin), page), null);
            if (answer instanceof RealmAnswer.NoAnswer none) {
                if (none.cause() instanceof WrongPinException wrong) {
                    throw wrong;
                }
                if (none.cause() instanceof KeyLockedOutException locked) {
                    throw locked;
                }
                if (none.cause() instanceof KeyUnusableException unusable) {
                    throw Refusal.of(ErrorCode.AGENT_ERROR, unusable);
                }
            }
            if (answer instanceof RealmAnswer.Refused refused && refused.code().endsRegistration()) {
                state.registrations().bury(registration, refused.code());
            }
            Registration unlocked = registration.unlockedUntil(activeUntil(answer.orRefusal()));
            state.registrations().store(unlocked);
            return unlocked;
        }
    }

    private DeviceMessage message(Registration registration, DeviceKey key, Optional<VerifiedChallenge> page) {
        byte[] durt = registration.rotation().durt().getBytes(StandardCharsets.US_ASCII);
        JsonObject.Builder claims = JsonObject.builder()
                .put("registration", registration.id().value())
                .put("durt_hash", Base64Url.encode(Sha256.of(durt)))
                .put("method", METHOD);
        page.ifPresent(challenge -> claims.put("challenge", challenge.compact())
                .put("origin", challenge.origin().value()));
        return new DeviceMessage(TYPE, DeviceMessage.byThumbprint(key), key, device.urn(), claims.build());
    }

    private static long activeUntil(RealmAnswer.Accepted accepted) throws Refusal {
        try {
            return accepted.body().number("active_until");
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }
}
