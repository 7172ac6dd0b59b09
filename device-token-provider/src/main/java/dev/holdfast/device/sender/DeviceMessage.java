package dev.holdfast.device.sender;

import dev.holdfast.device.authority.MachineCertificate;
import dev.holdfast.device.certificate.AgentCertificate;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A fresh message of an enrolled device, signed by the key of its agent certificate. Only {@link #open} makes one. It
 * says who sends, not whether the sender is in good standing.
 */
public final class DeviceMessage {
    private final Device device;
    private final FreshMessage message;

    private DeviceMessage(Device device, FreshMessage message) {
        this.device = device;
        this.message = message;
    }

    /**
     * Checks the header's certificate, the device that it names, signature, {@code typ}, {@code aud} and {@code iss}, and
     * spends the nonce. An unknown device is answered like a bad signature, with the same work done.
     *
     * @param endpoint the URL of the endpoint as discovery lists it
     */
    public static DeviceMessage open(
            SignedMessage signed,
            String endpoint,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        List<String> chain = signed.certificates();
        X509Certificate deviceCa = realm.keys().deviceCa().certificate();
        boolean own = realm.settings().authorities().isEmpty() || AgentCertificate.namesIssuer(chain, deviceCa);
        return own
                ? byAgentCertificate(signed, chain, endpoint, realm, registry, spentNonces)
                : byMachineCertificate(signed, chain, endpoint, realm, registry, spentNonces);
    }

    private static DeviceMessage byAgentCertificate(
            SignedMessage signed,
            List<String> chain,
            String endpoint,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        AgentCertificate certificate = AgentCertificate.verify(
                chain, realm.keys().deviceCa().certificate(), realm.clock().instant());
        Optional<Device> sender = registry.device(certificate.did())
                .filter(known -> known.agentKey().thumbprint().equals(certificate.thumbprint()));
        FreshMessage fresh = signed.verify(
                        sender.map(Device::agentKey), endpoint, SignedMessage.senderOf(certificate.did()))
                .spendNonce(realm.nonces(), spentNonces);
        return new DeviceMessage(
                sender.orElseThrow(() -> new AssertionError("nobody's key signs nothing, so the device was found")),
                fresh);
    }

    /** By a certificate of another authority: the name in it must be a device's, and its key the one adopted last. */
    private static DeviceMessage byMachineCertificate(
            SignedMessage signed,
            List<String> chain,
            String endpoint,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        MachineCertificate certificate =
                realm.settings().authorities().verify(chain, realm.clock().instant());
        DeviceKey key = certificate.key(signed.algorithm());
        Optional<Device> sender = registry.adopted(certificate.name())
                .filter(known -> known.agentKey().thumbprint().equals(key.thumbprint()));
        FreshMessage fresh = signed.verify(
                        sender.map(Device::agentKey),
                        endpoint,
                        sender.map(known -> SignedMessage.senderOf(known.did())).orElse(""))
                .spendNonce(realm.nonces(), spentNonces);
        // Only now: nobody without the key makes the server ask other servers.
        realm.requireUnrevoked(certificate.path());
        return new DeviceMessage(
                sender.orElseThrow(() -> new AssertionError("nobody's key signs nothing, so the device was found")),
                fresh);
    }

    public Device device() {
        return device;
    }

    public FreshMessage message() {
        return message;
    }
}
