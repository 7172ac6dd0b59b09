package dev.holdfast.insights.keycloak.rows;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The realms that have rows in a table, found by its index: a look for each realm, however many rows there are. */
final class RealmIds {
    private RealmIds() {}

    static List<String> in(String table, KeycloakSession session) {
        EntityManager database =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<String> realms = new ArrayList<>();
        String realm = next(database, table, "");
        while (realm != null) {
            realms.add(realm);
            realm = next(database, table, realm);
        }
        return realms;
    }

    private static @Nullable String next(EntityManager database, String table, String former) {
        return database
                .createQuery(
                        "select r.realmId from " + table + " r where r.realmId > :former order by r.realmId",
                        String.class)
                .setParameter("former", former)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .orElse(null);
    }
}
