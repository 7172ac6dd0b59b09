package dev.holdfast.agent.signin;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.state.RegistrationId;
import dev.holdfast.agent.state.Registrations;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Proves that a session is still used on this device (section 13 of the protocol). Nothing rotates and nothing is stored,
 * so that no lock is taken: many tabs prove at once, also while one of them signs in.
 */
public final class SessionProof {
    private static final String TYPE = "holdfast-proof+jwt";
    private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

    private final Device device;
    private final DeviceKeyStore keys;
    private final Registrations registrations;
    private final RealmClient realm;

    /** Proofs of one device. */
    public SessionProof(Device device, DeviceKeyStore keys, Registrations registrations, RealmClient realm) {
        this.device = device;
        this.keys = keys;
        this.registrations = registrations;
        this.realm = realm;
    }

    /** A DUST and whose it is. */
    public record Proven(String dust, String account) {
        /** The DUST is a secret. */
        @Override
        public String toString() {
            return "Proven";
        }
    }

    /**
     * Proves.
     *
     * @throws Refusal if the server refuses, or cannot be asked
     * @throws IOException if the state cannot be read or written
     */
    public Proven prove(RegistrationId id, VerifiedChallenge challenge) throws Refusal, IOException {
        Registration registration =
                registrations.find(id).orElseThrow(() -> Refusal.of(ErrorCode.REGISTRATION_REVOKED));
        DeviceKey key = keys.find(registration.key()).orElseThrow(() -> Refusal.of(ErrorCode.REGISTRATION_REVOKED));
        RealmAnswer answer = post(registration, key, challenge);
        if (answer instanceof RealmAnswer.Refused refused) {
            remember(id, refused.code());
        }
        try {
            return new Proven(AnsweredToken.in(answer.orRefusal().body(), "dust"), registration.account());
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private RealmAnswer post(Registration registration, DeviceKey key, VerifiedChallenge challenge) throws Refusal {
        JsonObject claims = JsonObject.builder()
                .put("registration", registration.id().value())
                .put("challenge", challenge.compact())
                .put("origin", challenge.origin().value())
                .build();
        DeviceMessage message = new DeviceMessage(TYPE, DeviceMessage.byThumbprint(key), key, device.urn(), claims);
        URI endpoint;
        try {
            endpoint = realm.configuration().proofEndpoint().orElseThrow(() -> Refusal.of(ErrorCode.INVALID_CHALLENGE));
        } catch (IOException e) {
            return new RealmAnswer.NoAnswer(e);
        }
        return realm.post(endpoint, message, challenge.nonce());
    }

    /** What the server said of the registration holds for sign-ins as well. */
    @SuppressWarnings("try") // The lock is held, not used.
    private void remember(RegistrationId id, ErrorCode code) throws IOException {
        if (code != ErrorCode.USER_VERIFICATION_REQUIRED && !code.endsRegistration()) {
            return;
        }
        try (ProcessLock held = registrations.lock(id, LOCK_WAIT)) {
            Registration registration = registrations.find(id).orElse(null);
            if (registration == null) {
                return;
            }
            if (code.endsRegistration()) {
                registrations.bury(registration, code);
            } else {
                registrations.store(registration.asLocked());
            }
        }
    }
}
