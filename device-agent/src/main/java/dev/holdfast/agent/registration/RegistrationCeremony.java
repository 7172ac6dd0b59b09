package dev.holdfast.agent.registration;

import dev.holdfast.agent.crash.CrashPoint;
import dev.holdfast.agent.crash.CrashPoints;
import dev.holdfast.agent.jose.LabelledHash;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.key.UnlockableKeyStore;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.rotation.Rotation;
import dev.holdfast.agent.state.Assurance;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.PendingRegistration;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.state.RegistrationId;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** Registers a user: a new key, a sign-in that is bound to it, and the server's word. Either door uses it. */
public final class RegistrationCeremony {
    private static final String TYPE = "holdfast-registration+jwt";
    private static final String POP_TYPE = "holdfast-pop+jwt";
    private static final String CERTIFICATION_LABEL = "holdfast-registration-key";
    private static final String METHOD = "pin";
    private static final int BINDING_BYTES = 32;
    private static final int KEY_NAME_BYTES = 12;
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final Device device;
    private final RealmState state;
    private final RealmClient realm;
    private final Platform platform;
    private final CrashPoints crashPoints;

    /** A ceremony of one device. */
    public RegistrationCeremony(
            Device device, RealmState state, RealmClient realm, Platform platform, CrashPoints crashPoints) {
        this.device = device;
        this.state = state;
        this.realm = realm;
        this.platform = platform;
        this.crashPoints = crashPoints;
    }

    /** Whether a PIN of this device would count in the realm, and the device can keep one. */
    public boolean wantsPin() throws Refusal, IOException {
        if (state.keys().unlockable().isEmpty()) {
            return false;
        }
        try {
            return realm.configuration()
                    .leastForPin()
                    .flatMap(Assurance::of)
                    .filter(least ->
                            device.assurance().orElse(Assurance.SOFTWARE).compareTo(least) >= 0)
                    .isPresent();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    /**
     * Makes and stores a DUK and a binding; the sign-in must carry {@link PendingRegistration#nonce}.
     *
     * @param pin for a second key that unlocks; the store must keep such keys
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public PendingRegistration begin(Optional<Pin> pin) throws IOException {
        try (ProcessLock held = state.lock(WAIT)) {
            state.destroyOrphanKeys();
            String unique = HexFormat.of().formatHex(platform.randomBytes(KEY_NAME_BYTES));
            DeviceKey key = state.keys().create(new KeyName("duk-" + unique));
            Optional<UnlockableKey> userKey = pin.isPresent()
                    ? Optional.of(userKeys().create(new KeyName("duv-" + unique), pin.get()))
                    : Optional.empty();
            PendingRegistration pending = PendingRegistration.of(
                    key,
                    userKey,
                    platform.randomBytes(BINDING_BYTES),
                    platform.clock().millis());
            crashPoints.reached(CrashPoint.BEFORE_STORE_BINDING);
            state.pending().store(pending);
            crashPoints.reached(CrashPoint.AFTER_STORE_BINDING);
            return pending;
        }
    }

    /** Drops a registration whose sign-in did not happen. */
    @SuppressWarnings("try") // The lock is held, not used.
    public void abandon(PendingRegistration pending) throws IOException {
        try (ProcessLock held = state.lock(WAIT)) {
            state.pending().drop(pending);
        }
    }

    /**
     * Registers with the ID token of the sign-in. Whatever the server answers, the pending registration is used up.
     *
     * @param pin the one of {@link #begin}, where it was given one
     * @param show tells the user whose registration it is, before anything is sent
     * @throws Refusal {@code invalid_id_token} if nothing waits for this token; else the server's
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Registration finish(IdToken idToken, Optional<Pin> pin, Consumer<IdToken> show) throws Refusal, IOException {
        try (ProcessLock held = state.lock(WAIT)) {
            if (!idToken.issuer().equals(device.issuer().value())) {
                throw Refusal.of(ErrorCode.INVALID_ID_TOKEN);
            }
            PendingRegistration pending =
                    state.pending().byNonce(idToken.nonce()).orElseThrow(() -> Refusal.of(ErrorCode.INVALID_ID_TOKEN));
            show.accept(idToken);
            boolean registered = false;
            try {
                Registration registration = register(pending, pin, idToken);
                registered = true;
                state.pending().complete(pending);
                state.registrations().forgetReplaced(registration, WAIT);
                return registration;
            } finally {
                if (!registered) {
                    state.pending().drop(pending);
                }
            }
        }
    }

    private Registration register(PendingRegistration pending, Optional<Pin> pin, IdToken idToken)
            throws Refusal, IOException {
        DeviceKey agentKey =
                state.agentKey(device, platform.random()).orElseThrow(() -> Refusal.of(ErrorCode.NOT_ENROLLED));
        DeviceKey duk = state.keys().find(pending.key()).orElseThrow(() -> Refusal.of(ErrorCode.INVALID_ID_TOKEN));
        Optional<CertifiableKey> duv = userKey(pending, pin);
        URI endpoint;
        try {
            endpoint = realm.configuration().registrationEndpoint();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
        // The nonce inside the proof must be the message's own, so the whole is made anew for each nonce.
        RealmAnswer answer =
                realm.post(endpoint, nonce -> message(agentKey, duk, duv, pending, idToken, endpoint, nonce), null);
        RealmAnswer.Accepted accepted = answer.orRefusal();
        try {
            Registration registration = read(accepted, pending);
            crashPoints.reached(CrashPoint.BEFORE_STORE_REGISTRATION);
            state.registrations().store(registration);
            crashPoints.reached(CrashPoint.AFTER_STORE_REGISTRATION);
            return registration;
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private UnlockableKeyStore userKeys() throws IOException {
        return state.keys()
                .unlockable()
                .orElseThrow(() -> new IOException("A PIN needs a TPM: keys in files can be tried without limit"));
    }

    private Optional<CertifiableKey> userKey(PendingRegistration pending, Optional<Pin> pin)
            throws Refusal, IOException {
        if (pending.userKey().isEmpty()) {
            return Optional.empty();
        }
        Optional<DeviceKey> found = state.keys().find(pending.userKey().get());
        if (pin.isPresent() && found.isPresent() && found.get() instanceof UnlockableKey key) {
            return Optional.of(key.unlockedBy(pin.get()));
        }
        throw Refusal.of(ErrorCode.INVALID_ID_TOKEN);
    }

    private String message(
            DeviceKey agentKey,
            DeviceKey duk,
            Optional<CertifiableKey> duv,
            PendingRegistration pending,
            IdToken idToken,
            URI endpoint,
            String nonce)
            throws GeneralSecurityException {
        JsonObject.Builder claims = JsonObject.builder()
                .put("did", device.did())
                .put("binding", pending.binding())
                .put("id_token", idToken.compact())
                .put("duk", offered(duk, endpoint, nonce).build());
        if (duv.isPresent()) {
            claims.put(
                    "duv",
                    offered(duv.get(), endpoint, nonce).put("method", METHOD).build());
        }
        return new DeviceMessage(
                        TYPE,
                        DeviceMessage.byCertificate(device.certificateChain()),
                        agentKey,
                        device.urn(),
                        claims.build())
                .sign(endpoint, nonce, platform);
    }

    /** A key with its proof of possession and, on an attested device, what the hardware says of it. */
    private JsonObject.Builder offered(DeviceKey key, URI endpoint, String nonce) throws GeneralSecurityException {
        String proof = new DeviceMessage(
                        POP_TYPE,
                        DeviceMessage.byValue(key),
                        key,
                        device.urn(),
                        JsonObject.builder().build())
                .sign(endpoint, nonce, platform);
        JsonObject.Builder offered =
                JsonObject.builder().put("jwk", key.publicJwk().toJson()).put("pop", proof);
        return device.isAttested() ? offered.put("tpm", certified(key, nonce)) : offered;
    }

    private static JsonObject certified(DeviceKey duk, String nonce) throws GeneralSecurityException {
        if (!(duk instanceof CertifiableKey key)) {
            throw new KeyUnusableException("This registration was begun with a key in a file. Begin it again");
        }
        byte[] qualifying = LabelledHash.bytesOf(CERTIFICATION_LABEL, nonce.getBytes(StandardCharsets.UTF_8));
        return key.certify(qualifying).toJson();
    }

    private Registration read(RealmAnswer.Accepted accepted, PendingRegistration pending)
            throws MalformedJsonException {
        JsonObject body = accepted.body();
        RegistrationId id = RegistrationId.parse(body.string("registration"))
                .orElseThrow(() -> new MalformedJsonException("no registration id"));
        long now = platform.now();
        long offset = accepted.serverTime().orElse(now) - now;
        return new Registration(
                id,
                AccountName.shown(body.string("account")),
                pending.key(),
                pending.userKey(),
                Rotation.first(body.string("durt")),
                body.number("active_until"),
                offset,
                false,
                now);
    }
}
