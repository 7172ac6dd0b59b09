package dev.holdfast.push.keycloak.rows;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.PhoneCredential;
import dev.holdfast.push.phone.Phones;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The phones of the request's realm in Keycloak's own database: every decision is one conditional update. */
public final class JpaPhones implements Phones {
    private static final int MOST_LISTED = 1_000;

    private final EntityManager database;
    private final String realmId;

    public JpaPhones(KeycloakSession session) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = session.getContext().getRealm().getId();
    }

    /** @param usedAt when it was last heard of */
    public record Listed(Phone phone, Instant usedAt) {}

    @Override
    public Optional<Phone> find(UUID id) {
        return rows("p.id = :value", id.toString()).stream().findFirst().map(JpaPhones::phone);
    }

    @Override
    public boolean isKeyKnown(Thumbprint key) {
        return !rows("p.jkt = :value", key.value()).isEmpty();
    }

    @Override
    public List<Phone> activeOf(String userId) {
        return listOf(userId).stream()
                .map(Listed::phone)
                .filter(phone -> phone.status() == Phone.Status.ACTIVE)
                .toList();
    }

    /** All phones of a user, ended ones included, the oldest first. */
    public List<Listed> listOf(String userId) {
        return rows("p.userId = :value", userId).stream().map(JpaPhones::listed).toList();
    }

    private List<PhoneEntity> rows(String condition, String value) {
        List<PhoneEntity> rows = database.createQuery(
                        "select p from PhoneEntity p where p.realmId = :realm and " + condition
                                + " order by p.createdAt, p.id",
                        PhoneEntity.class)
                .setParameter("realm", realmId)
                .setParameter("value", value)
                .setMaxResults(MOST_LISTED)
                .getResultList();
        // What is read here is a picture: updates go past the persistence context.
        rows.forEach(database::detach);
        return rows;
    }

    @Override
    public void add(Phone phone) {
        PhoneEntity row = new PhoneEntity();
        row.id = phone.id().toString();
        row.realmId = realmId;
        row.userId = phone.userId();
        row.status = phone.status().name();
        row.liveSlot = row.id;
        row.name = phone.name();
        row.platform = phone.platform();
        row.jwk = phone.key().jwk();
        row.alg = phone.key().algorithm().name();
        row.jkt = phone.key().thumbprint().value();
        phone.subscription().ifPresent(subscription -> {
            row.endpoint = subscription.endpoint();
            row.p256dh = subscription.p256dh();
            row.auth = subscription.auth();
            row.serverKey = subscription.applicationServerKey();
        });
        phone.credential().ifPresent(credential -> {
            row.credentialId = credential.id();
            row.credentialData = credential.attested();
            row.credentialCount = credential.counter();
        });
        row.createdAt = phone.createdAt().getEpochSecond();
        row.lastUsedAt = row.createdAt;
        database.persist(row);
        database.flush();
        database.detach(row);
    }

    @Override
    public boolean activate(Phone phone, long most) {
        Set<String> taken = new HashSet<>();
        for (PhoneEntity row : rows("p.userId = :value", phone.userId())) {
            if (row.status.equals(Phone.Status.ACTIVE.name())) {
                taken.add(row.liveSlot);
            }
        }
        for (int slot = 0; slot < most; slot++) {
            String free = realmId + ':' + phone.userId() + ':' + slot;
            if (taken.size() < most && !taken.contains(free)) {
                // Another node that takes the same slot at the same instant fails on the unique constraint.
                return database.createQuery("update PhoneEntity p set p.status = 'ACTIVE', p.liveSlot = :slot"
                                        + " where p.id = :id and p.realmId = :realm and p.status = 'PENDING'")
                                .setParameter("slot", free)
                                .setParameter("id", phone.id().toString())
                                .setParameter("realm", realmId)
                                .executeUpdate()
                        == 1;
            }
        }
        return false;
    }

    @Override
    public boolean end(UUID phone) {
        return database.createQuery("update PhoneEntity p set p.status = 'ENDED', p.liveSlot = p.id,"
                                + " p.endpoint = null, p.p256dh = null, p.auth = null, p.serverKey = null"
                                + " where p.id = :id and p.realmId = :realm and p.status <> 'ENDED'")
                        .setParameter("id", phone.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    @Override
    public void subscribe(UUID phone, Optional<Subscription> subscription) {
        database.createQuery("update PhoneEntity p set p.endpoint = :endpoint, p.p256dh = :p256dh, p.auth = :auth,"
                        + " p.serverKey = :key where p.id = :id and p.realmId = :realm and p.status <> 'ENDED'")
                .setParameter(
                        "endpoint", subscription.map(Subscription::endpoint).orElse(null))
                .setParameter("p256dh", subscription.map(Subscription::p256dh).orElse(null))
                .setParameter("auth", subscription.map(Subscription::auth).orElse(null))
                .setParameter(
                        "key",
                        subscription.map(Subscription::applicationServerKey).orElse(null))
                .setParameter("id", phone.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    /** Forgets a subscription that its push service does not know any more, unless the phone has another one by now. */
    public boolean forget(UUID phone, String endpoint) {
        return database.createQuery(
                                "update PhoneEntity p set p.endpoint = null, p.p256dh = null, p.auth = null,"
                                        + " p.serverKey = null where p.id = :id and p.realmId = :realm and p.endpoint = :endpoint")
                        .setParameter("id", phone.toString())
                        .setParameter("realm", realmId)
                        .setParameter("endpoint", endpoint)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean count(UUID phone, long seen, long next) {
        return database.createQuery("update PhoneEntity p set p.credentialCount = :next"
                                + " where p.id = :id and p.realmId = :realm and p.credentialCount = :seen")
                        .setParameter("next", next)
                        .setParameter("seen", seen)
                        .setParameter("id", phone.toString())
                        .setParameter("realm", realmId)
                        .executeUpdate()
                == 1;
    }

    /** Notes that the phone was heard of. */
    public void used(UUID phone, Instant now) {
        database.createQuery("update PhoneEntity p set p.lastUsedAt = :now where p.id = :id and p.realmId = :realm")
                .setParameter("now", now.getEpochSecond())
                .setParameter("id", phone.toString())
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static Listed listed(PhoneEntity row) {
        return new Listed(phone(row), Instant.ofEpochSecond(row.lastUsedAt));
    }

    private static Phone phone(PhoneEntity row) {
        return new Phone(
                UUID.fromString(row.id),
                row.userId,
                Phone.Status.valueOf(row.status),
                DeviceKey.fromJwk(row.jwk, SignatureAlgorithm.valueOf(row.alg))
                        .orElseThrow(() -> new IllegalStateException("a stored key cannot be read")),
                row.name,
                row.platform,
                row.endpoint == null || row.p256dh == null || row.auth == null || row.serverKey == null
                        ? Optional.empty()
                        : Optional.of(new Subscription(row.endpoint, row.p256dh, row.auth, row.serverKey)),
                row.credentialId == null || row.credentialData == null
                        ? Optional.empty()
                        : Optional.of(new PhoneCredential(row.credentialId, row.credentialData, row.credentialCount)),
                Instant.ofEpochSecond(row.createdAt));
    }
}
