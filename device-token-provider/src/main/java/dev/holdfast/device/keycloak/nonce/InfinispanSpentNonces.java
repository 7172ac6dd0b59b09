package dev.holdfast.device.keycloak.nonce;

import dev.holdfast.device.nonce.RecognizedNonce;
import dev.holdfast.device.nonce.SpentNonces;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.infinispan.commons.api.BasicCache;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.infinispan.util.InfinispanUtils;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.sessions.infinispan.entities.SingleUseObjectValueEntity;

/**
 * Spends nonces in Keycloak's distributed cache {@code actionTokens} by one put-if-absent.
 *
 * <p>Not through {@code SingleUseObjectProvider}: its puts all carry the same value, and a put that Infinispan repeats
 * while a node dies takes an equal value for its own, so that one nonce was seen accepted several times. The value here is
 * unique to the call.
 */
public final class InfinispanSpentNonces implements SpentNonces {
    private static final String PREFIX = "holdfast.nonce.";
    private static final String SPENT_BY = "by";

    private final KeycloakSession session;

    public InfinispanSpentNonces(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean spend(RecognizedNonce nonce, Duration keep) {
        SingleUseObjectValueEntity unique = new SingleUseObjectValueEntity(
                Map.of(SPENT_BY, UUID.randomUUID().toString()));
        return cache().putIfAbsent(PREFIX + nonce.key(), unique, keep.toSeconds(), TimeUnit.SECONDS) == null;
    }

    @Override
    public Instant since() {
        return Instant.ofEpochSecond(session.getProvider(ClusterProvider.class).getClusterStartupTime());
    }

    private BasicCache<String, SingleUseObjectValueEntity> cache() {
        InfinispanConnectionProvider connections = session.getProvider(InfinispanConnectionProvider.class);
        return InfinispanUtils.isEmbeddedInfinispan()
                ? connections.getCache(InfinispanConnectionProvider.ACTION_TOKEN_CACHE)
                : connections.getRemoteCache(InfinispanConnectionProvider.ACTION_TOKEN_CACHE);
    }
}
