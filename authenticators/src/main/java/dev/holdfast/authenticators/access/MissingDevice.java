package dev.holdfast.authenticators.access;

import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Signals;
import java.time.Instant;
import java.util.Optional;

/** Whether somebody who sets a device up now is let in behind that. Pure; starts from "no". */
public final class MissingDevice {
    /** The least that a device can be which a user sets up: in good standing, keys in software, nothing reported. */
    private static final DeviceSignal NEW = new DeviceSignal.Proven(
            "",
            "software",
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private MissingDevice() {}

    /**
     * Whether the sign-in lacks a device and nothing else. A device is no factor beside the password that set it up, so any
     * factor must have been brought already.
     */
    public static boolean isAll(PolicySet policies, Signals signals, SignInState signIn, Instant now) {
        if (!(signals.device() instanceof DeviceSignal.None)) {
            return false;
        }
        Signals with = new Signals(
                signals.person(),
                signals.type(),
                signals.clientId(),
                signals.time(),
                signals.address(),
                signals.place(),
                NEW,
                signals.methods(),
                signals.risk());
        SignInState without = new SignInState(
                signIn.brought().stream()
                        .filter(brought -> !brought.factor().equals(Factor.DEVICE))
                        .toList(),
                signIn.authenticatedAt(),
                signIn.mayAskAgain(),
                signIn.secondFactors());
        return AccessRule.next(policies.decide(with), without, now) instanceof NextStep.LetIn;
    }
}
