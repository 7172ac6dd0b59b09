package dev.holdfast.device.exchange;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.RotationId;

/** An exchange whose sender holds the registration's key and whose nonce was spent. Only {@link Exchange#open} makes one. */
public final class SignedExchange {
    private final RegisteredDevice subject;
    private final DeviceKey signer;
    private final Durt durt;
    private final RotationId rid;
    private final CompactJws challenge;
    private final String origin;

    SignedExchange(
            RegisteredDevice subject,
            DeviceKey signer,
            Durt durt,
            RotationId rid,
            CompactJws challenge,
            String origin) {
        this.subject = subject;
        this.signer = signer;
        this.durt = durt;
        this.rid = rid;
        this.challenge = challenge;
        this.origin = origin;
    }

    /** The registration as it was read; a change of it is stored only over this version. */
    RegisteredDevice subject() {
        return subject;
    }

    SignedExchange over(RegisteredDevice readAgain) {
        return new SignedExchange(readAgain, signer, durt, rid, challenge, origin);
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
