package dev.holdfast.insights.keycloak.listener;

import dev.holdfast.insights.event.AdminEvents;
import dev.holdfast.insights.event.Circumstances;
import dev.holdfast.insights.event.UserEvent;
import dev.holdfast.insights.event.UserEvents;
import dev.holdfast.insights.keycloak.realm.InsightsProvider;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.keycloak.rows.InsightRows;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.RecordId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Writes the record of each event into the transaction that Keycloak tells it in: that of the sign-in for a success, one of
 * its own for a failure. So no committed sign-in lacks its record when a node dies, and none that was rolled back has one.
 */
final class RecordingListener implements EventListenerProvider {
    private final KeycloakSession session;

    RecordingListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        RealmModel realm = realm(event.getRealmId());
        if (realm == null) {
            return;
        }
        Optional<InsightsProvider> insights = RealmInsightsFactory.of(session, realm);
        if (insights.isEmpty()) {
            return;
        }
        Surroundings around = new Surroundings(session, realm);
        String name = event.getType().name();
        UserEvent happened = new UserEvent(
                circumstances(around, realm, event.getTime(), event.getIpAddress()),
                name.endsWith("_ERROR") ? name.substring(0, name.length() - "_ERROR".length()) : name,
                name.endsWith("_ERROR")
                        ? Optional.of(Optional.ofNullable(event.getError()).orElse("error"))
                        : Optional.empty(),
                Optional.ofNullable(event.getClientId()),
                around.person(event.getUserId()),
                Optional.ofNullable(event.getDetails()).orElse(Map.of()),
                around.completed(event.getSessionId()));
        UserEvents.record(happened).ifPresent(record -> append(record, Optional.empty(), insights.get()));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        RealmModel realm = realm(event.getRealmId());
        if (realm == null || event.getOperationType() == null) {
            return;
        }
        Optional<InsightsProvider> insights = RealmInsightsFactory.of(session, realm);
        if (insights.isEmpty()) {
            return;
        }
        Surroundings around = new Surroundings(session, realm);
        String path = Optional.ofNullable(event.getResourcePath()).orElse("");
        dev.holdfast.insights.event.AdminEvent happened = new dev.holdfast.insights.event.AdminEvent(
                circumstances(
                        around,
                        realm,
                        event.getTime(),
                        event.getAuthDetails() == null
                                ? null
                                : event.getAuthDetails().getIpAddress()),
                event.getOperationType().name(),
                Optional.ofNullable(event.getResourceTypeAsString()).orElse("OBJECT"),
                path,
                Optional.ofNullable(event.getError()),
                around.administrator(event.getAuthDetails()),
                Optional.ofNullable(event.getDetails()).orElse(Map.of()),
                Optional.ofNullable(event.getRepresentation()),
                around.isAboutAdministrator(event),
                path.isEmpty() ? Optional.empty() : new InsightRows(session).lastAt(realm.getId(), path));
        AdminEvents.record(happened)
                .ifPresent(record -> append(record, Optional.of(path).filter(text -> !text.isEmpty()), insights.get()));
    }

    private void append(InsightRecord record, Optional<String> path, InsightsProvider insights) {
        new InsightRows(session)
                .append(record, path, insights.settings().webhook().isPresent());
    }

    private static Circumstances circumstances(
            Surroundings around, RealmModel realm, long millis, @Nullable String ip) {
        Instant at = Instant.ofEpochMilli(millis);
        Optional<String> address = Optional.ofNullable(ip).filter(text -> text.length() <= 45);
        return new Circumstances(
                RecordId.at(at, ThreadLocalRandom.current()),
                realm.getId(),
                at,
                address,
                around.place(address),
                around.userAgent());
    }

    private @Nullable RealmModel realm(@Nullable String id) {
        return id == null ? null : session.realms().getRealm(id);
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
