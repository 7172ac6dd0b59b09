package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The proofs of sessions that were used. A registration has as many rows as it proved sessions within one DUST's life. */
final class SpentProofs {
    /** Twice the longest life of a DUST, for nodes whose clocks differ. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private SpentProofs() {}

    /** Fails on the primary key if the proof is there already, also when several nodes add it at the same instant. */
    static void add(KeycloakSession session, String realmId, UUID registration, UUID proof, Instant expiresAt) {
        EntityManager database =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        SpentProofEntity row = new SpentProofEntity();
        row.id = proof.toString();
        row.realmId = realmId;
        row.registrationId = registration.toString();
        row.expiresAt = expiresAt.getEpochSecond();
        database.persist(row);
        database.flush();
        database.createQuery("delete from SpentProofEntity p where p.registrationId = :registration"
                        + " and p.realmId = :realm and p.expiresAt < :past")
                .setParameter("registration", registration.toString())
                .setParameter("realm", realmId)
                .setParameter("past", expiresAt.minus(REMEMBERED).getEpochSecond())
                .executeUpdate();
    }
}
