package dev.holdfast.push.realm;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.push.delivery.VapidKey;
import java.util.List;
import java.util.Optional;

/**
 * The secrets of one realm's push.
 *
 * @param signing signs requests
 * @param retired former signing keys that still verify
 * @param vapid the keys that push services know, the active one first
 * @param nonceSecret 32 bytes
 * @param browserSecret 32 bytes: marks known browsers
 */
public record PushKeys(
        SigningKey signing, List<DeviceKey> retired, List<VapidKey> vapid, byte[] nonceSecret, byte[] browserSecret) {
    public PushKeys {
        retired = List.copyOf(retired);
        vapid = List.copyOf(vapid);
        if (vapid.isEmpty()) {
            throw new IllegalArgumentException("push has a VAPID key");
        }
    }

    /** What apps subscribe with. */
    public String applicationServerKey() {
        return vapid.get(0).publicPoint();
    }

    /** The key that a subscription was made with, if the realm still has it. */
    public Optional<VapidKey> vapidOf(String applicationServerKey) {
        return vapid.stream()
                .filter(key -> key.publicPoint().equals(applicationServerKey))
                .findFirst();
    }

    @Override
    public String toString() {
        return "PushKeys[" + signing + "]";
    }
}
