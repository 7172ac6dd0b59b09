package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.Vocabulary;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.truth.Truth;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Conditions about the device. That no device proved itself is known: it is not managed, and has no assurance. What such a
 * device is, and what none reported, is unknown.
 */
final class DeviceTests {
    private DeviceTests() {}

    static Node.Test managed(Condition.DeviceManaged condition) {
        return request -> {
            boolean managed = request.signals().device() instanceof DeviceSignal.Proven device && device.managed();
            return Truth.of(managed == condition.expected());
        };
    }

    static Node.Test assurance(Condition.DeviceAssurance condition) {
        int least = Vocabulary.ASSURANCES.indexOf(condition.atLeast().toLowerCase(Locale.ROOT));
        return request -> {
            if (!(request.signals().device() instanceof DeviceSignal.Proven device)) {
                return Truth.FALSE;
            }
            int has = Vocabulary.ASSURANCES.indexOf(device.assurance().toLowerCase(Locale.ROOT));
            return has < 0 || least < 0 ? Truth.UNKNOWN : Truth.of(has >= least);
        };
    }

    static Node.Test encrypted(Condition.DeviceEncrypted condition) {
        return flag(DeviceSignal.Proven::encrypted, condition.expected());
    }

    static Node.Test firewall(Condition.DeviceFirewall condition) {
        return flag(DeviceSignal.Proven::firewall, condition.expected());
    }

    static Node.Test compliant(Condition.DeviceCompliant condition) {
        return flag(DeviceSignal.Proven::compliant, condition.expected());
    }

    static Node.Test os(Condition.DeviceOs condition) {
        String family = condition.family().toLowerCase(Locale.ROOT);
        Optional<OsVersion> least = condition.minVersion().flatMap(OsVersion::read);
        boolean unreadable = least.isEmpty() && condition.minVersion().isPresent();
        return request -> {
            if (!(request.signals().device() instanceof DeviceSignal.Proven device)
                    || device.osFamily().isEmpty()) {
                return Truth.UNKNOWN;
            }
            if (!device.osFamily().get().equalsIgnoreCase(family)) {
                return Truth.FALSE;
            }
            if (unreadable) {
                return Truth.UNKNOWN;
            }
            if (least.isEmpty()) {
                return Truth.TRUE;
            }
            Optional<OsVersion> has = request.osVersion();
            return has.isEmpty() ? Truth.UNKNOWN : Truth.of(has.get().compareTo(least.get()) >= 0);
        };
    }

    static Node.Test screenLock(Condition.DeviceScreenLock condition) {
        int most = condition.maxMinutes();
        return request -> {
            if (!(request.signals().device() instanceof DeviceSignal.Proven device)
                    || device.screenLockMinutes().isEmpty()) {
                return Truth.UNKNOWN;
            }
            return Truth.of(device.screenLockMinutes().get() <= most);
        };
    }

    static Node.Test postureAge(Condition.DevicePostureAge condition) {
        Duration most = Duration.ofMinutes(condition.maxMinutes());
        return request -> {
            if (!(request.signals().device() instanceof DeviceSignal.Proven device)
                    || device.reportedAt().isEmpty()) {
                return Truth.UNKNOWN;
            }
            // A report of this very moment may be a little younger than the request.
            return Truth.of(!device.reportedAt()
                    .get()
                    .plus(most)
                    .isBefore(request.signals().time()));
        };
    }

    private static Node.Test flag(Function<DeviceSignal.Proven, Optional<Boolean>> fact, boolean expected) {
        return request -> {
            if (!(request.signals().device() instanceof DeviceSignal.Proven device)) {
                return Truth.UNKNOWN;
            }
            Optional<Boolean> reported = fact.apply(device);
            return reported.isEmpty() ? Truth.UNKNOWN : Truth.of(reported.get() == expected);
        };
    }
}
