package dev.holdfast.access.guard;

import static dev.holdfast.access.PolicyForms.ALLOW;
import static dev.holdfast.access.PolicyForms.DENY;
import static dev.holdfast.access.PolicyForms.mfa;
import static dev.holdfast.access.PolicyForms.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.PolicyForms.Draft;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.address.IpList;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.guard.LockoutGuard.Harmless;
import dev.holdfast.access.guard.LockoutGuard.Reason;
import dev.holdfast.access.guard.LockoutGuard.Refused;
import dev.holdfast.access.guard.LockoutGuard.Verdict;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.Targets;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LockoutGuardTest {
    private static final Map<String, AddressSet> LISTS =
            Map.of("office", ((IpList.Read) IpList.parse("192.0.2.0/24")).addresses());
    private static final PolicySet OPEN = compile(ALLOW);

    @Test
    @DisplayName("A53 a change that denies the admin who makes it is refused, and the policies that do it are named")
    void deniesYou() {
        Condition unmanaged = new Condition.DeviceManaged(false);
        Verdict verdict = check(
                OPEN,
                compile(
                        ALLOW,
                        console("p", DENY).when(outsideOffice()),
                        console("q", DENY).when(unmanaged)),
                admin("ada"));

        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.DENIES_YOU);
            assertThat(refused.policies()).extracting(one -> one.policy().id()).containsExactly("p");
        });
    }

    @Test
    @DisplayName("A53 the same change is harmless where the admin is let in, made for report, or of something else")
    void doesNotDenyYou() {
        Asked office = asked("ada");
        office.address = IpAddress.parse("192.0.2.7");

        assertThat(check(
                        OPEN,
                        compile(ALLOW, console("p", DENY).when(outsideOffice())),
                        new Admin(office.signals(), false, false)))
                .isEqualTo(new Harmless());
        assertThat(check(OPEN, compile(ALLOW, console("p", DENY).reporting()), admin("ada")))
                .isEqualTo(new Harmless());
        assertThat(check(OPEN, compile(ALLOW, policy("p", DENY)), admin("ada"))).isEqualTo(new Harmless());
        assertThat(check(OPEN, compile(ALLOW, console("p", mfa("TOTP"))), admin("ada")))
                .isEqualTo(new Harmless());
    }

    @Test
    @DisplayName("A53 a default that denies is a change like any other")
    void denyingDefault() {
        assertThat(check(OPEN, compile(DENY), admin("ada"))).isEqualTo(new Refused(Reason.DENIES_YOU, List.of()));
        assertThat(check(OPEN, compile(DENY, console("p", ALLOW)), admin("ada")))
                .isEqualTo(new Harmless());
    }

    @Test
    @DisplayName("A53 a change that leaves no admin who could sign in is refused, whoever makes it")
    void deniesEverybody() {
        PolicySet denyAll = compile(ALLOW, console("p", DENY));
        List<Admin> admins = List.of(admin("ada"), admin("bob"));

        assertThat(LockoutGuard.check(OPEN, denyAll, Optional.empty(), admins))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.DENIES_EVERY_ADMIN);
                    assertThat(refused.policies()).hasSize(1);
                    assertThat(refused.reason().words()).contains("nobody");
                });
        assertThat(LockoutGuard.check(
                        OPEN,
                        compile(ALLOW, console("a", mfa("TOTP")), console("b", mfa("PUSH"))),
                        Optional.empty(),
                        admins))
                .as("factors that exclude each other")
                .isInstanceOf(Refused.class);
        assertThat(LockoutGuard.check(OPEN, compile(DENY, policy("a", ALLOW)), Optional.empty(), admins))
                .as("a default that denies")
                .isInstanceOf(Refused.class);
        assertThat(LockoutGuard.check(
                        OPEN, compile(ALLOW, console("p", DENY).to(butNot("bob"))), Optional.empty(), admins))
                .isEqualTo(new Harmless());
        assertThat(LockoutGuard.check(denyAll, denyAll, Optional.empty(), admins))
                .as("nobody could before")
                .isEqualTo(new Harmless());
        assertThat(LockoutGuard.check(OPEN, denyAll, Optional.empty(), List.of()))
                .as("no admin is known")
                .isEqualTo(new Harmless());
    }

    @Test
    @DisplayName("A53 what an admin can bring about is no lock-out: address, device, factor, hour")
    void circumstances() {
        List<Condition> kept = List.of(
                outsideOffice(),
                new Condition.Not(new Condition.DeviceManaged(true)),
                new Condition.Not(new Condition.DeviceCompliant(true)),
                new Condition.Not(new Condition.DeviceOs("linux", Optional.empty())),
                new Condition.Not(new Condition.AuthenticationMethod(Set.of("WEBAUTHN"))),
                new Condition.AuthenticationMethod(Set.of("PASSWORD")),
                new Condition.LocationIn(Set.of("AT"), Set.of(), Set.of(), false, false),
                new Condition.Not(new Condition.TimeOfDay(
                        ZoneOffset.UTC, Set.of(DayOfWeek.SATURDAY), LocalTime.of(3, 0), LocalTime.of(5, 0))));
        for (Condition condition : kept) {
            assertThat(LockoutGuard.check(
                            OPEN,
                            compile(ALLOW, console("p", DENY).when(condition)),
                            Optional.empty(),
                            List.of(admin("ada"))))
                    .as("%s", condition)
                    .isEqualTo(new Harmless());
        }
        assertThat(LockoutGuard.check(
                        OPEN,
                        compile(DENY, console("p", ALLOW).when(new Condition.Not(outsideOffice()))),
                        Optional.empty(),
                        List.of(admin("ada"))))
                .as("let in from the office alone")
                .isEqualTo(new Harmless());
        assertThat(LockoutGuard.check(
                        OPEN,
                        compile(
                                ALLOW,
                                console("p", DENY).when(new Condition.Not(new Condition.Group(Set.of("/nobody"))))),
                        Optional.empty(),
                        List.of(admin("ada"))))
                .as("a group is not brought about by the admin")
                .isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName("A53 whom no policy denies is never locked out")
    void breakGlass() {
        Admin glass = new Admin(asked("ada").signals(), true, true);
        PolicySet denyAll = compile(DENY, console("p", DENY));

        assertThat(check(OPEN, denyAll, glass)).isEqualTo(new Harmless());
        assertThat(LockoutGuard.check(OPEN, denyAll, Optional.empty(), List.of(admin("bob"), glass)))
                .isEqualTo(new Harmless());
    }

    @Test
    @DisplayName(
            "A53 taking break glass away is a change like any other: for who makes it, and for who alone could enter")
    void breakGlassTakenAway() {
        Admin losing = new Admin(asked("ada").signals(), true, false);
        Admin gaining = new Admin(asked("bob").signals(), false, true);
        PolicySet denyAll = compile(ALLOW, console("p", DENY));

        assertThat(check(denyAll, denyAll, losing))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.DENIES_YOU));
        assertThat(LockoutGuard.check(denyAll, denyAll, Optional.empty(), List.of(admin("bob"), losing)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.DENIES_EVERY_ADMIN));
        assertThat(LockoutGuard.check(denyAll, denyAll, Optional.empty(), List.of(gaining, losing)))
                .isEqualTo(new Harmless());
        assertThat(check(OPEN, OPEN, losing)).isEqualTo(new Harmless());
    }

    @Test
    @DisplayName(
            "A53 of who makes the change address, place and hour are those of now; device, factors and risk are what they"
                    + " may bring")
    void broughtByYou() {
        List<Condition> brought = List.of(
                new Condition.Not(new Condition.DeviceManaged(true)),
                new Condition.Not(new Condition.DeviceCompliant(true)),
                new Condition.Not(new Condition.DeviceOs("linux", Optional.empty())),
                new Condition.Not(new Condition.AuthenticationMethod(Set.of("WEBAUTHN"))),
                new Condition.AuthenticationMethod(Set.of("PASSWORD")),
                new Condition.Risk(RiskLevel.MEDIUM));
        List<Condition> given = List.of(
                outsideOffice(),
                new Condition.Not(new Condition.LocationIn(Set.of("AT"), Set.of(), Set.of(), false, false)),
                new Condition.Not(new Condition.TimeOfDay(
                        ZoneOffset.UTC, Set.of(DayOfWeek.SATURDAY), LocalTime.of(3, 0), LocalTime.of(3, 1))));

        assertThat(brought)
                .allSatisfy(condition -> assertThat(
                                check(OPEN, compile(ALLOW, console("p", DENY).when(condition)), admin("ada")))
                        .as("%s", condition)
                        .isEqualTo(new Harmless()));
        assertThat(given)
                .allSatisfy(condition -> assertThat(
                                check(OPEN, compile(ALLOW, console("p", DENY).when(condition)), admin("ada")))
                        .as("%s", condition)
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(Reason.DENIES_YOU)));
    }

    private static Verdict check(PolicySet current, PolicySet draft, Admin acting) {
        return LockoutGuard.check(current, draft, Optional.of(acting), List.of());
    }

    private static Condition outsideOffice() {
        return new Condition.Not(new Condition.AddressIn(List.of("office")));
    }

    private static Targets butNot(String user) {
        return new Targets(true, Set.of(), Set.of(user), Set.of(), Set.of(), List.of());
    }

    private static Draft console(String id, Effect effect) {
        return policy(id, effect).of(ResourceType.ADMIN_PORTAL);
    }

    private static Asked asked(String username) {
        Asked asked = new Asked();
        asked.username = username;
        asked.type = ResourceType.ADMIN_PORTAL;
        asked.client = "security-admin-console";
        asked.address = IpAddress.parse("203.0.113.7");
        return asked;
    }

    private static Admin admin(String username) {
        return new Admin(asked(username).signals(), false, false);
    }

    private static PolicySet compile(Effect defaultEffect, Draft... policies) {
        return PolicySet.compile(Arrays.stream(policies).map(Draft::policy).toList(), LISTS, defaultEffect);
    }
}
