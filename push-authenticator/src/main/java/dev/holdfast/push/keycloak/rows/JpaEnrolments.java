package dev.holdfast.push.keycloak.rows;

import dev.holdfast.push.enrolment.Enrolments;
import dev.holdfast.push.enrolment.OpenEnrolment;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The open enrolments of the request's realm. */
public final class JpaEnrolments implements Enrolments {
    private final EntityManager database;
    private final String realmId;

    public JpaEnrolments(KeycloakSession session) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = session.getContext().getRealm().getId();
    }

    @Override
    public void open(OpenEnrolment enrolment, String keyHash) {
        for (String delete : new String[] {
            "delete from PhoneEnrolmentEntity e where e.realmId = :realm and e.userId = :user",
            "delete from PhoneEntity p where p.realmId = :realm and p.userId = :user and p.status = 'PENDING'"
        }) {
            database.createQuery(delete)
                    .setParameter("realm", realmId)
                    .setParameter("user", enrolment.userId())
                    .executeUpdate();
        }
        PhoneEnrolmentEntity row = new PhoneEnrolmentEntity();
        row.id = enrolment.id().toString();
        row.realmId = realmId;
        row.userId = enrolment.userId();
        row.keyHash = keyHash;
        row.expiresAt = enrolment.expiresAt().getEpochSecond();
        row.triesLeft = enrolment.triesLeft();
        database.persist(row);
        database.flush();
        database.detach(row);
    }

    @Override
    public Optional<OpenEnrolment> withKey(String keyHash) {
        return read("e.keyHash = :value", keyHash);
    }

    @Override
    public Optional<OpenEnrolment> find(UUID id) {
        return read("e.id = :value", id.toString());
    }

    private Optional<OpenEnrolment> read(String condition, String value) {
        return database
                .createQuery(
                        "select e from PhoneEnrolmentEntity e where e.realmId = :realm and " + condition,
                        PhoneEnrolmentEntity.class)
                .setParameter("realm", realmId)
                .setParameter("value", value)
                .getResultList()
                .stream()
                .findFirst()
                .map(row -> {
                    database.detach(row);
                    return new OpenEnrolment(
                            UUID.fromString(row.id),
                            row.userId,
                            Instant.ofEpochSecond(row.expiresAt),
                            Optional.ofNullable(row.phoneId).map(UUID::fromString),
                            Optional.ofNullable(row.codeHash),
                            row.triesLeft);
                });
    }

    @Override
    public boolean bind(UUID enrolment, UUID phone, String codeHash) {
        return setCode("e.phoneId is null", enrolment, phone, codeHash);
    }

    @Override
    public boolean renewCode(UUID enrolment, UUID phone, String codeHash) {
        return setCode("e.phoneId = :phone", enrolment, phone, codeHash);
    }

    private boolean setCode(String condition, UUID enrolment, UUID phone, String codeHash) {
        return database.createQuery("update PhoneEnrolmentEntity e set e.phoneId = :phone, e.codeHash = :code"
                                + " where e.id = :id and e.realmId = :realm and " + condition)
                        .setParameter("phone", phone.toString())
                        .setParameter("code", codeHash)
                        .setParameter("id", enrolment.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean spendTry(OpenEnrolment seen) {
        return database.createQuery("update PhoneEnrolmentEntity e set e.triesLeft = e.triesLeft - 1"
                                + " where e.id = :id and e.realmId = :realm and e.triesLeft = :tries"
                                + " and e.codeHash = :code")
                        .setParameter("id", seen.id().toString())
                        .setParameter("realm", realmId)
                        .setParameter("tries", seen.triesLeft())
                        .setParameter("code", seen.codeHash().orElse(""))
                        .executeUpdate()
                == 1;
    }

    @Override
    public void close(UUID enrolment) {
        database.createQuery("delete from PhoneEnrolmentEntity e where e.id = :id and e.realmId = :realm")
                .setParameter("id", enrolment.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }
}
