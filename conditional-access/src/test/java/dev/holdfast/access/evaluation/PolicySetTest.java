package dev.holdfast.access.evaluation;

import static dev.holdfast.access.PolicyForms.ALLOW;
import static dev.holdfast.access.PolicyForms.DENY;
import static dev.holdfast.access.PolicyForms.FALSE;
import static dev.holdfast.access.PolicyForms.MFA;
import static dev.holdfast.access.PolicyForms.UNKNOWN;
import static dev.holdfast.access.PolicyForms.denySaying;
import static dev.holdfast.access.PolicyForms.idOf;
import static dev.holdfast.access.PolicyForms.mfa;
import static dev.holdfast.access.PolicyForms.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.PolicyForms.Draft;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.address.IpList;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.access.truth.Truth;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PolicySetTest {
    private final Asked asked = new Asked();

    @Test
    @DisplayName(
            "Deny wins over require, require over allow, whatever their order; the applied ones stand in that order")
    void precedence() {
        Decision denied = decide(
                policy("a", ALLOW).at(1),
                policy("m", MFA).at(2),
                policy("d", DENY).at(3));

        assertThat(denied).isInstanceOf(Decision.Deny.class);
        assertThat(ids(denied.applied())).containsExactly("d", "m", "a");
        assertThat(ids(decide(policy("a", ALLOW).at(1), policy("m", MFA).at(2)).applied()))
                .containsExactly("m", "a");
    }

    @Test
    @DisplayName("The message is that of the denying policy with the lower number, and of equal numbers the lower id")
    void message() {
        assertThat(message(decide(
                        policy("a", denySaying("late")).at(20),
                        policy("b", denySaying("early")).at(5),
                        policy("c", denySaying("as early")).at(5))))
                .contains("early");
        assertThat(message(decide(
                        policy("a", DENY).at(1),
                        policy("b", denySaying("second")).at(2))))
                .as("the deciding policy's, which has none")
                .isEmpty();
    }

    @Test
    @DisplayName("A policy that lets in on conditions has a message for who cannot bring what it requires")
    void messageOfRequirement() {
        Obligations obligations = ((Effect.Allow) mfa("PUSH")).obligations();
        Effect said = new Effect.Allow(obligations, Optional.of(new DenialMessage("enrol a phone", List.of())));

        Decision.Require required = (Decision.Require) decide(policy("a", ALLOW).at(1), policy("b", said));
        assertThat(required.message().map(DenialMessage::text)).contains("enrol a phone");
        assertThat(message(decide(policy("a", mfa("TOTP")).at(1), policy("b", said))))
                .contains("enrol a phone");
    }

    @Test
    @DisplayName("Factor lists intersect")
    void factorsIntersect() {
        Decision.Require required = (Decision.Require)
                decide(policy("a", mfa("PUSH", "TOTP")), policy("b", mfa("totp", "WEBAUTHN")), policy("c", MFA));

        assertThat(required.mfa()).isTrue();
        assertThat(required.factors()).contains(Set.of(Factor.TOTP));
    }

    @Test
    @DisplayName("Factor lists that have nothing in common deny")
    void emptyIntersection() {
        assertThat(decide(policy("a", mfa("PUSH")), policy("b", mfa("TOTP")))).isInstanceOf(Decision.Deny.class);
    }

    @Test
    @DisplayName("A list of factors asks for none by itself, yet says which count where another policy asks")
    void factorsAlone() {
        Effect listed = obliging(false, Set.of(Factor.PUSH), UserVerification.NONE, SessionLimits.NONE);
        Effect other = obliging(false, Set.of(Factor.TOTP), UserVerification.NONE, SessionLimits.NONE);

        assertThat(decide(policy("a", listed))).isInstanceOf(Decision.Allow.class);
        assertThat(decide(policy("a", listed), policy("b", other))).isInstanceOf(Decision.Allow.class);
        assertThat(((Decision.Require) decide(policy("a", listed), policy("b", MFA))).factors())
                .contains(Set.of(Factor.PUSH));
        assertThat(decide(policy("a", listed), policy("b", MFA), policy("c", other)))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    @DisplayName("The shortest session limits and the strongest user verification hold")
    void strictest() {
        Effect one = obliging(
                true,
                null,
                UserVerification.OPTIONAL,
                new SessionLimits(Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofHours(8))));
        Effect other = obliging(
                false,
                null,
                UserVerification.REQUIRED,
                new SessionLimits(Optional.of(Duration.ofHours(2)), Optional.of(Duration.ofHours(4))));

        Decision.Require required = (Decision.Require) decide(policy("a", one), policy("b", other), policy("c", ALLOW));

        assertThat(required.userVerification()).isEqualTo(UserVerification.REQUIRED);
        assertThat(required.session())
                .isEqualTo(new SessionLimits(Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofHours(4))));
    }

    @Test
    @DisplayName("Required user verification is a requirement by itself, optional is none")
    void userVerification() {
        Effect required = obliging(false, null, UserVerification.REQUIRED, SessionLimits.NONE);
        Effect optional = obliging(false, null, UserVerification.OPTIONAL, SessionLimits.NONE);

        assertThat(((Decision.Require) decide(policy("a", required))).mfa()).isFalse();
        assertThat(decide(policy("a", optional))).isInstanceOf(Decision.Allow.class);
    }

    @Test
    @DisplayName("What no policy matches gets the realm's default")
    void defaults() {
        assertThat(decide(DENY)).isInstanceOf(Decision.Deny.class);
        assertThat(decide(ALLOW)).isInstanceOf(Decision.Allow.class);
        assertThat(decide(MFA)).isInstanceOf(Decision.Require.class);
        assertThat(decide(DENY, policy("a", ALLOW).when(FALSE))).isInstanceOf(Decision.Deny.class);
        assertThat(decide(DENY, policy("a", ALLOW))).isInstanceOf(Decision.Allow.class);
        assertThat(decide(MFA, policy("a", ALLOW)))
                .as("a permission by policy takes the default's place")
                .isInstanceOf(Decision.Allow.class);
        assertThat(message(decide(denySaying("closed")))).contains("closed");
    }

    @Test
    @DisplayName("An obligation that holds for want of data grants nothing: the default is asked as well")
    void unknownGrantsNothing() {
        assertThat(decide(DENY, policy("a", MFA).when(UNKNOWN))).isInstanceOf(Decision.Deny.class);
        assertThat(decide(ALLOW, policy("a", MFA).when(UNKNOWN))).isInstanceOf(Decision.Require.class);
        assertThat(((Decision.Require) decide(
                                mfa("TOTP", "PUSH"),
                                policy("a", mfa("PUSH", "WEBAUTHN")).when(UNKNOWN)))
                        .factors())
                .contains(Set.of(Factor.PUSH));
        assertThat(decide(DENY, policy("a", MFA).when(UNKNOWN), policy("b", ALLOW)))
                .isInstanceOf(Decision.Require.class);
    }

    @Test
    @DisplayName("A denial holds for want of data; the policy may say that it does not")
    void unknownDenies() {
        Decision denied = decide(ALLOW, policy("a", DENY).when(UNKNOWN));

        assertThat(denied).isInstanceOf(Decision.Deny.class);
        assertThat(denied.applied()).extracting(Applied::value).containsExactly(Truth.UNKNOWN);
        assertThat(decide(ALLOW, policy("a", DENY).when(UNKNOWN).skipping())).isInstanceOf(Decision.Allow.class);
        assertThat(decide(ALLOW, policy("a", MFA).when(UNKNOWN).skipping()).applied())
                .isEmpty();
    }

    @Test
    @DisplayName("A policy in report mode changes nothing and is told; a disabled one is as if it were not there")
    void report() {
        Decision decision = decide(
                ALLOW,
                policy("r", DENY).reporting(),
                policy("m", MFA).reporting(),
                policy("x", DENY).disabled());

        assertThat(decision).isInstanceOf(Decision.Allow.class);
        assertThat(decision.applied()).isEmpty();
        assertThat(ids(decision.reported())).containsExactly("r", "m");
    }

    @Test
    @DisplayName("Exclusions beat inclusions, of users and of groups, by id and by name")
    void exclusions() {
        assertThat(isTargeted(targets(true, Set.of(), Set.of("ada"), Set.of(), Set.of())))
                .isFalse();
        assertThat(isTargeted(targets(true, Set.of(), Set.of(idOf("ada")), Set.of(), Set.of())))
                .isFalse();
        assertThat(isTargeted(targets(true, Set.of(), Set.of("ADA"), Set.of(), Set.of())))
                .isFalse();
        assertThat(isTargeted(targets(true, Set.of(), Set.of(), Set.of(), Set.of("/staff"))))
                .isFalse();
        assertThat(isTargeted(targets(false, Set.of("ada"), Set.of(), Set.of(), Set.of("/staff"))))
                .isFalse();
        assertThat(isTargeted(targets(false, Set.of(), Set.of("ada"), Set.of("/staff"), Set.of())))
                .isFalse();
        assertThat(isTargeted(targets(true, Set.of(), Set.of("bob"), Set.of(), Set.of("/guests"))))
                .isTrue();
    }

    @Test
    @DisplayName("A policy is about whom it names: a user by id or name, a group; nobody else")
    void inclusions() {
        assertThat(isTargeted(Targets.ALL)).isTrue();
        assertThat(isTargeted(targets(false, Set.of("Ada"), Set.of(), Set.of(), Set.of())))
                .isTrue();
        assertThat(isTargeted(targets(false, Set.of(idOf("ada")), Set.of(), Set.of(), Set.of())))
                .isTrue();
        assertThat(isTargeted(targets(false, Set.of(), Set.of(), Set.of("/staff"), Set.of())))
                .isTrue();
        assertThat(isTargeted(targets(false, Set.of("bob"), Set.of(), Set.of("/guests"), Set.of())))
                .isFalse();
        assertThat(isTargeted(targets(false, Set.of(), Set.of(), Set.of(), Set.of())))
                .as("nobody named is everybody")
                .isTrue();
    }

    @Test
    @DisplayName(
            "Whoever takes another's id for a user name is not taken for them, and what has the form of an id names no name")
    void idAsUsername() {
        for (String id : List.of(idOf("ada"), idOf("ada").toUpperCase(Locale.ROOT), "f:" + idOf("ldap") + ":ada")) {
            asked.username = id.toLowerCase(Locale.ROOT);
            assertThat(isTargeted(targets(true, Set.of(), Set.of(id), Set.of(), Set.of())))
                    .as("excluded by " + id)
                    .isTrue();
            assertThat(isTargeted(targets(false, Set.of(id), Set.of(), Set.of(), Set.of())))
                    .as("included by " + id)
                    .isFalse();
        }
        asked.username = "ada";
        assertThat(isTargeted(
                        targets(true, Set.of(), Set.of(idOf("ada").toUpperCase(Locale.ROOT)), Set.of(), Set.of())))
                .as("an id is the same in capital letters")
                .isFalse();
        Person federated = new Person("f:ldap:Ada", "ada", Set.of(), Set.of(), Map.of(), Optional.empty());
        assertThat(Named.of(Set.of("f:ldap:Ada")).holds(federated)).isTrue();
        assertThat(Named.of(Set.of("f:ldap:ada")).holds(federated)).isFalse();
    }

    @Test
    @DisplayName("A policy that names several of a person's groups, and the person too, applies once")
    void once() {
        asked.groups = Set.of("/staff", "/staff/it", "/vpn", "/wiki");
        Targets targets = targets(false, Set.of("ada", idOf("ada")), Set.of(), Set.of("/staff", "/vpn"), Set.of());

        assertThat(ids(decide(ALLOW, policy("a", MFA).to(targets), policy("b", MFA))
                        .applied()))
                .containsExactly("a", "b");
    }

    @Test
    @DisplayName("Two groups whose names have one hash are two groups")
    void sameHash() {
        assertThat("/Aa".hashCode()).isEqualTo("/BB".hashCode());
        Targets one = targets(false, Set.of(), Set.of(), Set.of("/Aa"), Set.of());
        Targets other = targets(false, Set.of(), Set.of(), Set.of("/BB"), Set.of());
        for (Set<String> groups : List.of(Set.of("/Aa"), Set.of("/BB"), Set.of("/Aa", "/BB"))) {
            asked.groups = groups;
            assertThat(ids(decide(
                                    ALLOW,
                                    policy("/Aa", MFA).to(one),
                                    policy("/BB", MFA).to(other))
                            .applied()))
                    .containsExactlyInAnyOrderElementsOf(groups);
        }
    }

    @Test
    @DisplayName("A policy is about its type, or about the clients that it names")
    void resources() {
        Targets wiki = resources(new Targets.Resource(ResourceType.APPLICATION, Optional.of("wiki")));
        Targets other = resources(new Targets.Resource(ResourceType.APPLICATION, Optional.of("other")));
        Targets both = resources(
                new Targets.Resource(ResourceType.APPLICATION, Optional.empty()),
                new Targets.Resource(ResourceType.APPLICATION, Optional.of("wiki")),
                new Targets.Resource(ResourceType.USER_PORTAL, Optional.empty()));

        assertThat(isTargeted(wiki)).isTrue();
        assertThat(isTargeted(other)).isFalse();
        assertThat(isTargeted(both)).isTrue();
        asked.type = ResourceType.USER_PORTAL;
        assertThat(isTargeted(Targets.ALL)).as("of another type").isFalse();
        assertThat(isTargeted(wiki)).as("of another type").isFalse();
        assertThat(isTargeted(both)).isTrue();
        asked.type = ResourceType.ADMIN_PORTAL;
        assertThat(isTargeted(both)).isFalse();
        assertThat(decide(ALLOW, policy("a", DENY).of(ResourceType.ADMIN_PORTAL)))
                .isInstanceOf(Decision.Deny.class);
    }

    @Test
    @DisplayName("An address list is named by id or name; one that is not there says nothing of any address")
    void addressLists() {
        Map<String, AddressSet> lists = Map.of("office", ((IpList.Read) IpList.parse("192.0.2.0/24")).addresses());
        Condition.AddressIn office = new Condition.AddressIn(List.of("office"));
        Condition.AddressIn gone = new Condition.AddressIn(List.of("gone", "office"));

        assertThat(applied(lists, office)).isEqualTo("UNKNOWN");
        asked.address = IpAddress.parse("192.0.2.7");
        assertThat(applied(lists, office)).isEqualTo("TRUE");
        assertThat(applied(lists, gone)).isEqualTo("TRUE");
        assertThat(applied(lists, new Condition.Not(office))).isEqualTo("FALSE");
        asked.address = IpAddress.parse("192.0.3.7");
        assertThat(applied(lists, office)).isEqualTo("FALSE");
        assertThat(applied(lists, gone)).isEqualTo("UNKNOWN");
    }

    @Test
    @DisplayName("It says which signals some enabled policy looks at, in its condition or its targets")
    void needs() {
        assertThat(compile(ALLOW).needs()).isEmpty();
        assertThat(compile(
                                ALLOW,
                                policy("a", DENY).when(new Condition.Not(new Condition.DeviceEncrypted(true))),
                                policy("b", DENY)
                                        .when(new Condition.Any(List.of(
                                                new Condition.AddressIn(List.of("office")),
                                                new Condition.Role(Set.of("admin")))))
                                        .reporting(),
                                policy("c", DENY)
                                        .when(new Condition.MfaConfigured(false))
                                        .disabled())
                        .needs())
                .containsExactlyInAnyOrder(SignalKind.POSTURE, SignalKind.ADDRESS, SignalKind.ROLES);
        assertThat(compile(ALLOW, policy("a", DENY).to(targets(true, Set.of(), Set.of(), Set.of(), Set.of("/x"))))
                        .needs())
                .containsExactly(SignalKind.GROUPS);
    }

    private String applied(Map<String, AddressSet> lists, Condition condition) {
        return PolicySet.compile(List.of(policy("a", DENY).when(condition).policy()), lists, ALLOW)
                .decide(asked.signals())
                .applied()
                .stream()
                .map(one -> one.value().name())
                .findFirst()
                .orElse("FALSE");
    }

    private boolean isTargeted(Targets targets) {
        return !decide(ALLOW, policy("a", MFA).to(targets)).applied().isEmpty();
    }

    private static Targets targets(
            boolean everybody, Set<String> users, Set<String> notUsers, Set<String> groups, Set<String> notGroups) {
        return new Targets(everybody, users, notUsers, groups, notGroups, List.of());
    }

    private static Targets resources(Targets.Resource... resources) {
        return new Targets(true, Set.of(), Set.of(), Set.of(), Set.of(), List.of(resources));
    }

    private static Effect obliging(
            boolean mfa, Set<Factor> factors, UserVerification userVerification, SessionLimits session) {
        return new Effect.Allow(new Obligations(mfa, Optional.ofNullable(factors), userVerification, session));
    }

    private Decision decide(Draft... policies) {
        return decide(DENY, policies);
    }

    private Decision decide(Effect defaultEffect, Draft... policies) {
        return compile(defaultEffect, policies).decide(asked.signals());
    }

    private static PolicySet compile(Effect defaultEffect, Draft... policies) {
        return PolicySet.compile(Arrays.stream(policies).map(Draft::policy).toList(), Map.of(), defaultEffect);
    }

    private static List<String> ids(List<Applied> applied) {
        return applied.stream().map(one -> one.policy().id()).toList();
    }

    private static Optional<String> message(Decision decision) {
        return ((Decision.Deny) decision).message().map(DenialMessage::text);
    }
}
