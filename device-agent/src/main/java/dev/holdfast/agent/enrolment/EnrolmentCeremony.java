package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.crash.CrashPoint;
import dev.holdfast.agent.crash.CrashPoints;
import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.LabelledHash;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.realm.RealmConfiguration;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Enrols this device in a realm. The agent key is made once and stays: after a lost answer the same key gets the same
 * device id back.
 */
public final class EnrolmentCeremony {
    private static final String TYPE = "holdfast-agent-enrol+jwt";
    private static final String CHALLENGE = "credential_blob";
    private static final String CERTIFICATION_LABEL = "holdfast-agent-enrol";
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final RealmClient realm;
    private final RealmState state;
    private final Platform platform;
    private final CrashPoints crashPoints;

    /** A ceremony with one realm, whose keys are made where {@code state} makes them. */
    public EnrolmentCeremony(RealmClient realm, RealmState state, Platform platform, CrashPoints crashPoints) {
        this.realm = realm;
        this.state = state;
        this.platform = platform;
        this.crashPoints = crashPoints;
    }

    /**
     * Enrols.
     *
     * @param token {@code hfe_…}; never stored
     * @param tell what the user should know beside the outcome
     * @throws Refusal if the server refuses or cannot be asked
     * @throws IOException if the state cannot be read or written
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Device enrol(String token, DeviceFacts facts, Consumer<String> tell) throws Refusal, IOException {
        try (ProcessLock held = state.lock(WAIT)) {
            RealmConfiguration configuration = configuration();
            Optional<DeviceKey> existing = state.keys().find(KeyName.AGENT);
            DeviceKey key = existing.isPresent() ? existing.get() : state.keys().create(KeyName.AGENT);
            Optional<HardwareEvidence> evidence = HardwareEvidence.of(state.keys(), key, tell);

            JsonObject.Builder begin = JsonObject.builder().put("enrolment_token", token);
            evidence.ifPresent(found -> begin.put("tpm", found.endorsement().toJson()));
            JsonObject begun = realm.post(configuration.agentBeginEndpoint(), begin.build())
                    .orRefusal()
                    .body();
            if (evidence.isPresent() && !begun.has(CHALLENGE)) {
                tell.accept("The realm does not know this TPM. Its administrator can trust the maker, or list this"
                        + " endorsement key: " + evidence.get().endorsement().ekHash());
            }
            RealmAnswer finished = finish(configuration, key, evidence, begun, facts);
            Device device = EnrolmentAnswer.read(
                    configuration.issuer(),
                    key,
                    state.home(),
                    finished.orRefusal().body());

            crashPoints.reached(CrashPoint.BEFORE_STORE_DEVICE);
            forgetFormerDevice(state, device);
            state.store(device);
            crashPoints.reached(CrashPoint.AFTER_STORE_DEVICE);
            return device;
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private RealmConfiguration configuration() throws Refusal {
        try {
            return realm.configuration();
        } catch (MalformedJsonException e) {
            throw Refusal.of(
                    ErrorCode.SERVER_UNREACHABLE, "The realm's configuration is not usable: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private RealmAnswer finish(
            RealmConfiguration configuration,
            DeviceKey key,
            Optional<HardwareEvidence> evidence,
            JsonObject begun,
            DeviceFacts facts)
            throws IOException {
        String enrolmentId = begun.string("enrolment_id");
        byte[] csr;
        try {
            csr = CertificateRequest.signedBy(key);
        } catch (KeyUnusableException e) {
            throw new IOException(e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the agent key does not sign", e);
        }
        JsonObject.Builder fixed = JsonObject.builder()
                .put("enrolment_id", enrolmentId)
                .put("csr", Base64Url.encode(csr))
                .put("facts", facts.toJson())
                .put("key_store", state.home().word());
        // A realm that does not know this TPM, or nothing of TPMs, sends no challenge for it.
        boolean challenged = evidence.isPresent() && begun.has(CHALLENGE);
        if (challenged) {
            fixed.put("activated_secret", Base64Url.encode(evidence.get().activate(begun)));
        }
        URI endpoint = configuration.agentFinishEndpoint();
        // What the hardware signs holds the nonce, so it is made anew for each.
        return realm.post(
                endpoint,
                nonce -> {
                    JsonObject.Builder claims = JsonObject.builder().putAll(fixed.build());
                    if (challenged) {
                        byte[] qualifying =
                                LabelledHash.bytesOf(CERTIFICATION_LABEL, nonce.getBytes(StandardCharsets.UTF_8), csr);
                        claims.put("tpm", evidence.get().certify(qualifying).toJson());
                    }
                    return new DeviceMessage(TYPE, DeviceMessage.byValue(key), key, enrolmentId, claims.build())
                            .sign(endpoint, nonce, platform);
                },
                begun.string("nonce"));
    }

    /** Registrations belong to a device: those of a former id can never sign in again. */
    static void forgetFormerDevice(RealmState state, Device device) throws IOException {
        Optional<Device> former = state.device();
        if (former.isPresent() && !former.get().did().equals(device.did())) {
            for (var registration : state.registrations().live()) {
                state.registrations().forget(registration.id(), WAIT);
            }
            for (var ended : state.registrations().ended()) {
                state.registrations().forget(ended.id(), WAIT);
            }
        }
    }
}
