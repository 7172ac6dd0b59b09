package dev.holdfast.agent.revocation;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmAnswer;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.state.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Ends on the server first: what is forgotten here could not sign its own end any more. */
public final class Revocation {
    private static final String TYPE = "holdfast-revoke+jwt";
    private static final Duration WAIT = Duration.ofSeconds(15);

    /** The server's words for "that is over already": then only the local part is left to do. */
    private static final Set<ErrorCode> OVER =
            EnumSet.of(ErrorCode.REGISTRATION_REVOKED, ErrorCode.REGISTRATION_QUARANTINED, ErrorCode.DEVICE_REVOKED);

    private final Device device;
    private final RealmState state;
    private final RealmClient realm;
    private final Platform platform;

    /** Revocations of one device. */
    public Revocation(Device device, RealmState state, RealmClient realm, Platform platform) {
        this.device = device;
        this.state = state;
        this.realm = realm;
        this.platform = platform;
    }

    /** Ends one registration, signed by its own key, or by the agent key where that is gone. */
    public void revoke(Registration registration, String reason) throws Refusal, IOException {
        JsonObject claims = JsonObject.builder()
                .put("registration", registration.id().value())
                .put("reason", reason)
                .build();
        Optional<DeviceKey> duk = state.keys().find(registration.key());
        if (duk.isPresent()) {
            DeviceKey key = duk.get();
            send(new DeviceMessage(TYPE, DeviceMessage.byThumbprint(key), key, device.urn(), claims));
        } else {
            send(byAgentKey(claims));
        }
        state.registrations().forget(registration.id(), WAIT);
    }

    /** Ends the device with all its registrations, and destroys its key. */
    public void revokeDevice(String reason) throws Refusal, IOException {
        send(byAgentKey(JsonObject.builder()
                .put("did", device.did())
                .put("reason", reason)
                .build()));
        state.deleteAll();
    }

    private DeviceMessage byAgentKey(JsonObject claims) throws Refusal, IOException {
        DeviceKey key = state.agentKey(device, platform.random()).orElseThrow(() -> Refusal.of(ErrorCode.NOT_ENROLLED));
        return new DeviceMessage(
                TYPE, DeviceMessage.byCertificate(device.certificateChain()), key, device.urn(), claims);
    }

    private void send(DeviceMessage message) throws Refusal {
        RealmAnswer answer;
        try {
            answer = realm.post(realm.configuration().revocationEndpoint(), message, null);
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
        boolean over = answer instanceof RealmAnswer.Refused refused && OVER.contains(refused.code());
        if (!over) {
            answer.orRefusal();
        }
    }
}
