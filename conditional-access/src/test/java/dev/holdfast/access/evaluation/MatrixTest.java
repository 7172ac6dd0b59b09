package dev.holdfast.access.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.PolicyForms;
import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.truth.Truth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One policy over a default: every effect, mode, value and way with what is missing. */
class MatrixTest {
    /** What policies do. */
    enum Does {
        ALLOW(PolicyForms.ALLOW),
        MFA(PolicyForms.MFA),
        LIMIT(new Effect.Allow(new Obligations(
                false,
                Optional.empty(),
                UserVerification.NONE,
                new SessionLimits(Optional.empty(), Optional.of(Duration.ofHours(1)))))),
        VERIFY(new Effect.Allow(
                new Obligations(false, Optional.empty(), UserVerification.REQUIRED, SessionLimits.NONE))),
        DENY(PolicyForms.DENY);

        final Effect effect;

        Does(Effect effect) {
            this.effect = effect;
        }
    }

    // The columns: where the default allows, where it denies; and whether the policy is among those that matched.
    @ParameterizedTest(name = "{0} {1} onMissing={2}: {3}, {4}")
    @DisplayName("An enforced policy over a default that allows, and over one that denies")
    @CsvSource({
        "ALLOW,  TRUE,    DEFAULT, allow,   allow,   yes",
        "ALLOW,  TRUE,    SKIP,    allow,   allow,   yes",
        "ALLOW,  UNKNOWN, DEFAULT, allow,   deny,    no",
        "ALLOW,  UNKNOWN, SKIP,    allow,   deny,    no",
        "ALLOW,  FALSE,   DEFAULT, allow,   deny,    no",
        "ALLOW,  FALSE,   SKIP,    allow,   deny,    no",
        "MFA,    TRUE,    DEFAULT, require, require, yes",
        "MFA,    TRUE,    SKIP,    require, require, yes",
        "MFA,    UNKNOWN, DEFAULT, require, deny,    yes",
        "MFA,    UNKNOWN, SKIP,    allow,   deny,    no",
        "MFA,    FALSE,   DEFAULT, allow,   deny,    no",
        "MFA,    FALSE,   SKIP,    allow,   deny,    no",
        "LIMIT,  TRUE,    DEFAULT, limited, limited, yes",
        "LIMIT,  TRUE,    SKIP,    limited, limited, yes",
        "LIMIT,  UNKNOWN, DEFAULT, limited, deny,    yes",
        "LIMIT,  UNKNOWN, SKIP,    allow,   deny,    no",
        "LIMIT,  FALSE,   DEFAULT, allow,   deny,    no",
        "LIMIT,  FALSE,   SKIP,    allow,   deny,    no",
        "VERIFY, TRUE,    DEFAULT, require, require, yes",
        "VERIFY, TRUE,    SKIP,    require, require, yes",
        "VERIFY, UNKNOWN, DEFAULT, require, deny,    yes",
        "VERIFY, UNKNOWN, SKIP,    allow,   deny,    no",
        "VERIFY, FALSE,   DEFAULT, allow,   deny,    no",
        "VERIFY, FALSE,   SKIP,    allow,   deny,    no",
        "DENY,   TRUE,    DEFAULT, deny,    deny,    yes",
        "DENY,   TRUE,    SKIP,    deny,    deny,    yes",
        "DENY,   UNKNOWN, DEFAULT, deny,    deny,    yes",
        "DENY,   UNKNOWN, SKIP,    allow,   deny,    no",
        "DENY,   FALSE,   DEFAULT, allow,   deny,    no",
        "DENY,   FALSE,   SKIP,    allow,   deny,    no"
    })
    void enforced(Does does, Truth value, OnMissing onMissing, String overAllow, String overDeny, String matches) {
        Policy policy = policy(does, value, onMissing, Mode.ENFORCE, false);

        assertThat(outcome(decide(policy, PolicyForms.ALLOW))).isEqualTo(overAllow);
        assertThat(outcome(decide(policy, PolicyForms.DENY))).isEqualTo(overDeny);
        for (Effect defaultEffect : List.of(PolicyForms.ALLOW, PolicyForms.DENY)) {
            Decision decision = decide(policy, defaultEffect);
            assertThat(decision.applied()).hasSize(matches.equals("yes") ? 1 : 0);
            assertThat(decision.applied()).allMatch(one -> one.value() == value);
            assertThat(decision.reported()).isEmpty();
            Decision reported = decide(policy(does, value, onMissing, Mode.REPORT, false), defaultEffect);
            assertThat(reported.applied()).isEmpty();
            assertThat(reported.reported()).hasSize(matches.equals("yes") ? 1 : 0);
            assertThat(outcome(reported))
                    .as("in report mode the default decides")
                    .isEqualTo(defaultEffect == PolicyForms.ALLOW ? "allow" : "deny");
        }
    }

    @Test
    @DisplayName("A disabled policy is as if it were not there, whatever it says")
    void disabled() {
        for (Does does : Does.values()) {
            for (Truth value : Truth.values()) {
                for (Mode mode : Mode.values()) {
                    Policy policy = policy(does, value, OnMissing.DEFAULT, mode, true);
                    assertThat(decide(policy, PolicyForms.ALLOW))
                            .isEqualTo(new Decision.Allow(SessionLimits.NONE, List.of(), List.of()));
                    assertThat(decide(policy, PolicyForms.DENY))
                            .isEqualTo(new Decision.Deny(Optional.empty(), List.of(), List.of()));
                }
            }
        }
    }

    private static Policy policy(Does does, Truth value, OnMissing onMissing, Mode mode, boolean disabled) {
        var draft = PolicyForms.policy("p", does.effect)
                .when(
                        switch (value) {
                            case TRUE -> PolicyForms.TRUE;
                            case FALSE -> PolicyForms.FALSE;
                            case UNKNOWN -> PolicyForms.UNKNOWN;
                        });
        draft.mode = mode;
        draft.onMissing = onMissing;
        draft.disabled = disabled;
        return draft.policy();
    }

    private static Decision decide(Policy policy, Effect defaultEffect) {
        return PolicySet.compile(List.of(policy), Map.of(), defaultEffect).decide(new Asked().signals());
    }

    private static String outcome(Decision decision) {
        if (decision instanceof Decision.Deny) {
            return "deny";
        }
        if (decision instanceof Decision.Allow allow) {
            return allow.session().equals(SessionLimits.NONE) ? "allow" : "limited";
        }
        return "require";
    }
}
