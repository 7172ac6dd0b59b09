package dev.holdfast.authenticators.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final SessionLimits HOUR =
            new SessionLimits(Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofHours(8)));
    private static final Set<Factor> OF_REALM = Set.of(Factor.TOTP, Factor.PUSH, Factor.WEBAUTHN, Factor.DEVICE);
    private static final DenialMessage WORDS = new DenialMessage("Not from here.", List.of());

    @Test
    @DisplayName("C5 a denial refuses, with the policy's words, whatever was brought")
    void deny() {
        Decision deny = new Decision.Deny(Optional.of(WORDS), List.of(), List.of());

        assertThat(AccessRule.next(deny, signIn(Duration.ZERO, true, brought(Factor.WEBAUTHN, 0, true)), NOW))
                .isEqualTo(new NextStep.Refuse(Optional.of(WORDS), "denied"));
    }

    @Test
    @DisplayName("C11 what is allowed is let in with its limits; an older sign-in is asked for anew, or else refused")
    void maxAge() {
        Decision allow = new Decision.Allow(HOUR, List.of(), List.of());

        assertThat(AccessRule.next(allow, signIn(Duration.ofHours(1), true), NOW))
                .isEqualTo(new NextStep.LetIn(HOUR));
        assertThat(AccessRule.next(allow, signIn(Duration.ofSeconds(3601), true), NOW))
                .isEqualTo(new NextStep.Reauthenticate(3600));
        assertThat(AccessRule.next(allow, signIn(Duration.ofSeconds(3601), false), NOW))
                .isEqualTo(new NextStep.Refuse(Optional.empty(), "max_age"));
    }

    @ParameterizedTest(name = "{0} of {1}: brought {2} -> {3}")
    @CsvSource(nullValues = "-", textBlock = """
                    mfa,          -,         -,              ask PUSH TOTP WEBAUTHN DURT
                    mfa,          -,         PASSWORD,       ask PUSH TOTP WEBAUTHN DURT
                    mfa,          -,         TOTP,           in
                    mfa,          -,         DURT,           in
                    mfa,          -,         SMS,            ask PUSH TOTP WEBAUTHN DURT
                    mfa,          TOTP PUSH, WEBAUTHN,       ask TOTP PUSH
                    mfa,          TOTP PUSH, WEBAUTHN PUSH,  in
                    mfa,          PASSWORD,  PASSWORD,       refuse
                    mfa,          SMS,       SMS,            refuse
                    mfa verified, -,         TOTP,           ask PUSH TOTP WEBAUTHN DURT
                    mfa verified, -,         WEBAUTHN,       ask PUSH TOTP WEBAUTHN DURT
                    mfa verified, -,         WEBAUTHN!,      in
                    mfa verified, TOTP,      TOTP WEBAUTHN!, ask TOTP
                    verified,     -,         PASSWORD,       ask PUSH TOTP WEBAUTHN DURT
                    verified,     -,         PUSH!,          in
                    nothing,      -,         -,              in
                    """)
    @DisplayName(
            "M1 C13 a factor that counts, and verified its user where that is demanded, was brought or is asked for")
    void require(String demanded, String list, String factors, String expected) {
        Decision require = new Decision.Require(
                demanded.contains("mfa"),
                Optional.ofNullable(list).map(AccessRuleTest::factors),
                demanded.contains("verified") ? UserVerification.REQUIRED : UserVerification.NONE,
                SessionLimits.NONE,
                Optional.of(WORDS),
                List.of(),
                List.of());
        List<BroughtFactor> brought = new ArrayList<>();
        for (String name : factors == null ? List.<String>of() : List.of(factors.split(" ", -1))) {
            brought.add(brought(new Factor(name.replace("!", "")), 0, name.endsWith("!")));
        }

        NextStep next =
                AccessRule.next(require, signIn(Duration.ZERO, true, brought.toArray(BroughtFactor[]::new)), NOW);

        NextStep wanted = switch (expected) {
            case "in" -> new NextStep.LetIn(SessionLimits.NONE);
            case "refuse" -> new NextStep.Refuse(Optional.of(WORDS), "no_factor_allowed");
            default ->
                new NextStep.Ask(
                        factors(expected.substring("ask ".length())),
                        demanded.contains("verified"),
                        Optional.of(WORDS));
        };
        assertThat(next).isEqualTo(wanted);
    }

    @Test
    @DisplayName("C11 a factor that is older than the policy's age is asked for again; a younger one is not")
    void oldFactor() {
        Decision require = new Decision.Require(
                true, Optional.empty(), UserVerification.NONE, HOUR, Optional.empty(), List.of(), List.of());

        assertThat(AccessRule.next(require, signIn(Duration.ZERO, true, brought(Factor.TOTP, 3600, false)), NOW))
                .isEqualTo(new NextStep.LetIn(HOUR));
        assertThat(AccessRule.next(require, signIn(Duration.ZERO, true, brought(Factor.TOTP, 3601, false)), NOW))
                .isInstanceOf(NextStep.Ask.class);
    }

    private static SignInState signIn(Duration age, boolean mayAskAgain, BroughtFactor... brought) {
        return new SignInState(List.of(brought), NOW.minus(age), mayAskAgain, OF_REALM);
    }

    private static BroughtFactor brought(Factor factor, long secondsAgo, boolean verified) {
        return new BroughtFactor(factor, NOW.minusSeconds(secondsAgo), verified);
    }

    private static Set<Factor> factors(String names) {
        return Set.copyOf(
                List.of(names.split(" ", -1)).stream().map(Factor::new).toList());
    }
}
