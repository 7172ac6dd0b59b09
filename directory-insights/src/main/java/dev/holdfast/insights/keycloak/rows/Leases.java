package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Work that one node does at a time. A lease is a row that is changed under a condition: whoever changed it has it, until a
 * time. A node that dies lets it lapse; one that slept longer finds that another has it.
 */
public final class Leases {
    private static final String NOBODY = "-";

    private final KeycloakSessionFactory factory;
    private final String node;

    /** @param node what this node is called, unlike every other */
    public Leases(KeycloakSessionFactory factory, String node) {
        this.factory = factory;
        this.node = node;
    }

    /** Takes or keeps it until then, unless another has it, or it is not to be taken yet. */
    public boolean take(String name, String realmId, Instant now, Instant until) {
        if (taken(name, now, until)) {
            return true;
        }
        make(name, realmId);
        return taken(name, now, until);
    }

    private boolean taken(String name, Instant now, Instant until) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> database(session)
                                .createQuery("update LeaseEntity l set l.holder = :node, l.until = :until"
                                        + " where l.id = :id and (l.until <= :now or l.holder = :node)")
                                .setParameter("node", node)
                                .setParameter("until", until.toEpochMilli())
                                .setParameter("now", now.toEpochMilli())
                                .setParameter("id", name)
                                .executeUpdate()
                        == 1);
    }

    /** Whoever else makes it at the same instant fails there, and finds it here. */
    private void make(String name, String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                if (database(session).find(LeaseEntity.class, name) == null) {
                    LeaseEntity row = new LeaseEntity();
                    row.id = name;
                    row.realmId = realmId;
                    row.holder = NOBODY;
                    database(session).persist(row);
                    database(session).flush();
                }
            });
        } catch (PersistenceException | ModelDuplicateException e) {
            // Somebody else made it.
        }
    }

    /** Gives it back, for anybody from then on, and notes the failures so far. */
    public void release(String name, Instant from, int failures) {
        KeycloakModelUtils.runJobInTransaction(
                factory,
                session -> database(session)
                        .createQuery("update LeaseEntity l set l.holder = '-', l.until = :until, l.failures = :failures"
                                + " where l.id = :id and l.holder = :node")
                        .setParameter("until", from.toEpochMilli())
                        .setParameter("failures", failures)
                        .setParameter("id", name)
                        .setParameter("node", node)
                        .executeUpdate());
    }

    /** Tries that failed one after the other. */
    public int failures(String name) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> database(session)
                        .createQuery("select l.failures from LeaseEntity l where l.id = :id", Integer.class)
                        .setParameter("id", name)
                        .getResultList()
                        .stream()
                        .findFirst()
                        .orElse(0));
    }

    private static EntityManager database(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
