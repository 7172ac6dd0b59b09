package dev.holdfast.insights.keycloak.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.record.RecordJson;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.Field;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;

/**
 * A server of which only the realm and its database answer: who looks at anything else meets an exception, as where a
 * directory of users is down.
 */
class RecordingListenerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T10:20:30Z"), ZoneOffset.UTC);

    private final List<Object> written = new ArrayList<>();
    private final List<KeycloakTransaction> enlisted = new ArrayList<>();
    private final ComponentModel component = new ComponentModel();
    private boolean writes = true;
    private boolean spoilt;

    private final RealmModel realm = Answering.only(
            RealmModel.class,
            Map.of(
                    "getId", asked -> "acme-id",
                    "getName", asked -> "acme",
                    "getComponentsStream", asked -> Stream.of(component)));
    private final KeycloakTransactionManager transactions = Answering.only(
            KeycloakTransactionManager.class,
            Map.of(
                    "setRollbackOnly",
                            asked -> {
                                spoilt = true;
                                return null;
                            },
                    "getRollbackOnly", asked -> spoilt,
                    "enlistAfterCompletion",
                            asked -> {
                                KeycloakTransaction transaction = (KeycloakTransaction) asked[0];
                                transaction.begin();
                                enlisted.add(transaction);
                                return null;
                            }));
    private final EntityManager database = Answering.only(EntityManager.class, Map.of("persist", asked -> {
        if (!writes) {
            throw new PersistenceException("disk full");
        }
        written.add(asked[0]);
        return null;
    }));
    private final KeycloakSession session = Answering.only(
            KeycloakSession.class,
            Map.of(
                    "getTransactionManager",
                    asked -> transactions,
                    "realms",
                    asked -> Answering.only(RealmProvider.class, Map.of("getRealm", id -> realm)),
                    "getProvider",
                    asked -> {
                        if (asked[0] == JpaConnectionProvider.class) {
                            return Answering.only(
                                    JpaConnectionProvider.class, Map.of("getEntityManager", none -> database));
                        }
                        throw new IllegalStateException("down");
                    }));
    private final RecordingListener listener = new RecordingListener(session, CLOCK);

    RecordingListenerTest() {
        component.setProviderId(RealmInsightsFactory.ID);
        RealmInsightsFactory.renewSecret(component);
    }

    @Test
    @DisplayName("I1 a sign-in of which nothing more can be looked up is recorded by what its event says")
    void poorer() {
        listener.onEvent(signIn());

        JsonNode json = only();
        assertThat(json.path("event_type").asText()).isEqualTo("user_login_attempt");
        assertThat(json.path("initiated_by").path("id").asText()).isEqualTo("ada-id");
        assertThat(json.path("initiated_by").has("username")).isFalse();
        assertThat(json.path("client_ip").asText()).isEqualTo("203.0.113.7");
        assertThat(json.path("geoip").path("status").asText()).isEqualTo("unknown");
        assertThat(json.path("resource").path("id").asText()).isEqualTo("shop");
        assertThat(spoilt).isFalse();
    }

    @Test
    @DisplayName("I1 so is an administrator's change; what was before is not told then")
    void poorerChange() {
        listener.onEvent(change("users/u1", "{\"username\":\"eve\"}"), false);

        JsonNode json = only();
        assertThat(json.path("event_type").asText()).isEqualTo("user_update");
        assertThat(json.path("initiated_by").path("type").asText()).isEqualTo("admin");
        assertThat(json.path("initiated_by").path("id").asText()).isEqualTo("root-id");
        assertThat(json.path("changes"))
                .singleElement()
                .satisfies(change -> assertThat(change.has("from")).isFalse());
        assertThat(spoilt).isFalse();
    }

    @Test
    @DisplayName("I1 what cannot be recorded is not done: its transaction fails, and says so")
    void mandatory() {
        writes = false;

        assertThatThrownBy(() -> listener.onEvent(signIn())).isInstanceOf(PersistenceException.class);
        assertRefused();
    }

    @Test
    @DisplayName("I1 nor is an administrator's change that cannot be recorded")
    void mandatoryChange() {
        writes = false;

        assertThatThrownBy(() -> listener.onEvent(change("users/u1", "{\"username\":\"eve\"}"), false))
                .isInstanceOf(PersistenceException.class);
        assertRefused();
    }

    @Test
    @DisplayName("I1 settings that cannot be read are no reason to record nothing")
    void unreadableSettings() {
        component.put("insightsRetentionDays", "many");

        listener.onEvent(signIn());

        assertThat(only().path("event_type").asText()).isEqualTo("user_login_attempt");
    }

    @Test
    @DisplayName("I1 where the record is off, changes of its own settings are recorded, and nothing else")
    void off() {
        component.put("insights", "false");

        listener.onEvent(signIn());
        listener.onEvent(change("users/u1", "{\"username\":\"eve\"}"), false);
        assertThat(written).isEmpty();
        AdminEvent switchedOff = change("holdfast/insights/settings", "{\"insights\":[\"false\"]}");
        switchedOff.setResourceTypeAsString("HOLDFAST_SETTINGS");
        listener.onEvent(switchedOff, false);

        assertThat(only().path("changes").path(0).path("field").asText()).isEqualTo("insights");
    }

    private void assertRefused() {
        assertThat(spoilt).isTrue();
        assertThat(enlisted)
                .singleElement()
                .satisfies(transaction -> assertThatThrownBy(transaction::rollback)
                        .as("the request is not answered as if it had been done")
                        .hasMessageContaining("could not be recorded"));
    }

    private JsonNode only() {
        assertThat(written).hasSize(1);
        try {
            Field payload = written.get(0).getClass().getDeclaredField("payload");
            payload.setAccessible(true);
            return RecordJson.read((String) payload.get(written.get(0)));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Event signIn() {
        Event event = new Event();
        event.setType(EventType.LOGIN);
        event.setRealmId("acme-id");
        event.setClientId("shop");
        event.setUserId("ada-id");
        event.setIpAddress("203.0.113.7");
        event.setTime(CLOCK.millis());
        return event;
    }

    private static AdminEvent change(String path, String representation) {
        AuthDetails root = new AuthDetails();
        root.setUserId("root-id");
        AdminEvent event = new AdminEvent();
        event.setOperationType(OperationType.UPDATE);
        event.setResourceTypeAsString("USER");
        event.setResourcePath(path);
        event.setRepresentation(representation);
        event.setRealmId("acme-id");
        event.setAuthDetails(root);
        event.setTime(CLOCK.millis());
        return event;
    }
}
