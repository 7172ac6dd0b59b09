package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyName;
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
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

/** Renews this device's certificate in one realm, for the same key (section 4 of the protocol). */
public final class CertificateRenewal {
    private static final String TYPE = "holdfast-agent-renew+jwt";
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final RealmClient realm;
    private final RealmState state;
    private final Platform platform;

    /** A renewal with one realm. */
    public CertificateRenewal(RealmClient realm, RealmState state, Platform platform) {
        this.realm = realm;
        this.state = state;
        this.platform = platform;
    }

    /**
     * Whether two thirds of the certificate's life are over, by the device's clock; with a certificate of another
     * authority, whether that authority has renewed it.
     */
    public static boolean isDue(Device device, long now) {
        if (device.machine().isPresent()) {
            return MachineAdoption.isDue(device, device.machine().get());
        }
        try {
            X509Certificate leaf = EnrolmentAnswer.leaf(device);
            long start = leaf.getNotBefore().toInstant().getEpochSecond();
            long end = leaf.getNotAfter().toInstant().getEpochSecond();
            return now >= start + (end - start) * 2 / 3;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Whatever stands there is no certificate: a new one can only help.
            return true;
        }
    }

    /**
     * Renews where that is due.
     *
     * @param always renew even if it is not
     * @return the device with its new certificate; nothing if it is not due, or the realm offers no renewal
     * @throws Refusal if the server refuses or cannot be asked; the old certificate stays
     * @throws IOException if the state cannot be read or written
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public Optional<Device> renew(boolean always) throws Refusal, IOException {
        Optional<Device> enrolled = state.device();
        if (enrolled.flatMap(Device::machine).isPresent()) {
            return always || isDue(enrolled.get(), platform.now())
                    ? Optional.of(new MachineAdoption(realm, state, platform)
                            .adopt(enrolled.get().machine().orElseThrow(), DeviceFacts.ofThisMachine()))
                    : Optional.empty();
        }
        try (ProcessLock held = state.lock(WAIT)) {
            Optional<Device> present = state.device();
            if (present.isEmpty() || !(always || isDue(present.get(), platform.now()))) {
                return Optional.empty();
            }
            Device device = present.get();
            Optional<URI> endpoint = realm.configuration().agentRenewalEndpoint();
            if (endpoint.isEmpty()) {
                return Optional.empty();
            }
            DeviceKey key = state.keys().find(KeyName.AGENT).orElseThrow(() -> new IOException("no agent key"));
            DeviceMessage message = new DeviceMessage(
                    TYPE,
                    DeviceMessage.byCertificate(device.certificateChain()),
                    key,
                    device.urn(),
                    JsonObject.builder()
                            .put("csr", Base64Url.encode(CertificateRequest.signedBy(key)))
                            .build());
            JsonObject answer =
                    realm.post(endpoint.get(), message, null).orRefusal().body();
            Device renewed = EnrolmentAnswer.read(device.issuer(), key, state.home(), answer);
            if (!renewed.did().equals(device.did())) {
                throw new MalformedJsonException("the certificate is for another device");
            }
            state.store(renewed);
            return Optional.of(renewed);
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the agent key does not sign", e);
        }
    }
}
