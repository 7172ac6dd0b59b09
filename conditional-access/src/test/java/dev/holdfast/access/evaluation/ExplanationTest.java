package dev.holdfast.access.evaluation;

import static dev.holdfast.access.PolicyForms.ALLOW;
import static dev.holdfast.access.PolicyForms.DENY;
import static dev.holdfast.access.PolicyForms.MFA;
import static dev.holdfast.access.PolicyForms.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.PolicyForms;
import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.PolicyForms.Draft;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.address.IpList;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.explanation.Explanation;
import dev.holdfast.access.explanation.Finding;
import dev.holdfast.access.explanation.PolicyExplanation;
import dev.holdfast.access.explanation.PolicyExplanation.Standing;
import dev.holdfast.access.explanation.ReasonCode;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.place.Place;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Map<String, AddressSet> LISTS =
            Map.of("office", ((IpList.Read) IpList.parse("192.0.2.0/24")).addresses());

    private final Asked asked = new Asked();

    @Test
    @DisplayName("Every policy is explained, in the realm's order: what became of it, and whom it is about")
    void standings() {
        Explanation explanation = explain(
                ALLOW,
                policy("a", MFA).at(1),
                policy("b", DENY).at(2).reporting(),
                policy("c", DENY).at(3).when(PolicyForms.FALSE),
                policy("d", DENY).at(4).disabled(),
                policy("e", DENY).at(5).of(ResourceType.LDAP),
                policy("f", DENY).at(6).to(targets(true, Set.of(), Set.of("ada"), Set.of(), Set.of())),
                policy("g", DENY).at(7).to(targets(true, Set.of(), Set.of(), Set.of(), Set.of("/staff"))),
                policy("h", DENY).at(8).to(targets(false, Set.of("bob"), Set.of(), Set.of("/it"), Set.of())),
                policy("i", ALLOW).at(9).to(targets(false, Set.of("ada"), Set.of(), Set.of(), Set.of())),
                policy("j", ALLOW).at(10).to(targets(false, Set.of(), Set.of(), Set.of("/staff"), Set.of())));

        assertThat(explanation.policies())
                .extracting(one -> one.policy().id() + " " + one.standing() + ": "
                        + one.target().words())
                .containsExactly(
                        "a APPLIED: it is about everybody",
                        "b REPORTED: it is about everybody",
                        "c NOT_MATCHED: it is about everybody",
                        "d DISABLED: the policy is switched off",
                        "e NOT_TARGETED: it is not about wiki (application)",
                        "f NOT_TARGETED: it leaves out ada",
                        "g NOT_TARGETED: it leaves out the group /staff",
                        "h NOT_TARGETED: it names neither ada nor a group of theirs",
                        "i APPLIED: it is about ada",
                        "j APPLIED: it is about the group /staff");
        assertThat(explanation.byDefault()).isFalse();
    }

    @Test
    @DisplayName("The explanation's decision is the decision; it says where the realm's default was asked")
    void decision() {
        assertThat(explain(DENY, policy("a", MFA).when(PolicyForms.UNKNOWN))).satisfies(explanation -> {
            assertThat(explanation.decision()).isInstanceOf(dev.holdfast.access.decision.Decision.Deny.class);
            assertThat(explanation.byDefault()).isTrue();
        });
        assertThat(explain(ALLOW, policy("a", DENY).when(PolicyForms.UNKNOWN)).byDefault())
                .isFalse();
        assertThat(explain(ALLOW, policy("a", DENY).reporting()).byDefault()).isTrue();
    }

    @Test
    @DisplayName("Each part of a condition is told with its value, also behind the part that decided")
    void parts() {
        Finding finding = finding(new Condition.All(List.of(
                new Condition.DeviceManaged(true),
                new Condition.Not(new Condition.MfaConfigured(true)),
                new Condition.Any(List.of()),
                Condition.ALWAYS)));

        assertThat(finding.value()).isEqualTo(Truth.FALSE);
        assertThat(finding.reason().code()).isEqualTo(ReasonCode.ALL_PARTS);
        assertThat(finding.parts())
                .extracting(part -> part.value() + " " + part.reason().words())
                .containsExactly(
                        "FALSE no device proved itself",
                        "UNKNOWN the part must not hold",
                        "TRUE one part must hold",
                        "TRUE there is no condition");
        assertThat(finding.parts().get(1).parts())
                .extracting(part -> part.value() + " " + part.reason().words())
                .containsExactly("UNKNOWN nobody looked whether the person has another factor");
    }

    @Test
    @DisplayName("Of address and place it is told what was seen and what was asked for")
    void whereFrom() {
        Condition office = new Condition.AddressIn(List.of("office"));
        Condition gone = new Condition.AddressIn(List.of("gone", "office"));
        Condition dach = new Condition.LocationIn(Set.of("DE", "AT"), Set.of("AF"), Set.of("CH-ZH"), true, true);

        assertThat(told(office)).isEqualTo("UNKNOWN the address is not known");
        assertThat(told(dach)).isEqualTo("TRUE nobody can tell where the address is");
        asked.address = IpAddress.parse("192.0.2.7");
        asked.place = Place.PRIVATE_NETWORK;
        assertThat(told(office)).isEqualTo("TRUE 192.0.2.7 is in office");
        assertThat(told(gone)).isEqualTo("TRUE 192.0.2.7 is in office");
        assertThat(told(dach)).isEqualTo("TRUE the address is one of a private network");
        asked.address = IpAddress.parse("192.0.3.7");
        asked.place = new Place.Located(
                "AT",
                Optional.of("EU"),
                Optional.of("AT-9"),
                Optional.of("Vienna"),
                OptionalDouble.empty(),
                OptionalDouble.empty());
        assertThat(told(office)).isEqualTo("FALSE 192.0.3.7 is not in office");
        assertThat(told(gone)).isEqualTo("UNKNOWN 192.0.3.7 is in no list that exists; there is no gone");
        assertThat(told(dach))
                .isEqualTo(
                        "TRUE the address is in AT-9, Vienna, EU; asked for was AT, DE, AF, CH-ZH, unknown, private");
    }

    @Test
    @DisplayName("Of the device it is told what it reported and what was asked for")
    void device() {
        Condition os = new Condition.DeviceOs("macos", Optional.of("14.5"));
        asked.device = device(Optional.empty());
        assertThat(told(new Condition.DeviceManaged(true)))
                .isEqualTo("FALSE the device laptop proved itself; managed: false");
        assertThat(told(new Condition.DeviceAssurance("attested")))
                .isEqualTo("FALSE the device's keys: hardware; asked for was attested or better");
        for (Condition unknown : List.of(
                new Condition.DeviceEncrypted(true),
                new Condition.DeviceFirewall(true),
                new Condition.DeviceCompliant(true),
                new Condition.DeviceScreenLock(5),
                new Condition.DevicePostureAge(60),
                os)) {
            assertThat(told(unknown)).startsWith("UNKNOWN the device did not report ");
        }
        asked.device = device(Optional.of(true));
        assertThat(told(new Condition.DeviceEncrypted(false)))
                .isEqualTo("FALSE encrypted of the device: true; asked for was false");
        assertThat(told(new Condition.DeviceFirewall(true)))
                .isEqualTo("TRUE firewall of the device: true; asked for was true");
        assertThat(told(new Condition.DeviceCompliant(true)))
                .isEqualTo("TRUE compliant of the device: true; asked for was true");
        assertThat(told(new Condition.DeviceScreenLock(4)))
                .isEqualTo("FALSE screen_lock_minutes of the device: 5; asked for was 4");
        assertThat(told(os)).isEqualTo("TRUE os of the device: macos 15.1; asked for was macos 14.5");
        assertThat(told(new Condition.DevicePostureAge(60)))
                .isEqualTo("TRUE the device reported 30 minutes ago; at most 60 are allowed");
    }

    @Test
    @DisplayName("Of the person and the sign-in it is told what was seen and what was asked for")
    void person() {
        asked.roles = Set.of("wiki/editor");
        asked.attributes = Map.of("contract", List.of("{wanted}"));
        asked.methods = Set.of(Factor.PASSWORD);
        asked.mfaConfigured = Optional.of(false);

        assertThat(told(new Condition.UserAttribute("contract", Set.of("external"))))
                .isEqualTo("FALSE contract is {wanted}; asked for was external");
        assertThat(told(new Condition.UserAttribute("contract", Set.of())))
                .isEqualTo("TRUE contract is {wanted}; asked for was *");
        assertThat(told(new Condition.UserAttribute("cleared", Set.of()))).isEqualTo("FALSE the person has no cleared");
        assertThat(told(new Condition.Role(Set.of("x", "wiki/editor"))))
                .isEqualTo("TRUE the person has the role wiki/editor");
        assertThat(told(new Condition.Role(Set.of("x", "a")))).isEqualTo("FALSE the person has none of the roles a, x");
        assertThat(told(new Condition.Group(Set.of("/staff")))).isEqualTo("TRUE the person is a member of /staff");
        assertThat(told(new Condition.Group(Set.of("/it")))).isEqualTo("FALSE the person is a member of none of /it");
        assertThat(told(new Condition.MfaConfigured(false)))
                .isEqualTo("TRUE the person has no factor beside the password");
        assertThat(told(new Condition.AuthenticationMethod(Set.of("PASSWORD")))).isEqualTo("TRUE PASSWORD was used");
        assertThat(told(new Condition.AuthenticationMethod(Set.of("TOTP", "DURT"))))
                .isEqualTo("FALSE of DURT, TOTP none was used; used: PASSWORD");
        assertThat(told(new Condition.TimeOfDay(
                        ZoneId.of("Europe/Vienna"),
                        Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                        LocalTime.of(8, 0),
                        LocalTime.of(17, 0))))
                .isEqualTo("TRUE it is Monday 11:00 in Europe/Vienna; asked for was monday, tuesday 08:00–17:00");
        assertThat(told(new Condition.Risk(RiskLevel.LOW))).isEqualTo("UNKNOWN the risk could not be computed");
        asked.risk = Optional.of(new Risk(RiskLevel.MEDIUM, List.of(new Risk.Fact("new_country", "AT"))));
        asked.mfaConfigured = Optional.of(true);
        assertThat(told(new Condition.Risk(RiskLevel.HIGH)))
                .isEqualTo("FALSE the risk is medium (new_country); asked for was high or more");
        assertThat(told(new Condition.MfaConfigured(true)))
                .isEqualTo("TRUE the person has a factor beside the password");
    }

    private static DeviceSignal device(Optional<Boolean> flags) {
        return new DeviceSignal.Proven(
                "laptop",
                "hardware",
                false,
                flags,
                flags,
                flags.map(any -> 5),
                flags.map(any -> "macos"),
                flags.map(any -> "15.1"),
                flags,
                flags.map(any -> Instant.parse("2026-11-23T09:30:00Z")));
    }

    private String told(Condition leaf) {
        Finding finding = finding(leaf);
        assertThat(finding.parts()).isEmpty();
        return finding.value() + " " + finding.reason().words();
    }

    private Finding finding(Condition condition) {
        PolicyExplanation one =
                explain(ALLOW, policy("a", DENY).when(condition)).policies().get(0);
        assertThat(one.standing())
                .isEqualTo(
                        one.condition().orElseThrow().value() == Truth.FALSE ? Standing.NOT_MATCHED : Standing.APPLIED);
        return one.condition().orElseThrow();
    }

    private static Targets targets(
            boolean everybody, Set<String> users, Set<String> notUsers, Set<String> groups, Set<String> notGroups) {
        return new Targets(everybody, users, notUsers, groups, notGroups, List.of());
    }

    private Explanation explain(Effect defaultEffect, Draft... policies) {
        return PolicySet.compile(Arrays.stream(policies).map(Draft::policy).toList(), LISTS, defaultEffect)
                .explain(asked.signals());
    }
}
