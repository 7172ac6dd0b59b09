package dev.holdfast.authenticators.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MissingDeviceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final Effect DENY = new Effect.Deny(Optional.empty());
    private static final Effect ALLOW = new Effect.Allow(Obligations.NONE);
    private static final Effect MFA =
            new Effect.Allow(new Obligations(true, Optional.empty(), UserVerification.NONE, SessionLimits.NONE));
    private static final Condition NOT_MANAGED = new Condition.Not(new Condition.DeviceManaged(true));

    @Test
    @DisplayName("A51 a device is all that is missing where policies deny for want of it and for nothing else")
    void onlyTheDevice() {
        assertThat(isAll(ALLOW, List.of(policy(NOT_MANAGED, DENY)))).isTrue();
        assertThat(isAll(DENY, List.of(policy(new Condition.DeviceManaged(true), ALLOW))))
                .isTrue();
    }

    @Test
    @DisplayName("A51 it is not where a policy denies for another reason, or for no reason of its own")
    void otherReasons() {
        Policy closed = policy(Condition.ALWAYS, DENY);
        Policy elsewhere = policy(new Condition.Not(new Condition.AddressIn(List.of("office"))), DENY);

        assertThat(isAll(DENY, List.of())).isFalse();
        assertThat(isAll(ALLOW, List.of(closed))).isFalse();
        assertThat(isAll(ALLOW, List.of(policy(NOT_MANAGED, DENY), elsewhere))).isFalse();
        assertThat(isAll(ALLOW, List.of(elsewhere))).isFalse();
    }

    @Test
    @DisplayName("A51 it is not where more is asked of the device than that it is set up")
    void betterDevice() {
        Policy hardware = policy(new Condition.Not(new Condition.DeviceAssurance("hardware")), DENY);
        Policy encrypted = policy(new Condition.Not(new Condition.DeviceEncrypted(true)), DENY);

        assertThat(isAll(ALLOW, List.of(hardware))).isFalse();
        assertThat(isAll(ALLOW, List.of(encrypted))).isFalse();
    }

    @Test
    @DisplayName("A51 M1 where a factor is required as well it must have been brought, and the device is none")
    void factorFirst() {
        List<Policy> policies = List.of(policy(NOT_MANAGED, DENY));

        assertThat(isAll(MFA, policies)).isFalse();
        assertThat(isAll(MFA, policies, Factor.PASSWORD)).isFalse();
        assertThat(isAll(MFA, policies, Factor.PASSWORD, Factor.DEVICE)).isFalse();
        assertThat(isAll(MFA, policies, Factor.PASSWORD, Factor.TOTP)).isTrue();
    }

    @Test
    @DisplayName("C11 it is not where the authentication is too old, nor where a device proved itself already")
    void oldOrThere() {
        Effect fresh = new Effect.Allow(new Obligations(
                false,
                Optional.empty(),
                UserVerification.NONE,
                new SessionLimits(Optional.of(Duration.ofMinutes(1)), Optional.empty())));
        List<Policy> policies = List.of(policy(NOT_MANAGED, DENY));
        PolicySet set = PolicySet.compile(policies, Map.of(), ALLOW);
        DeviceSignal unmanaged = new DeviceSignal.Proven(
                "d",
                "attested",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(isAll(fresh, policies)).isFalse();
        assertThat(MissingDevice.isAll(set, signals(unmanaged), state(List.of()), NOW))
                .isFalse();
    }

    private static boolean isAll(Effect byDefault, List<Policy> policies, Factor... brought) {
        List<BroughtFactor> factors = new ArrayList<>();
        Stream.of(brought).forEach(factor -> factors.add(new BroughtFactor(factor, NOW, false)));
        return MissingDevice.isAll(
                PolicySet.compile(policies, Map.of(), byDefault),
                signals(new DeviceSignal.None()),
                state(factors),
                NOW);
    }

    private static SignInState state(List<BroughtFactor> brought) {
        return new SignInState(brought, NOW.minusSeconds(600), true, Set.of(Factor.TOTP, Factor.DEVICE));
    }

    private static Signals signals(DeviceSignal device) {
        return new Signals(
                new Person("ada", "ada", Set.of(), Set.of(), Map.of(), Optional.empty()),
                ResourceType.APPLICATION,
                "vault",
                NOW,
                Optional.empty(),
                Place.UNKNOWN,
                device,
                Set.of(),
                Optional.empty());
    }

    private static Policy policy(Condition condition, Effect effect) {
        return new Policy(
                condition.toString(),
                "",
                "",
                false,
                Mode.ENFORCE,
                1,
                ResourceType.APPLICATION,
                Targets.ALL,
                condition,
                OnMissing.DEFAULT,
                effect);
    }
}
