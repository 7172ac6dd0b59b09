package dev.holdfast.device.realm;

import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What unlocks a device beside a normal sign-in on it, which always does.
 *
 * @param leastForDevice what a device must be for its own asking (a PIN) to count; empty where it never does
 * @param countsWebauthn whether the machine's authenticator counts, which the server verifies (WebAuthn)
 */
public record UnlockPolicy(Optional<Assurance> leastForDevice, boolean countsWebauthn) {
    public static final String DEVICE_KEY = "deviceUnlock";
    public static final String WEBAUTHN_KEY = "webauthnUnlock";

    /** A key in a file can be tried without limit, so that its PIN shows nothing: not by default. */
    public static final Assurance DEFAULT_LEAST = Assurance.HARDWARE;

    private static final String OFF = "off";

    public static UnlockPolicy byDefault() {
        return new UnlockPolicy(Optional.of(DEFAULT_LEAST), true);
    }

    public static List<String> valuesInOrder() {
        return Stream.concat(Stream.of(OFF), Assurance.valuesInOrder().stream()).toList();
    }

    /** @throws IllegalArgumentException with a sentence for the administrator if there is no such value */
    static Optional<Assurance> readLeast(String configured) {
        if (configured.trim().equals(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Assurance.read(configured));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Unlock by the device must be one of " + valuesInOrder(), e);
        }
    }

    /** Whether this device's word counts. */
    public boolean countsWordOf(Device device) {
        return leastForDevice.filter(device.assurance()::reaches).isPresent();
    }

    /**
     * Whether a registration needs its user: the last presence is over, or was shown in a way that does not count any
     * more.
     */
    public boolean isLocked(RegisteredDevice subject, Instant now) {
        Registration registration = subject.registration();
        return registration.isLocked(now)
                || !switch (registration.presence().evidence()) {
                    case SIGN_IN -> true;
                    case AGENT -> countsWordOf(subject.device());
                    case VERIFIED -> countsWebauthn;
                };
    }

    /** Whether any device can be unlocked without a normal sign-in. */
    public boolean isOffered() {
        return leastForDevice.isPresent() || countsWebauthn;
    }
}
