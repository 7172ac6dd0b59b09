package dev.holdfast.device.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.rotation.RotationOutcome.Advance;
import dev.holdfast.device.rotation.RotationOutcome.Fork;
import dev.holdfast.device.rotation.RotationOutcome.Rekey;
import dev.holdfast.device.rotation.RotationOutcome.Repeat;
import dev.holdfast.device.rotation.RotationOutcome.Reuse;
import dev.holdfast.device.rotation.RotationOutcome.Unknown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of docs/protocol.md §7 as a whole matrix: every presented token × state × rid × fate of the key K. */
class RotationMatrixTest {
    private static final UUID FAMILY = UUID.fromString("6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11");
    private static final byte[] K1 = filled(1);
    private static final byte[] K2 = filled(2);
    private static final DerivationKeys ORIGINAL = new DerivationKeys("k1", Map.of("k1", K1));
    private static final RotationId ASKED_BEFORE = new RotationId(filled(10));
    private static final RotationId ANOTHER = new RotationId(filled(11));
    private static final long N = 5;

    private enum State {
        NOTHING_PENDING,
        PENDING
    }

    private enum Presented {
        BELOW(N - 1, true),
        FAR_BELOW(1, true),
        BELOW_WITH_ANY_SECRET(N - 1, false),
        CURRENT(N, true),
        CURRENT_WRONG(N, false),
        NEXT(N + 1, true),
        NEXT_WRONG(N + 1, false),
        ABOVE(N + 2, true),
        FAR_ABOVE(999_999_999_999_999_999L, true);

        final long generation;
        final boolean right;

        Presented(long generation, boolean right) {
            this.generation = generation;
            this.right = right;
        }
    }

    private enum Rid {
        SAME,
        OTHER
    }

    private enum K {
        KEPT(ORIGINAL),
        ROLLED_OVER(new DerivationKeys("k2", Map.of("k2", K2, "k1", K1))),
        LOST(new DerivationKeys("k2", Map.of("k2", K2))),
        CHANGED_UNDER_ITS_NAME(new DerivationKeys("k1", Map.of("k1", K2)));

        final DerivationKeys keys;

        K(DerivationKeys keys) {
            this.keys = keys;
        }
    }

    @TestFactory
    @DisplayName("Section 7: every row of the rotation table in every state")
    Stream<DynamicTest> matrix() {
        List<DynamicTest> tests = new ArrayList<>();
        for (State state : State.values()) {
            for (Presented presented : Presented.values()) {
                for (Rid rid : Rid.values()) {
                    for (K k : K.values()) {
                        Class<? extends RotationOutcome> expected = expected(state, presented, rid, k);
                        tests.add(DynamicTest.dynamicTest(
                                presented + ", " + state + ", " + rid + " rid, K " + k + " → "
                                        + expected.getSimpleName(),
                                () -> check(state, presented, rid, k, expected)));
                    }
                }
            }
        }
        assertThat(tests).hasSize(2 * 9 * 2 * 4);
        return tests.stream();
    }

    /** The table, read from the page once more and by another hand than the code's. */
    private static Class<? extends RotationOutcome> expected(State state, Presented presented, Rid rid, K k) {
        return switch (presented) {
            case BELOW, FAR_BELOW, BELOW_WITH_ANY_SECRET -> Reuse.class;
            case CURRENT_WRONG, NEXT_WRONG, ABOVE, FAR_ABOVE -> Unknown.class;
            case NEXT -> state == State.PENDING ? Advance.class : Unknown.class;
            case CURRENT -> {
                if (state == State.NOTHING_PENDING) {
                    yield Advance.class;
                }
                if (rid == Rid.OTHER) {
                    yield Fork.class;
                }
                yield k == K.LOST || k == K.CHANGED_UNDER_ITS_NAME ? Rekey.class : Repeat.class;
            }
        };
    }

    private static void check(
            State state, Presented presented, Rid rid, K k, Class<? extends RotationOutcome> expected) {
        Durt current = durt(N, 'c');
        Durt next = ORIGINAL.derive("k1", FAMILY, N + 1, ASKED_BEFORE).orElseThrow();
        RotationState before = new RotationState(
                N,
                current.hash(),
                state == State.PENDING ? new RotationState.Pending(ASKED_BEFORE.hash(), next.hash(), "k1") : null);
        Durt token = switch (presented) {
            case CURRENT -> current;
            case NEXT -> next;
            default -> durt(presented.generation, presented.right ? 'r' : 'w');
        };
        RotationId asked = rid == Rid.SAME ? ASKED_BEFORE : ANOTHER;

        RotationOutcome outcome = Rotation.decide(before, token, asked, k.keys);

        assertThat(outcome).isInstanceOf(expected);
        if (outcome instanceof Advance advance) {
            assertThat(advance.successor().generation()).isEqualTo(token.generation() + 1);
            assertThat(advance.next().generation()).isEqualTo(token.generation());
            assertThat(advance.next().current()).isEqualTo(token.hash());
            assertThat(advance.next().pending())
                    .isEqualTo(new RotationState.Pending(
                            asked.hash(), advance.successor().hash(), k.keys.activeId()));
        } else if (outcome instanceof Repeat repeat) {
            assertThat(repeat.successor()).isEqualTo(next);
        } else if (outcome instanceof Rekey rekey) {
            assertThat(rekey.successor().generation()).isEqualTo(N + 1);
            assertThat(rekey.successor()).isNotEqualTo(next);
            assertThat(rekey.next())
                    .isEqualTo(new RotationState(
                            N,
                            current.hash(),
                            new RotationState.Pending(
                                    asked.hash(), rekey.successor().hash(), k.keys.activeId())));
        }
    }

    @Test
    @DisplayName("Section 7: after K was lost, asking once more with the same rid gives the new successor again")
    void rekeyIsRepeatable() {
        Durt current = durt(N, 'c');
        Durt lost = ORIGINAL.derive("k1", FAMILY, N + 1, ASKED_BEFORE).orElseThrow();
        RotationState before =
                new RotationState(N, current.hash(), new RotationState.Pending(ASKED_BEFORE.hash(), lost.hash(), "k1"));

        Rekey rekey = (Rekey) Rotation.decide(before, current, ASKED_BEFORE, K.LOST.keys);

        assertThat(Rotation.decide(rekey.next(), current, ASKED_BEFORE, K.LOST.keys))
                .isEqualTo(new Repeat(rekey.successor()));
        assertThat(Rotation.decide(rekey.next(), lost, ANOTHER, K.LOST.keys)).isInstanceOf(Unknown.class);
        assertThat(Rotation.decide(rekey.next(), rekey.successor(), ANOTHER, K.LOST.keys))
                .isInstanceOf(Advance.class);
    }

    @Test
    @DisplayName("Section 7: the first DURT of a registration has nothing below it")
    void firstGeneration() {
        Durt first = durt(1, 'f');
        RotationState initial = RotationState.initial(first);

        assertThat(Rotation.decide(initial, first, ANOTHER, ORIGINAL)).isInstanceOf(Advance.class);
        assertThat(Rotation.decide(initial, durt(1, 'w'), ANOTHER, ORIGINAL)).isInstanceOf(Unknown.class);
        assertThat(Rotation.decide(initial, durt(2, 'f'), ANOTHER, ORIGINAL)).isInstanceOf(Unknown.class);
    }

    @Test
    @DisplayName("Section 7: a successor depends on key, registration, generation and rid, each")
    void derivation() {
        Durt one = ORIGINAL.derive("k1", FAMILY, 2, ASKED_BEFORE).orElseThrow();

        assertThat(ORIGINAL.derive("k1", FAMILY, 2, ASKED_BEFORE)).contains(one);
        assertThat(Durt.parse(one.reveal())).contains(one);
        List<String> secrets = Stream.of(
                        one,
                        ORIGINAL.derive("k1", FAMILY, 3, ASKED_BEFORE).orElseThrow(),
                        ORIGINAL.derive("k1", FAMILY, 2, ANOTHER).orElseThrow(),
                        ORIGINAL.derive("k1", UUID.randomUUID(), 2, ASKED_BEFORE)
                                .orElseThrow(),
                        K.ROLLED_OVER.keys.derive("k2", FAMILY, 2, ASKED_BEFORE).orElseThrow())
                .map(Durt::secret)
                .toList();
        assertThat(secrets).doesNotHaveDuplicates();
        assertThat(ORIGINAL.derive("k0", FAMILY, 2, ASKED_BEFORE)).isEmpty();
    }

    private static Durt durt(long generation, char secret) {
        return new Durt(FAMILY, generation, String.valueOf(secret).repeat(42) + 'A');
    }

    private static byte[] filled(int with) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
