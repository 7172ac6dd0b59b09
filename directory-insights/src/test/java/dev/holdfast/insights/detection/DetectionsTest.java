package dev.holdfast.insights.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.detection.Detections;
import dev.holdfast.harness.detection.SigmaRule;
import dev.holdfast.insights.event.AdminEvent;
import dev.holdfast.insights.event.AdminEvents;
import dev.holdfast.insights.event.Circumstances;
import dev.holdfast.insights.event.Person;
import dev.holdfast.insights.event.UserEvent;
import dev.holdfast.insights.event.UserEvents;
import dev.holdfast.insights.record.RecordJson;
import dev.holdfast.place.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of docs/detections over events of Keycloak and Holdfast, recorded by the code that records them. */
class DetectionsTest {
    private static final Path RULES = Path.of("..", "docs", "detections");
    private static final Instant BEGIN = Instant.parse("2026-05-04T10:00:00Z");

    private final Detections rules = Detections.read(RULES);
    private final List<JsonNode> events = new ArrayList<>();
    private long seconds;

    @Test
    @DisplayName("I3 an ordinary day raises no alert")
    void quiet() {
        Map<String, String> allowed = Map.of("access_decision", "allow", "access_reasons", "default_policy");
        for (int i = 0; i < 30; i++) {
            user("LOGIN", "", "shop", "ada", allowed, Map.of("auth-username-password-form", 1L, "auth-otp-form", 2L));
            user("LOGIN", "", "shop", "ada", Map.of(), Map.of("auth-username-password-form", 1L, "auth-cookie", 9L));
            user("LOGIN", "invalid_user_credentials", "shop", "ada", Map.of(), Map.of());
        }
        user("LOGIN", "", "holdfast-console", "root", allowed, Map.of("holdfast-device-login", 1L));
        user(
                "LOGIN",
                "",
                "security-admin-console",
                "root",
                Map.of(),
                Map.of("auth-username-password-form", 1L, "auth-otp-form", 2L));
        user("LOGIN", "push_denied", "shop", "ada", Map.of("push_event", "push_answered"), Map.of());
        user(
                "CLIENT_REGISTER",
                "",
                "holdfast-agent",
                "ada",
                Map.of("device_event", "agent_enrolled", "device_id", "d"),
                Map.of());
        admin("CREATE", "USER", "users/u1", "{\"username\":\"eve\"}", false);
        admin("DELETE", "COMPONENT", "components/c1", "", Optional.of("max-clients"), false);
        admin("UPDATE", "REALM", "", "{\"displayName\":\"Acme\"}", false);
        admin(
                "CREATE",
                "AUTHNPOLICY",
                "authn/policies/p1",
                "{\"name\":\"MFA\",\"changes\":[{\"field\":\"disabled\",\"to\":false},{\"field\":\"mode\",\"to\":\"report\"}]}",
                false);

        assertThat(alerts()).isEmpty();
    }

    @Test
    @DisplayName("I3 each rule raises an alert at what it is for, and no other rule does")
    void each() {
        Set<String> tried = new TreeSet<>();
        alone(
                tried,
                "impossible_travel",
                () -> user(
                        "LOGIN",
                        "",
                        "shop",
                        "ada",
                        Map.of("access_decision", "require", "access_reasons", "factor_missing,impossible_travel"),
                        Map.of()));
        alone(
                tried,
                "break_glass_used",
                () -> user(
                        "LOGIN",
                        "",
                        "shop",
                        "ada",
                        Map.of("access_decision", "allow", "access_break_glass", "true"),
                        Map.of()));
        alone(tried, "push_bombing", () -> {
            for (int i = 0; i < 5; i++) {
                user("LOGIN", "push_denied", "shop", "ada", Map.of("push_event", "push_answered"), Map.of());
            }
        });
        alone(
                tried,
                "push_reported",
                () -> user("LOGIN", "push_reported", "shop", "ada", Map.of("push_event", "push_answered"), Map.of()));
        alone(tried, "denied_by_policy_spike", () -> {
            for (int i = 0; i < 10; i++) {
                user("LOGIN", "access_denied_by_policy", "shop", "ada", Map.of("access_decision", "deny"), Map.of());
            }
        });
        alone(tried, "password_spraying", () -> {
            for (String name : List.of("ada", "bob", "cid", "dan", "eve")) {
                user("LOGIN", "invalid_user_credentials", "shop", name, Map.of(), Map.of());
            }
        });
        alone(
                tried,
                "user_locked_out",
                () -> user("USER_DISABLED_BY_TEMPORARY_LOCKOUT", "", "shop", "ada", Map.of(), Map.of()));
        alone(
                tried,
                "admin_without_mfa",
                () -> user(
                        "LOGIN",
                        "",
                        "security-admin-console",
                        "root",
                        Map.of(),
                        Map.of("auth-username-password-form", 1L)));
        alone(
                tried,
                "device_quarantined",
                () -> user(
                        "TOKEN_EXCHANGE",
                        "durt_reused",
                        "holdfast-agent",
                        "ada",
                        Map.of("device_event", "registration_quarantined", "device_id", "d"),
                        Map.of()));
        alone(
                tried,
                "user_impersonated",
                () -> user(
                        "IMPERSONATE", "", "security-admin-console", "ada", Map.of("impersonator", "root"), Map.of()));
        alone(tried, "policy_deleted", () -> admin("DELETE", "AUTHNPOLICY", "authn/policies/p1", "", false));
        alone(
                tried,
                "policy_weakened",
                () -> admin(
                        "UPDATE",
                        "AUTHNPOLICY",
                        "authn/policies/p1",
                        "{\"name\":\"MFA\",\"changes\":[{\"field\":\"mode\",\"from\":\"enforce\",\"to\":\"report\"}]}",
                        false));
        alone(
                tried,
                "admin_created",
                () -> admin(
                        "CREATE",
                        "CLIENT_ROLE_MAPPING",
                        "users/u1/role-mappings/clients/c1",
                        "[{\"name\":\"manage-users\"}]",
                        true));
        alone(
                tried,
                "api_key_created",
                () -> admin("CREATE", "API_KEY", "apikeys/k1", "{\"name\":\"ci\",\"changes\":[]}", false));
        alone(
                tried,
                "mfa_bypassed",
                () -> admin("CREATE", "HOLDFAST_PUSH", "holdfast/push/consents", "{\"username\":\"ada\"}", false));
        alone(
                tried,
                "record_switched_off",
                () -> admin(
                        "UPDATE",
                        "HOLDFAST_SETTINGS",
                        "holdfast/insights/settings",
                        "{\"insights\":[\"false\"]}",
                        false));

        alone(
                tried,
                "record_switched_off",
                () -> admin(
                        "DELETE",
                        "COMPONENT",
                        "components/c1",
                        "{\"id\":\"c1\",\"name\":\"Holdfast insights\",\"providerId\":\"holdfast-insights\",\"config\":"
                                + "{\"insightsWebhookSecret\":[\"**********\"]}}",
                        Optional.of("holdfast-insights"),
                        false));
        alone(
                tried,
                "policy_deleted",
                () -> admin("DELETE", "COMPONENT", "components/c1", "", Optional.of("holdfast-access-policy"), false));

        assertThat(tried).isEqualTo(rules.names());
    }

    @Test
    @DisplayName("I3 what is spread over more time than a rule looks at raises no alert")
    void spread() {
        for (int i = 0; i < 8; i++) {
            user("LOGIN", "push_denied", "shop", "ada", Map.of("push_event", "push_answered"), Map.of());
            seconds += 180;
        }
        assertThat(alerts()).isEmpty();
    }

    @Test
    @DisplayName("A rule that says what the matcher does not know is refused")
    void unknown() {
        Map<String, Object> rule = Map.of(
                "title",
                "t",
                "id",
                "i",
                "level",
                "low",
                "detection",
                Map.of("selection", Map.of("event_type|re", "x"), "condition", "selection"));
        user("LOGIN", "", "shop", "ada", Map.of(), Map.of());
        assertThatThrownBy(() -> SigmaRule.of(List.of(rule)).alerts(events))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigmaRule.of(List.of(Map.of("title", "t", "filter", "x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void alone(Set<String> tried, String rule, Runnable happens) {
        events.clear();
        happens.run();
        assertThat(alerts()).as(rule).containsExactly(rule);
        tried.add(rule);
    }

    private List<String> alerts() {
        return rules.alerts(events);
    }

    private Circumstances circumstances() {
        seconds++;
        return new Circumstances(
                new UUID(7, seconds),
                "realm",
                BEGIN.plusSeconds(seconds),
                Optional.of("203.0.113.7"),
                Place.UNKNOWN,
                Optional.empty());
    }

    private void user(
            String type,
            String error,
            String client,
            String person,
            Map<String, String> details,
            Map<String, Long> completed) {
        UserEvents.record(new UserEvent(
                        circumstances(),
                        type,
                        Optional.of(error).filter(text -> !text.isEmpty()),
                        Optional.of(client),
                        Optional.of(new Person(person + "-id", person, Optional.empty(), person.equals("root"))),
                        Optional.empty(),
                        details,
                        completed))
                .ifPresent(record -> events.add(RecordJson.write(record)));
    }

    private void admin(String operation, String type, String path, String representation, boolean aboutAdministrator) {
        admin(operation, type, path, representation, Optional.empty(), aboutAdministrator);
    }

    private void admin(
            String operation,
            String type,
            String path,
            String representation,
            Optional<String> component,
            boolean aboutAdministrator) {
        AdminEvents.record(new AdminEvent(
                        circumstances(),
                        operation,
                        type,
                        path,
                        Optional.empty(),
                        Optional.of(new Person("root-id", "root", Optional.empty(), true)),
                        Map.of(),
                        Optional.of(representation).filter(text -> !text.isEmpty()),
                        component,
                        aboutAdministrator,
                        Optional.empty()))
                .ifPresent(record -> events.add(RecordJson.write(record)));
    }
}
