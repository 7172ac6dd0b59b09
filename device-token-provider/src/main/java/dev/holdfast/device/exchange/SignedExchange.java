package dev.holdfast.device.exchange;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.RotationId;
import java.util.UUID;

/** An exchange whose sender holds the registration's key and whose nonce was spent. Only {@link Exchange#open} makes one. */
public final class SignedExchange {
    private final UUID registration;
    private final DeviceKey signer;
    private final Durt durt;
    private final RotationId rid;
    private final CompactJws challenge;
    private final String origin;

    SignedExchange(
            UUID registration, DeviceKey signer, Durt durt, RotationId rid, CompactJws challenge, String origin) {
        this.registration = registration;
        this.signer = signer;
        this.durt = durt;
        this.rid = rid;
        this.challenge = challenge;
        this.origin = origin;
    }

    UUID registration() {
        return registration;
    }

    DeviceKey signer() {
        return signer;
    }

    Durt durt() {
        return durt;
    }

    RotationId rid() {
        return rid;
    }

    CompactJws challenge() {
        return challenge;
    }

    String origin() {
        return origin;
    }
}
