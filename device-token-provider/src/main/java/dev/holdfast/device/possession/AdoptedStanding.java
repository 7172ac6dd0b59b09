package dev.holdfast.device.possession;

import dev.holdfast.device.authority.CertificatePath;
import dev.holdfast.device.authority.CertifiedName;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;

/**
 * Whether the certificate by which a device was adopted still counts: its authority trusted, its time not over, not
 * revoked. It is asked at messages that show no certificate as well, since the machine is no device of the realm without
 * it.
 */
public final class AdoptedStanding {
    private AdoptedStanding() {}

    /**
     * Passes every device of the realm's own CA.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#UNTRUSTED_CERTIFICATE},
     *     {@link Refusal#CERTIFICATE_EXPIRED} or {@link Refusal#TEMPORARILY_UNAVAILABLE}
     */
    public static void require(Device device, DeviceRealm realm, DeviceRegistry registry) {
        if (device.admission() instanceof Admission.ByCertificate by) {
            CertifiedName name = by.name();
            CertificatePath path = registry.adoptedPath(device.did())
                    .flatMap(encoded -> realm.settings().authorities().stored(name.authority(), encoded))
                    .orElseThrow(() -> Refusal.UNTRUSTED_CERTIFICATE.because("authority trusted no more"));
            path.requireValidAt(realm.clock().instant());
            realm.requireUnrevoked(path);
        }
    }

    /**
     * Whether a session that the device started may go on: not once its certificate is known to count no more. A session
     * that was begun outlives a list that cannot be fetched; new ones wait for it, if the realm fails closed.
     */
    public static boolean carriesSessions(Device device, DeviceRealm realm, DeviceRegistry registry) {
        try {
            require(device, realm, registry);
            return true;
        } catch (RefusedException e) {
            return e.refusal() == Refusal.TEMPORARILY_UNAVAILABLE;
        }
    }
}
