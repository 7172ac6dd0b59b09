package dev.holdfast.authenticators.keycloak.history;

import dev.holdfast.access.history.PastSignIn;
import dev.holdfast.access.keycloak.history.SignInHistoryProvider;
import dev.holdfast.access.keycloak.signal.ClientTypes;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.keycloak.rows.InsightRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The sign-ins that the realm of the request has on record. */
final class RecordedHistory implements SignInHistoryProvider {
    private static final Duration USUAL = Duration.ofDays(90);
    private static final Duration RECENT = Duration.ofDays(1);
    private static final int MOST = 50;

    private final KeycloakSession session;

    RecordedHistory(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean isKept() {
        return RealmInsightsFactory.of(session, realm()).isPresent();
    }

    @Override
    public List<PastSignIn> of(String userId, Instant since, int limit) {
        return Stream.concat(done(userId, since, limit), failed(userId, since, limit))
                .sorted(Comparator.comparing(PastSignIn::time).reversed())
                .limit(limit)
                .toList();
    }

    /**
     * What tells whether a sign-in is unusual. What was done and what failed are read apart, so that a stranger who fails often
     * cannot push out of sight what is usual.
     */
    List<PastSignIn> recent(String userId, Instant now) {
        return Stream.concat(done(userId, now.minus(USUAL), MOST), failed(userId, now.minus(RECENT), MOST))
                .toList();
    }

    @Override
    public Stream<PastSignIn> since(Instant from) {
        if (!isKept()) {
            return Stream.empty();
        }
        return new InsightRows(session)
                .signInsSince(realm().getId(), from)
                .map(recorded -> PastSignIns.of(recorded, this::typeOf))
                .flatMap(Optional::stream);
    }

    private Stream<PastSignIn> done(String userId, Instant since, int limit) {
        if (!isKept()) {
            return Stream.empty();
        }
        return new InsightRows(session)
                .doneSignInsOf(realm().getId(), userId, since, limit).stream()
                        .map(recorded -> PastSignIns.of(recorded, this::typeOf))
                        .flatMap(Optional::stream);
    }

    private Stream<PastSignIn> failed(String userId, Instant since, int limit) {
        if (!isKept()) {
            return Stream.empty();
        }
        return new InsightRows(session)
                .failedSignInsOf(realm().getId(), userId, since, limit).stream()
                        .map(recorded -> PastSignIns.of(recorded, this::typeOf))
                        .flatMap(Optional::stream);
    }

    private ResourceType typeOf(String clientId) {
        ClientModel client = clientId.isEmpty() ? null : realm().getClientByClientId(clientId);
        try {
            // One that is gone was an application.
            return client == null ? ResourceType.APPLICATION : ClientTypes.of(client);
        } catch (IllegalArgumentException e) {
            // What is wrong with one client now says nothing of everybody's past.
            return ResourceType.APPLICATION;
        }
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
