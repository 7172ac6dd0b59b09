package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.insights.record.PolicyApplied;
import dev.holdfast.keycloak.SecondFactors;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Numbers of one realm, counted by the database. */
public final class InsightReports {
    private static final int MOST_PEOPLE = 100;
    private static final int MOST_GROUPS = 50;
    private static final int MOST_KINDS = 50_000;

    /** People are who can sign in: no service accounts, and nobody who is switched off. */
    private static final String PEOPLE =
            " where u.realmId = :realm and u.enabled = true and u.serviceAccountClientLink is null";

    private static final String WITHOUT =
            " and not exists (select c.id from CredentialEntity c where c.user = u and c.type in (:factors))";

    private final EntityManager database;
    private final String realmId;
    private final Set<String> factors;

    public InsightReports(KeycloakSession session, RealmModel realm) {
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
        this.factors = SecondFactors.in(session, realm).types();
    }

    /** How many people there are, or how many of them have no second factor. */
    public long people(boolean withoutFactor) {
        return bound(
                        database.createQuery(
                                "select count(u.id) from UserEntity u" + PEOPLE + (withoutFactor ? WITHOUT : ""),
                                Long.class),
                        withoutFactor)
                .getSingleResult();
    }

    /** Somebody without a second factor. */
    public record Someone(String username, Optional<String> email) {}

    /** The first of those without a second factor, by name. */
    public List<Someone> peopleWithoutFactor() {
        return bound(
                        database.createQuery(
                                "select u.username, u.email from UserEntity u" + PEOPLE + WITHOUT
                                        + " order by u.username",
                                Object[].class),
                        true)
                .setMaxResults(MOST_PEOPLE)
                .getResultList()
                .stream()
                .map(row -> new Someone(String.valueOf(row[0]), Optional.ofNullable((String) row[1])))
                .toList();
    }

    /** How many members of a group there are, and how many of them have no second factor. */
    public record Group(String id, long people, long withoutFactor) {}

    /** Groups with the most people without a second factor. */
    public List<Group> groups() {
        Map<String, Long> without = byGroup(true);
        Map<String, Long> all = byGroup(false);
        return without.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .limit(MOST_GROUPS)
                .map(entry ->
                        new Group(entry.getKey(), all.getOrDefault(entry.getKey(), entry.getValue()), entry.getValue()))
                .toList();
    }

    private Map<String, Long> byGroup(boolean withoutFactor) {
        Map<String, Long> counts = new HashMap<>();
        bound(
                        database.createQuery(
                                "select m.groupId, count(u.id) from UserGroupMembershipEntity m join m.user u" + PEOPLE
                                        + (withoutFactor ? WITHOUT : "") + " group by m.groupId",
                                Object[].class),
                        withoutFactor)
                .getResultList()
                .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }

    private <T> TypedQuery<T> bound(TypedQuery<T> query, boolean withoutFactor) {
        query.setParameter("realm", realmId);
        return withoutFactor ? query.setParameter("factors", factors) : query;
    }

    /** What a policy in report mode would have done. */
    public record Reported(String policyId, long deny, long require, long users) {}

    /** Policies in report mode that would have had a say in that time, those that would have denied most first. */
    public List<Reported> reportMode(Instant from, Instant to) {
        Map<String, long[]> actions = new LinkedHashMap<>();
        Map<String, Set<String>> users = new HashMap<>();
        for (Object[] row : database.createQuery(
                        "select r.policies, r.userId, count(r.id) from InsightEntity r where r.realmId = :realm"
                                + " and r.at >= :from and r.at < :to and r.reported = true and r.policies is not null"
                                + " group by r.policies, r.userId",
                        Object[].class)
                .setParameter("realm", realmId)
                .setParameter("from", from.toEpochMilli())
                .setParameter("to", to.toEpochMilli())
                .setMaxResults(MOST_KINDS)
                .getResultList()) {
            for (PolicyApplied policy : Policies.read((String) row[0])) {
                if (policy.mode().equals("report") && !policy.action().equals("allow")) {
                    long[] counts = actions.computeIfAbsent(policy.id(), any -> new long[2]);
                    counts[policy.action().equals("deny") ? 0 : 1] += (Long) row[2];
                    Set<String> people = users.computeIfAbsent(policy.id(), any -> new HashSet<>());
                    if (row[1] instanceof String user) {
                        people.add(user);
                    }
                }
            }
        }
        List<Reported> reported = new ArrayList<>();
        actions.forEach((id, counts) -> reported.add(new Reported(
                id, counts[0], counts[1], users.getOrDefault(id, Set.of()).size())));
        reported.sort(Comparator.comparingLong(Reported::deny)
                .thenComparingLong(Reported::require)
                .reversed()
                .thenComparing(Reported::policyId));
        return reported;
    }
}
