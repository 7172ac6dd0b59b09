package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.Base64Url;
import dev.holdfast.it.wire.Draft;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Keycloak's cache of what was used once, by the server's own count")
class SingleUseCacheIT {
    private static final int WORKERS = 8;
    private static final int MESSAGES_EACH = 375;
    private static final int SIGNED = 20;

    private final World world;
    private final WireRealm realm;
    private final Metrics metrics;

    SingleUseCacheIT(World world, Metrics metrics) {
        this.world = world;
        this.realm = world.acme();
        this.metrics = metrics;
    }

    @Test
    @DisplayName("A55 three thousand messages without the key put nothing into the cache of spent nonces")
    void withoutKey() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        List<Draft> drafts = List.of(
                registration.exchange(world.challenge(realm), newRid()),
                registration.revoke("test"),
                registration.agent().revokeDevice("test"),
                registration.agent().registration(WireAgent.Binding.to(WireKey.es256()), "no.id.token"));
        WireKey nobody = WireKey.es256();
        List<Callable<Boolean>> floods = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            floods.add(() -> {
                boolean allRefused = true;
                for (int i = 0; i < MESSAGES_EACH; i++) {
                    Draft draft = drafts.get(i % drafts.size());
                    String header = draft.header().toString();
                    String claims = draft.claims()
                            .deepCopy()
                            .put("nonce", realm.nonce())
                            .toString();
                    String message = i % 8 < 4
                            ? Jws.sign(header, claims, nobody)
                            : Base64Url.encode(header) + "." + Base64Url.encode(claims) + "." + Base64Url.random(64);
                    allRefused &= realm.sendCompact(draft.endpoint(), message)
                            .refusal()
                            .equals("invalid_signature");
                }
                return allRefused;
            });
        }
        long stores = stores();
        long entries = entries();

        assertThat(Together.run(floods)).containsOnly(true);

        assertThat(stores()).isEqualTo(stores);
        // Those of earlier tests may have expired meanwhile.
        assertThat(entries()).isLessThanOrEqualTo(entries);
        assertThat(realm.send(drafts.get(1)).isGranted()).isTrue();
    }

    @Test
    @DisplayName("A55 each signed message puts one entry there")
    void withKey() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        List<Long> grown = new ArrayList<>();
        // Entries of earlier tests expire once in a while, but not in every round.
        for (int round = 0; round < 3 && !grown.contains((long) SIGNED); round++) {
            List<Draft> drafts = new ArrayList<>();
            String challenge = world.challenge(realm);
            for (int i = 0; i < SIGNED; i++) {
                drafts.add(registration.exchange(challenge, newRid()));
            }
            long stores = stores();
            long entries = entries();
            // The first is granted, the second quarantines, the rest is refused: each after its nonce was spent.
            drafts.forEach(realm::send);
            assertThat(stores() - stores).isEqualTo(SIGNED);
            grown.add(entries() - entries);
        }
        assertThat(grown).contains((long) SIGNED);
    }

    private long stores() {
        return metrics.ofCache("vendor_statistics_stores", "actionTokens");
    }

    private long entries() {
        return metrics.ofCache("vendor_statistics_approximate_entries", "actionTokens");
    }
}
