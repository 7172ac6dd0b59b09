package dev.holdfast.insights.keycloak.listener;

import dev.holdfast.insights.event.AdminEvents;
import dev.holdfast.insights.event.Circumstances;
import dev.holdfast.insights.event.UserEvent;
import dev.holdfast.insights.event.UserEvents;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.keycloak.realm.RecordEndsEvent;
import dev.holdfast.insights.keycloak.rows.InsightRows;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.RecordId;
import dev.holdfast.insights.setting.InsightSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Writes the record of each event into the transaction that Keycloak tells it in: that of the sign-in for a success, one of
 * its own for a failure. What the event says is recorded, or the transaction fails; what is looked up beside it may fail, and
 * is then not told. So no committed sign-in lacks its record, and none that was rolled back has one.
 */
final class RecordingListener implements EventListenerProvider {
    private static final String COMPONENT = "COMPONENT";
    private static final String COMPONENTS = "components/";
    private static final String END_TOLD = RecordingListener.class.getName() + ".end.";

    private final KeycloakSession session;
    private final Clock clock;

    RecordingListener(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public void onEvent(Event event) {
        mandatory(() -> record(event));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        mandatory(() -> record(event));
    }

    /** The last record of a realm whose component goes, unless an administrator's event tells it already. */
    void onEnd(RecordEndsEvent end) {
        if (session.getAttribute(END_TOLD + end.component().getId()) == null) {
            mandatory(() -> recordEnd(end.realm(), end.component()));
        }
    }

    private void mandatory(Runnable record) {
        try {
            record.run();
        } catch (RuntimeException | Error e) {
            Unrecorded.refuse(session.getTransactionManager(), e);
            throw e;
        }
    }

    private void record(Event event) {
        RealmModel realm = realm(event.getRealmId());
        Optional<InsightSettings> settings = settings(realm);
        if (realm == null || settings.filter(InsightSettings::on).isEmpty()) {
            return;
        }
        Surroundings around = new Surroundings(session, realm);
        String name = event.getType().name();
        UserEvent happened = new UserEvent(
                circumstances(around, realm, Instant.ofEpochMilli(event.getTime()), event.getIpAddress()),
                name.endsWith("_ERROR") ? name.substring(0, name.length() - "_ERROR".length()) : name,
                name.endsWith("_ERROR")
                        ? Optional.of(Optional.ofNullable(event.getError()).orElse("error"))
                        : Optional.empty(),
                Optional.ofNullable(event.getClientId()),
                around.person(event.getUserId()),
                around.impersonator(event),
                Optional.ofNullable(event.getDetails()).orElse(Map.of()),
                around.completed(event.getSessionId()));
        UserEvents.record(happened).ifPresent(record -> append(record, Optional.empty(), settings.get()));
    }

    private void record(AdminEvent event) {
        RealmModel realm = realm(event.getRealmId());
        Optional<InsightSettings> settings = settings(realm);
        if (realm == null || settings.isEmpty() || event.getOperationType() == null) {
            return;
        }
        String path = Optional.ofNullable(event.getResourcePath()).orElse("");
        String type = AdminEvents.resourceType(
                Optional.ofNullable(event.getResourceTypeAsString()).orElse("OBJECT"),
                path,
                Optional.ofNullable(event.getRepresentation()));
        Surroundings around = new Surroundings(session, realm);
        // Keycloak tells the deletion of a component before it deletes it.
        Optional<ComponentModel> component = type.equals(COMPONENT) && path.startsWith(COMPONENTS)
                ? around.component(path.substring(COMPONENTS.length()))
                : Optional.empty();
        Optional<String> providerId = component.map(ComponentModel::getProviderId);
        if (!settings.get().on() && !AdminEvents.concernsRecord(path, providerId)) {
            return;
        }
        Optional<String> told = Optional.ofNullable(event.getRepresentation());
        if (event.getOperationType() == OperationType.DELETE && component.isPresent()) {
            told = told.or(() -> around.shown(component.get()));
            session.setAttribute(END_TOLD + component.get().getId(), true);
        }
        AuthDetails who = event.getAuthDetails();
        record(
                new dev.holdfast.insights.event.AdminEvent(
                        circumstances(
                                around,
                                realm,
                                Instant.ofEpochMilli(event.getTime()),
                                who == null ? null : who.getIpAddress()),
                        event.getOperationType().name(),
                        type,
                        path,
                        Optional.ofNullable(event.getError()),
                        around.administrator(who),
                        Optional.ofNullable(event.getDetails()).orElse(Map.of()),
                        told,
                        providerId,
                        around.isAboutAdministrator(event, type),
                        around.before(path)),
                settings.get());
    }

    private void recordEnd(RealmModel realm, ComponentModel component) {
        Surroundings around = new Surroundings(session, realm);
        String path = COMPONENTS + component.getId();
        record(
                new dev.holdfast.insights.event.AdminEvent(
                        circumstances(
                                around, realm, clock.instant(), around.address().orElse(null)),
                        OperationType.DELETE.name(),
                        COMPONENT,
                        path,
                        Optional.empty(),
                        around.caller(),
                        Map.of(),
                        around.shown(component),
                        Optional.ofNullable(component.getProviderId()),
                        false,
                        around.before(path)),
                // No recipient is there any longer that would take it.
                InsightSettings.defaults());
    }

    private void record(dev.holdfast.insights.event.AdminEvent happened, InsightSettings settings) {
        Optional<String> path = Optional.of(happened.resourcePath()).filter(text -> !text.isEmpty());
        AdminEvents.record(happened).ifPresent(record -> append(record, path, settings));
    }

    private void append(InsightRecord record, Optional<String> path, InsightSettings settings) {
        new InsightRows(session).append(record, path, settings.recipients());
    }

    /** Empty where the record is not set up; settings that cannot be read are no reason to record nothing. */
    private Optional<InsightSettings> settings(@Nullable RealmModel realm) {
        return realm == null
                ? Optional.empty()
                : RealmInsightsFactory.componentOf(realm)
                        .map(component -> new Surroundings(session, realm)
                                .tried(
                                        "its settings",
                                        InsightSettings.defaults(),
                                        () -> RealmInsightsFactory.settingsIn(component)));
    }

    private static Circumstances circumstances(Surroundings around, RealmModel realm, Instant at, @Nullable String ip) {
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
