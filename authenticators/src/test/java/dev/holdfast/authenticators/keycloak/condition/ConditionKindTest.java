package dev.holdfast.authenticators.keycloak.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConditionKindTest {
    @Test
    @DisplayName("C2 C3 C10 the steps of the flow editor read their settings as policies read their conditions")
    void reads() {
        assertThat(read(ConditionKind.IP_LIST, Map.of("lists", "office##branch offices")))
                .isEqualTo(new Condition.AddressIn(List.of("office", "branch offices")));
        assertThat(read(ConditionKind.LOCATION, Map.of("countries", "at##DE", "unknown", "true")))
                .isEqualTo(new Condition.LocationIn(Set.of("AT", "DE"), Set.of(), Set.of(), true, false));
        assertThat(read(ConditionKind.GROUP, Map.of("groups", "/staff/finance")))
                .isEqualTo(new Condition.Group(Set.of("/staff/finance")));
        assertThat(read(ConditionKind.RISK, Map.of("atLeast", "high"))).isEqualTo(new Condition.Risk(RiskLevel.HIGH));
        assertThat(read(ConditionKind.DEVICE, Map.of("is", "encrypted", "assurance", "attested")))
                .isEqualTo(new Condition.All(
                        List.of(new Condition.DeviceEncrypted(true), new Condition.DeviceAssurance("attested"))));
    }

    @Test
    @DisplayName(
            "C4 without settings a step asks for something, and never for nothing; what it does not know is refused")
    void defaults() {
        assertThat(read(ConditionKind.DEVICE, Map.of()))
                .isEqualTo(new Condition.All(List.of(new Condition.DeviceManaged(true), Condition.ALWAYS)));
        assertThat(read(ConditionKind.RISK, Map.of())).isEqualTo(new Condition.Risk(RiskLevel.MEDIUM));
        assertThatThrownBy(() -> read(ConditionKind.DEVICE, Map.of("is", "blessed")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(ConditionKind.RISK, Map.of("atLeast", "some")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("C1 a step can be negated, and what is unknown counts unless that is switched off")
    void switches() {
        assertThat(read(ConditionKind.GROUP, Map.of("groups", "/staff", "negate", "true")))
                .isEqualTo(new Condition.Not(new Condition.Group(Set.of("/staff"))));
        assertThat(new ConditionKind.Settings(Map.of()).unknownCounts()).isTrue();
        assertThat(new ConditionKind.Settings(Map.of("unknownCounts", "true")).unknownCounts())
                .isTrue();
        assertThat(new ConditionKind.Settings(Map.of("unknownCounts", "false")).unknownCounts())
                .isFalse();
    }

    private static Condition read(ConditionKind kind, Map<String, String> settings) {
        return kind.read(new ConditionKind.Settings(settings));
    }
}
