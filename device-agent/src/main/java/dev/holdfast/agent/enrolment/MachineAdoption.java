package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.MachineCertificate;
import dev.holdfast.agent.key.MachineFiles;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.DeviceMessage;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.storage.ProcessLock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Enrols this device by the certificate that another authority gave its machine (section 4 of the protocol). */
public final class MachineAdoption {
    private static final String TYPE = "holdfast-agent-adopt+jwt";
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final RealmClient realm;
    private final RealmState state;
    private final Platform platform;

    /** A ceremony with one realm, whose users' keys are made where {@code state} makes them. */
    public MachineAdoption(RealmClient realm, RealmState state, Platform platform) {
        this.realm = realm;
        this.state = state;
        this.platform = platform;
    }

    /**
     * Shows the realm the certificate that is in the file now: the first, or its successor.
     *
     * @throws Refusal if the server refuses or cannot be asked; what was stored before stays
     * @throws IOException if the files or the state cannot be read, or the realm adopts no certificates
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Device adopt(MachineFiles files, DeviceFacts facts) throws Refusal, IOException {
        MachineCertificate certificate = MachineCertificate.read(files);
        DeviceKey key = certificate.key(platform.random());
        try (ProcessLock held = state.lock(WAIT)) {
            Optional<URI> endpoint = realm.configuration().agentAdoptionEndpoint();
            if (endpoint.isEmpty()) {
                throw new IOException("This realm adopts no certificates of other authorities.");
            }
            DeviceMessage message = new DeviceMessage(
                    TYPE,
                    DeviceMessage.byCertificate(certificate.x5c()),
                    key,
                    certificate.urn(),
                    JsonObject.builder().put("facts", facts.toJson()).build());
            JsonObject answer =
                    realm.post(endpoint.get(), message, null).orRefusal().body();
            Device device = Device.adopted(answer, state.home(), files, certificate.x5c());
            if (!device.issuer().equals(realm.configuration().issuer())) {
                throw new MalformedJsonException("adopted for another issuer than was asked");
            }
            EnrolmentCeremony.forgetFormerDevice(state, device);
            state.store(device);
            return device;
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    /** Whether the file holds another certificate than the realm saw last. */
    static boolean isDue(Device device, MachineFiles files) {
        try {
            return !MachineCertificate.read(files).x5c().equals(device.certificateChain());
        } catch (IOException e) {
            // Nothing new can be shown; whoever uses the key says what is wrong.
            return false;
        }
    }
}
