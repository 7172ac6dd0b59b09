package dev.holdfast.push.keycloak.waiting;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.keys.infinispan.PublicKeyStorageInvalidationEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * The pages that wait on this node. A page that waits holds no thread: its answer is written when a request was decided,
 * on whatever node, or its time is over.
 *
 * <p>Nothing is decided here: a page that hears nothing, since its node was cut off, asks again.
 */
public final class WaitingPages {
    private static final String TASK = "holdfast-push";
    private static final char BETWEEN = ' ';
    private static final Map<UUID, Set<CompletableFuture<WaitState>>> ON_THIS_NODE = new ConcurrentHashMap<>();

    private WaitingPages() {}

    /** Hears of requests that other nodes decided. */
    public static void listen(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                KeycloakModelUtils.runJobInTransaction(
                        factory,
                        session -> session.getProvider(ClusterProvider.class).registerListener(TASK, heard -> {
                            if (heard instanceof PublicKeyStorageInvalidationEvent told) {
                                heard(told.getCacheKey());
                            }
                        }));
            }
        });
    }

    /** Completes with what became of the request, or with {@link WaitState#WAITING} when {@code longest} is over. */
    public static CompletableFuture<WaitState> await(UUID request, Duration longest) {
        CompletableFuture<WaitState> page = new CompletableFuture<>();
        ON_THIS_NODE
                .computeIfAbsent(request, any -> ConcurrentHashMap.newKeySet())
                .add(page);
        page.completeOnTimeout(WaitState.WAITING, longest.toMillis(), TimeUnit.MILLISECONDS);
        page.whenComplete((state, failure) -> ON_THIS_NODE.computeIfPresent(request, (id, pages) -> {
            pages.remove(page);
            return pages.isEmpty() ? null : pages;
        }));
        return page;
    }

    /** Tells the pages of all nodes, once this can be read in the database. */
    public static void tell(KeycloakSession session, UUID request, WaitState state) {
        tellHere(request, state);
        // An event of Keycloak's own that carries one text: it travels in a cluster without a schema of ours.
        session.getProvider(ClusterProvider.class)
                .notify(TASK, PublicKeyStorageInvalidationEvent.create(request.toString() + BETWEEN + state), true);
    }

    private static void heard(String text) {
        int between = text.indexOf(BETWEEN);
        tellHere(UUID.fromString(text.substring(0, between)), WaitState.valueOf(text.substring(between + 1)));
    }

    private static void tellHere(UUID request, WaitState state) {
        Set<CompletableFuture<WaitState>> pages = ON_THIS_NODE.get(request);
        if (pages != null) {
            pages.forEach(page -> page.complete(state));
        }
    }
}
