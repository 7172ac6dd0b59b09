package dev.holdfast.access.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Set<Factor> OF_REALM = Set.of(Factor.TOTP, Factor.WEBAUTHN, Factor.PASSWORD);

    @Test
    @DisplayName("Those factors count that the policies name and the realm takes; a password never does")
    void counting() {
        assertThat(require(Optional.empty(), UserVerification.NONE).counting(OF_REALM))
                .containsExactly(Factor.TOTP, Factor.WEBAUTHN);
        assertThat(require(Optional.of(Set.of(Factor.TOTP, Factor.PUSH, Factor.PASSWORD)), UserVerification.NONE)
                        .counting(OF_REALM))
                .containsExactly(Factor.TOTP);
        assertThat(require(Optional.of(Set.of(Factor.PUSH)), UserVerification.NONE)
                        .counting(OF_REALM))
                .isEmpty();
    }

    @Test
    @DisplayName("A factor that counts is enough, where user verification is demanded only one that verified its user")
    void met() {
        Decision.Require any = require(Optional.empty(), UserVerification.OPTIONAL);
        Decision.Require verified = require(Optional.empty(), UserVerification.REQUIRED);

        assertThat(any.isMetBy(Factor.WEBAUTHN, false, OF_REALM)).isTrue();
        assertThat(any.isMetBy(Factor.PUSH, true, OF_REALM)).isFalse();
        assertThat(any.isMetBy(Factor.PASSWORD, true, OF_REALM)).isFalse();
        assertThat(any.verifiesUser()).isFalse();
        assertThat(verified.isMetBy(Factor.WEBAUTHN, false, OF_REALM)).isFalse();
        assertThat(verified.isMetBy(Factor.WEBAUTHN, true, OF_REALM)).isTrue();
        assertThat(verified.isMetBy(Factor.PUSH, true, OF_REALM)).isFalse();
    }

    private static Decision.Require require(Optional<Set<Factor>> factors, UserVerification verification) {
        return new Decision.Require(
                true, factors, verification, SessionLimits.NONE, Optional.empty(), List.of(), List.of());
    }
}
