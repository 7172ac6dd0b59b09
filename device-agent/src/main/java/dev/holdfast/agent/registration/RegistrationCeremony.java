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
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.rotation.Rotation;
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
import java.util.function.Consumer;

/** Registers a user: a new key, a sign-in that is bound to it, and the server's word. Either door uses it. */
public final class RegistrationCeremony {
    private static final String TYPE = "holdfast-registration+jwt";
    private static final String POP_TYPE = "holdfast-pop+jwt";
    private static final String CERTIFICATION_LABEL = "holdfast-registration-key";
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

    /** Makes and stores a DUK and a binding; the sign-in must carry {@link PendingRegistration#nonce}. */
    @SuppressWarnings("try") // The lock is held, not used.
    public PendingRegistration begin() throws IOException {
        try (ProcessLock held = state.lock(WAIT)) {
            state.destroyOrphanKeys();
            KeyName name = new KeyName("duk-" + HexFormat.of().formatHex(platform.randomBytes(KEY_NAME_BYTES)));
            DeviceKey key = state.keys().create(name);
            PendingRegistration pending = PendingRegistration.of(
                    name,
                    key.publicJwk(),
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
     * @param show tells the user whose registration it is, before anything is sent
     * @throws Refusal {@code invalid_id_token} if nothing waits for this token; else the server's
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Registration finish(IdToken idToken, Consumer<IdToken> show) throws Refusal, IOException {
        try (ProcessLock held = state.lock(WAIT)) {
            if (!idToken.issuer().equals(device.issuer().value())) {
                throw Refusal.of(ErrorCode.INVALID_ID_TOKEN);
            }
            PendingRegistration pending =
                    state.pending().byNonce(idToken.nonce()).orElseThrow(() -> Refusal.of(ErrorCode.INVALID_ID_TOKEN));
            show.accept(idToken);
            boolean registered = false;
            try {
                Registration registration = register(pending, idToken);
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

    private Registration register(PendingRegistration pending, IdToken idToken) throws Refusal, IOException {
        DeviceKey agentKey =
                state.agentKey(device, platform.random()).orElseThrow(() -> Refusal.of(ErrorCode.NOT_ENROLLED));
        DeviceKey duk = state.keys().find(pending.key()).orElseThrow(() -> Refusal.of(ErrorCode.INVALID_ID_TOKEN));
        URI endpoint;
        try {
            endpoint = realm.configuration().registrationEndpoint();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
        // The nonce inside the proof must be the message's own, so the whole is made anew for each nonce.
        RealmAnswer answer =
                realm.post(endpoint, nonce -> message(agentKey, duk, pending, idToken, endpoint, nonce), null);
        RealmAnswer.Accepted accepted = answer.orRefusal();
        try {
            Registration registration = read(accepted, pending.key());
            crashPoints.reached(CrashPoint.BEFORE_STORE_REGISTRATION);
            state.registrations().store(registration);
            crashPoints.reached(CrashPoint.AFTER_STORE_REGISTRATION);
            return registration;
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private String message(
            DeviceKey agentKey, DeviceKey duk, PendingRegistration pending, IdToken idToken, URI endpoint, String nonce)
            throws GeneralSecurityException {
        String proof = new DeviceMessage(
                        POP_TYPE,
                        DeviceMessage.byValue(duk),
                        duk,
                        device.urn(),
                        JsonObject.builder().build())
                .sign(endpoint, nonce, platform);
        JsonObject.Builder key =
                JsonObject.builder().put("jwk", duk.publicJwk().toJson()).put("pop", proof);
        if (device.isAttested()) {
            key.put("tpm", certified(duk, nonce));
        }
        JsonObject claims = JsonObject.builder()
                .put("did", device.did())
                .put("binding", pending.binding())
                .put("id_token", idToken.compact())
                .put("duk", key.build())
                .build();
        return new DeviceMessage(
                        TYPE, DeviceMessage.byCertificate(device.certificateChain()), agentKey, device.urn(), claims)
                .sign(endpoint, nonce, platform);
    }

    private static JsonObject certified(DeviceKey duk, String nonce) throws GeneralSecurityException {
        if (!(duk instanceof CertifiableKey key)) {
            throw new KeyUnusableException("This registration was begun with a key in a file. Begin it again");
        }
        byte[] qualifying = LabelledHash.bytesOf(CERTIFICATION_LABEL, nonce.getBytes(StandardCharsets.UTF_8));
        return key.certify(qualifying).toJson();
    }

    private Registration read(RealmAnswer.Accepted accepted, KeyName key) throws MalformedJsonException {
        JsonObject body = accepted.body();
        RegistrationId id = RegistrationId.parse(body.string("registration"))
                .orElseThrow(() -> new MalformedJsonException("no registration id"));
        long now = platform.now();
        long offset = accepted.serverTime().orElse(now) - now;
        return new Registration(
                id,
                AccountName.shown(body.string("account")),
                key,
                Rotation.first(body.string("durt")),
                body.number("active_until"),
                offset,
                false,
                now);
    }
}
