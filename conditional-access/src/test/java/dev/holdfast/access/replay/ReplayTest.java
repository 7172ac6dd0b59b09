package dev.holdfast.access.replay;

import static dev.holdfast.access.PolicyForms.ALLOW;
import static dev.holdfast.access.PolicyForms.DENY;
import static dev.holdfast.access.PolicyForms.mfa;
import static dev.holdfast.access.PolicyForms.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.access.PolicyForms.Asked;
import dev.holdfast.access.PolicyForms.Draft;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.replay.Replay.Change;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Set<Factor> OF_REALM = Set.of(Factor.TOTP, Factor.PUSH, Factor.WEBAUTHN);

    private static final PolicySet DRAFT = compile(
            policy("guests", DENY).when(new Condition.Group(Set.of("/guests"))),
            policy("admins", mfa("TOTP", "PUSH")).when(new Condition.Role(Set.of("admin"))),
            policy("tried", DENY).reporting());

    @Test
    @DisplayName("A draft is run over what was decided, and what would change is counted, by requests and people")
    void counts() {
        Replay replay = Replay.of(
                DRAFT,
                Stream.of(
                        past("1", "ada", "/staff", Verdict.ALLOW),
                        past("2", "eve", "/guests", Verdict.ALLOW),
                        past("3", "eve", "/guests", Verdict.ALLOW),
                        past("4", "zoe", "/guests", Verdict.ALLOW),
                        past("5", "ada", "/staff", Verdict.DENY),
                        past("6", "eve", "/guests", Verdict.DENY)),
                2,
                OF_REALM);

        assertThat(replay.total()).isEqualTo(6);
        assertThat(replay.changes())
                .extracting(Change::from, Change::to, Change::count, Change::people)
                .containsExactly(
                        tuple(Verdict.ALLOW, Verdict.DENY, 3L, 2L), tuple(Verdict.DENY, Verdict.ALLOW, 1L, 1L));
        assertThat(replay.changes().get(0).examples())
                .extracting(one -> one.past().id())
                .containsExactly("2", "3");
        assertThat(replay.matched()).isEqualTo(Map.of("guests", 4L, "tried", 6L));
    }

    @Test
    @DisplayName("Of those that would be asked for a factor it is counted who had brought none that counts")
    void unmet() {
        Replay replay = Replay.of(
                DRAFT,
                Stream.of(
                        admin("1", Set.of(Factor.PASSWORD)),
                        admin("2", Set.of(Factor.PASSWORD, Factor.TOTP)),
                        admin("3", Set.of(Factor.WEBAUTHN)),
                        admin("4", Set.of())),
                1,
                OF_REALM);

        assertThat(replay.unmet()).isEqualTo(3);
        assertThat(replay.changes())
                .extracting(Change::from, Change::to, Change::count)
                .containsExactly(tuple(Verdict.ALLOW, Verdict.REQUIRE, 4L));
        assertThat(Replay.of(
                                compile(policy("any", mfa())),
                                Stream.of(
                                        admin("1", Set.of(Factor.PASSWORD)),
                                        admin("2", Set.of(Factor.WEBAUTHN)),
                                        admin("3", Set.of(Factor.DEVICE))),
                                1,
                                OF_REALM)
                        .unmet())
                .as("without a list those count that the realm takes")
                .isEqualTo(2);
    }

    @Test
    @DisplayName("Whether a factor verified its user no record says, and what is not known counts as not brought")
    void unmetVerification() {
        Effect verified = new Effect.Allow(
                new Obligations(false, Optional.empty(), UserVerification.REQUIRED, SessionLimits.NONE));

        assertThat(Replay.of(
                                compile(policy("verified", verified)),
                                Stream.of(admin("1", Set.of(Factor.PASSWORD, Factor.WEBAUTHN))),
                                1,
                                OF_REALM)
                        .unmet())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("Of a record that is longer than what is read, it is told until when it was read")
    void portion() {
        Instant first = Instant.parse("2026-11-23T09:00:00Z");
        Portion portion = new Portion(2);

        assertThat(portion.takes(first)).isTrue();
        assertThat(portion.takes(first.plusSeconds(1))).isTrue();
        assertThat(portion.cutOffAt()).as("nothing came after it").isEmpty();
        assertThat(portion.takes(first.plusSeconds(2))).isFalse();
        assertThat(portion.cutOffAt()).contains(first.plusSeconds(1));
        assertThat(new Portion(1).cutOffAt()).isEmpty();
    }

    @Test
    @DisplayName("A hundred thousand requests leave a few examples behind, and nothing of them else")
    void many() {
        Replay replay = Replay.of(
                DRAFT,
                IntStream.range(0, 100_000)
                        .mapToObj(i -> past(String.valueOf(i), "user" + i % 1_000, "/guests", Verdict.ALLOW)),
                5,
                OF_REALM);

        assertThat(replay.changes()).singleElement().satisfies(change -> {
            assertThat(change.count()).isEqualTo(100_000);
            assertThat(change.people()).isEqualTo(1_000);
            assertThat(change.examples()).hasSize(5);
        });
        assertThat(Replay.of(DRAFT, Stream.empty(), 5, OF_REALM)).isEqualTo(new Replay(0, List.of(), 0, Map.of()));
    }

    private static PastDecision past(String id, String user, String group, Verdict decided) {
        Asked asked = new Asked();
        asked.username = user;
        asked.groups = Set.of(group);
        return new PastDecision(id, asked.signals(), decided);
    }

    private static PastDecision admin(String id, Set<Factor> methods) {
        Asked asked = new Asked();
        asked.roles = Set.of("admin");
        asked.methods = methods;
        return new PastDecision(id, asked.signals(), Verdict.ALLOW);
    }

    private static PolicySet compile(Draft... policies) {
        return PolicySet.compile(Arrays.stream(policies).map(Draft::policy).toList(), Map.of(), ALLOW);
    }
}
