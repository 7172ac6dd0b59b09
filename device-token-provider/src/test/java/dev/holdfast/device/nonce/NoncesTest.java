package dev.holdfast.device.nonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.testrealm.AtOnce;
import dev.holdfast.device.testrealm.InMemorySpentNonces;
import dev.holdfast.device.testrealm.MovableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NoncesTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LONG_AGO = START.minusSeconds(3_600);
    private static final Duration LIFETIME = Duration.ofSeconds(120);

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret = bytes();
    private final MovableClock clock = new MovableClock(START);
    private final Nonces nonces = new Nonces("acme", secret, LIFETIME, clock, random);
    private final InMemorySpentNonces spent = new InMemorySpentNonces(clock);

    @Test
    @DisplayName("Section 3: another node with the realm's secret recognizes a nonce; each one is new")
    void recognized() {
        Nonces otherNode = new Nonces("acme", secret, LIFETIME, clock, random);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(otherNode.recognize(nonces.issue(), LONG_AGO).orElseThrow().key());
        }

        assertThat(keys).hasSize(1_000);
    }

    @Test
    @DisplayName("A9 a nonce that 50 threads spend at once is spent by one")
    void spentOnce() {
        for (int round = 0; round < 20; round++) {
            String nonce = nonces.issue();
            List<Boolean> results = AtOnce.run(IntStream.range(0, 50)
                    .<Supplier<Boolean>>mapToObj(i -> () -> spend(nonce))
                    .toList());
            assertThat(results.stream().filter(Boolean::booleanValue)).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "A10 when the spent entry is forgotten the nonce is dead, on a node whose clock is behind by the skew as well")
    void entryOutlivesNonce() {
        Duration keep = nonces.lifetime().plus(Nonces.CLOCK_SKEW);
        String nonce = nonces.issue();
        assertThat(spend(nonce)).isTrue();
        for (long second = 0; second < keep.toSeconds() + 60; second++) {
            MovableClock behind = new MovableClock(clock.instant().minus(Nonces.CLOCK_SKEW));
            Nonces slowNode = new Nonces("acme", secret, LIFETIME, behind, random);
            assertThat(spend(nonce)).as("after %d s", second).isFalse();
            Optional<RecognizedNonce> recognized = slowNode.recognize(nonce, LONG_AGO);
            assertThat(recognized.isPresent() && spent.spend(recognized.get(), keep))
                    .as("after %d s on the slow node", second)
                    .isFalse();
            clock.move(Duration.ofSeconds(1));
        }
        assertThat(spent.size()).isZero();
    }

    @Test
    @DisplayName("A11 the keys of spent nonces are bound to the realm: equal bytes of another realm do not collide")
    void keysAreBoundToTheRealm() {
        SecureRandom same = new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                java.util.Arrays.fill(bytes, (byte) 7);
            }
        };
        Nonces acme = new Nonces("acme", secret, LIFETIME, clock, same);
        Nonces other = new Nonces("other", secret, LIFETIME, clock, same);

        assertThat(acme.recognize(acme.issue(), LONG_AGO).orElseThrow().key())
                .isNotEqualTo(
                        other.recognize(other.issue(), LONG_AGO).orElseThrow().key());
    }

    @Test
    @DisplayName("A12 a nonce of another realm is unknown, even with the same secret")
    void anotherRealm() {
        assertThat(new Nonces("other", bytes(), LIFETIME, clock, random).recognize(nonces.issue(), LONG_AGO))
                .isEmpty();
        assertThat(new Nonces("other", secret, LIFETIME, clock, random).recognize(nonces.issue(), LONG_AGO))
                .isEmpty();
        assertThat(new Nonces("acme", bytes(), LIFETIME, clock, random).recognize(nonces.issue(), LONG_AGO))
                .isEmpty();
    }

    @Test
    @DisplayName("A19 a nonce lives 120 seconds and not one more")
    void lifetime() {
        String nonce = nonces.issue();
        clock.move(LIFETIME.minusSeconds(1));
        assertThat(nonces.recognize(nonce, LONG_AGO)).isPresent();
        clock.move(Duration.ofSeconds(1));
        assertThat(nonces.recognize(nonce, LONG_AGO)).isEmpty();
    }

    @Test
    @DisplayName("A58 after a restart of the whole cluster every nonce from before counts as spent")
    void restart() {
        String nonce = nonces.issue();
        String unspent = nonces.issue();
        assertThat(spend(nonce)).isTrue();
        clock.move(Duration.ofSeconds(10));
        spent.restart();

        assertThat(nonces.recognize(nonce, spent.since())).isEmpty();
        assertThat(nonces.recognize(unspent, spent.since())).isEmpty();
        assertThat(spend(nonces.issue())).isTrue();
    }

    @Test
    @DisplayName("A nonce from the future is unknown beyond the skew that two nodes may have")
    void futureDated() {
        String nonce = nonces.issue();
        clock.moveTo(START.minus(Nonces.CLOCK_SKEW));
        assertThat(nonces.recognize(nonce, LONG_AGO)).isPresent();
        clock.move(Duration.ofSeconds(-1));
        assertThat(nonces.recognize(nonce, LONG_AGO)).isEmpty();
    }

    @Test
    @DisplayName("A nonce with any one byte changed is unknown")
    void tampered() {
        byte[] nonce = Base64.getUrlDecoder().decode(nonces.issue());
        for (int i = 0; i < nonce.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] tampered = nonce.clone();
                tampered[i] ^= (byte) (1 << bit);
                assertThat(nonces.recognize(text(tampered), LONG_AGO))
                        .as("byte %d, bit %d", i, bit)
                        .isEmpty();
            }
        }
    }

    @Test
    @DisplayName("A nonce of another length or alphabet is unknown and no error")
    void otherForms() {
        String nonce = nonces.issue();
        for (int length = 0; length < nonce.length(); length++) {
            assertThat(nonces.recognize(nonce.substring(0, length), LONG_AGO)).isEmpty();
        }
        for (String other : List.of(
                nonce + "A",
                nonce + "=",
                " " + nonce.substring(1),
                "+" + nonce.substring(1),
                "é" + nonce.substring(1),
                "=".repeat(nonce.length()),
                "A".repeat(nonce.length()),
                "A".repeat(65_536))) {
            assertThat(nonces.recognize(other, LONG_AGO)).isEmpty();
        }
    }

    private boolean spend(String nonce) {
        return nonces.recognize(nonce, spent.since())
                .filter(recognized -> spent.spend(recognized, nonces.lifetime().plus(Nonces.CLOCK_SKEW)))
                .isPresent();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
