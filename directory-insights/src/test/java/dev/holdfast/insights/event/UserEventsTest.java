package dev.holdfast.insights.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.RecordJson;
import dev.holdfast.insights.record.SignIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserEventsTest {
    @ParameterizedTest(name = "{0} {1} {2} is {3} of {4}")
    @DisplayName("I3 each event of Keycloak bears the name that detection rules look for")
    @CsvSource({
        "LOGIN, '', '', user_login_attempt, directory",
        "LOGIN, invalid_user_credentials, '', user_login_attempt, directory",
        "LOGIN, push_mfa_attempt_failed, push_event=push_mfa_attempt_failed, push_mfa_attempt_failed, mfa",
        "LOGIN, push_denied, push_event=push_answered, push_mfa_attempt_failed, mfa",
        "EXECUTE_ACTIONS, '', push_event=push_answered, push_mfa_attempt, mfa",
        "LOGIN, '', device_event=device_sign_in, user_login_attempt, directory",
        "LOGIN, device_required, device_event=device_required_refused, user_login_attempt, directory",
        "LOGOUT, '', '', user_logout, directory",
        "REGISTER, '', '', user_create, directory",
        "DELETE_ACCOUNT, '', '', user_delete, directory",
        "IMPERSONATE, '', impersonator=root, user_impersonation, directory",
        "USER_DISABLED_BY_TEMPORARY_LOCKOUT, '', '', user_lockout, directory",
        "USER_DISABLED_BY_PERMANENT_LOCKOUT, '', '', user_lockout, directory",
        "UPDATE_CREDENTIAL, '', credential_type=otp, totp_finish_enrollment, directory",
        "REMOVE_CREDENTIAL, '', credential_type=otp, totp_delete_enrollment, directory",
        "UPDATE_CREDENTIAL, '', credential_type=webauthn, webauthn_finish_enrollment, directory",
        "UPDATE_CREDENTIAL, '', credential_type=password, user_password_change, directory",
        "UPDATE_CREDENTIAL, '', push_event=phone_confirmed, push_finish_enrollment, directory",
        "REMOVE_CREDENTIAL, '', push_event=phone_removed, push_delete_enrollment, directory",
        "CLIENT_REGISTER, '', device_event=agent_enrolled, system_create, systems",
        "CLIENT_UPDATE, '', device_event=certificate_renewed, system_update, systems",
        "UPDATE_CREDENTIAL, '', device_event=device_registered, association_change, systems",
        "REMOVE_CREDENTIAL, '', device_event=device_revoked, system_delete, systems",
        "TOKEN_EXCHANGE, durt_reused, device_event=registration_quarantined, system_quarantine, systems",
        "TOKEN_EXCHANGE, invalid_signature, device_event=exchange_refused, system_request_refused, systems",
        "REFRESH_TOKEN, invalid_token, '', oauth_token_attempt, directory",
        "CLIENT_LOGIN, invalid_client_credentials, '', client_login_attempt, directory",
        "SEND_RESET_PASSWORD, '', '', user_password_reset_request, directory",
        "FEDERATED_IDENTITY_LINK, '', identity_provider=corp, identity_provider_link, directory"
    })
    void names(String type, String error, String detail, String name, String service) {
        String[] parts = detail.split("=", 2);
        Map<String, String> details = detail.isEmpty() ? Map.of() : Map.of(parts[0], parts[1]);

        JsonNode json = Given.json(UserEvents.record(Given.user(type, error, details, Map.of())));

        assertThat(json.path("event_type").asText()).isEqualTo(name);
        assertThat(json.path("service").asText()).isEqualTo(service);
        assertThat(json.path("success").asBoolean()).isEqualTo(error.isEmpty());
        assertThat(json.path("error_message").asText()).isEqualTo(error);
    }

    @Test
    @DisplayName("I1 what happens at each use of a token, and what another event tells already, is not recorded")
    void quiet() {
        for (String type : List.of(
                "CODE_TO_TOKEN",
                "REFRESH_TOKEN",
                "INTROSPECT_TOKEN",
                "USER_INFO_REQUEST",
                "CLIENT_LOGIN",
                "UPDATE_TOTP",
                "UPDATE_PASSWORD",
                "REMOVE_TOTP",
                "IDENTITY_PROVIDER_LOGIN",
                "RESTART_AUTHENTICATION")) {
            assertThat(UserEvents.record(Given.user(type, Map.of()))).as(type).isEmpty();
        }
        assertThat(UserEvents.record(Given.user("TOKEN_EXCHANGE", Map.of("device_event", "device_exchange"))))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "I3 an application that the session opened is sso_auth; a fresh proof, also beside an old session, is not")
    void session() {
        assertThat(type(Map.of("auth-username-password-form", 100L, "auth-cookie", 160L)))
                .isEqualTo("sso_auth");
        assertThat(type(Map.of("auth-username-password-form", 100L, "holdfast-cookie", 100L)))
                .isEqualTo("sso_auth");
        assertThat(type(Map.of("auth-cookie", 160L, "holdfast-device-login", 200L)))
                .isEqualTo("user_login_attempt");
        assertThat(type(Map.of("auth-cookie", 160L, "auth-otp-form", 170L))).isEqualTo("sso_auth");
        assertThat(type(Map.of("auth-username-password-form", 100L))).isEqualTo("user_login_attempt");
        UserEvent console = new UserEvent(
                Given.circumstances(),
                "LOGIN",
                Optional.empty(),
                Optional.of("security-admin-console"),
                Optional.of(Given.ROOT),
                Optional.empty(),
                Map.of(),
                Map.of("auth-cookie", 5L));
        assertThat(UserEvents.record(console).orElseThrow().type()).isEqualTo("admin_login_attempt");
    }

    private static String type(Map<String, Long> completed) {
        return UserEvents.record(Given.user("LOGIN", "", Map.of(), completed))
                .orElseThrow()
                .type();
    }

    @Test
    @DisplayName(
            "I4 the deciding policy, its mode, reasons and factors stand in the record, and who was let in by break-glass")
    void access() {
        Map<String, String> details = Map.of(
                "access_decision", "deny",
                "access_policies",
                        "[{\"id\":\"p1\",\"name\":\"No Mars\",\"action\":\"deny\",\"mode\":\"enforce\"},"
                                + "{\"id\":\"p2\",\"name\":\"Try\",\"action\":\"require\",\"mode\":\"report\"}]",
                "access_reasons", "country,new device",
                "access_factors", "PUSH",
                "access_break_glass", "true",
                "device_id", "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11",
                "device_name", "laptop");
        Optional<InsightRecord> record =
                UserEvents.record(Given.user("LOGIN", "access_denied_by_policy", details, Map.of("auth-otp-form", 9L)));

        JsonNode context = Given.json(record).path("auth_context");
        assertThat(context.path("decision").asText()).isEqualTo("deny");
        assertThat(context.path("policies_applied")).hasSize(2);
        assertThat(context.path("policies_applied").path(0).path("name").asText())
                .isEqualTo("No Mars");
        assertThat(context.path("policies_applied").path(1).path("mode").asText())
                .isEqualTo("report");
        assertThat(context.path("reasons")).hasSize(2);
        assertThat(context.path("factors").path(0).asText()).isEqualTo("PUSH");
        assertThat(context.path("break_glass").asBoolean()).isTrue();
        assertThat(context.path("system").path("displayName").asText()).isEqualTo("laptop");
        assertThat(context.path("auth_methods").path("totp").path("success").asBoolean())
                .isTrue();
        assertThat(Given.json(record).path("mfa_meta").path("type").asText()).isEqualTo("TOTP");
    }

    @Test
    @DisplayName("I4 a refusal of the gate is recorded at every door, also where success is not")
    void everyDoor() {
        Map<String, String> deny = Map.of("access_decision", "deny");
        for (String type : List.of("REFRESH_TOKEN", "TOKEN_EXCHANGE", "INTROSPECT_TOKEN", "USER_SESSION_DELETED")) {
            assertThat(UserEvents.record(Given.user(type, "access_denied_by_policy", deny, Map.of())))
                    .as(type)
                    .isPresent();
        }
        assertThat(UserEvents.record(Given.user("REFRESH_TOKEN", Map.of("access_break_glass", "true"))))
                .isPresent();
    }

    @Test
    @DisplayName("I3 an impersonation is initiated by the administrator; whom it was done to is its resource")
    void impersonation() {
        for (Optional<Person> impersonator : List.of(Optional.of(Given.ROOT), Optional.<Person>empty())) {
            JsonNode json = Given.json(UserEvents.record(new UserEvent(
                    Given.circumstances(),
                    "IMPERSONATE",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Given.ADA),
                    impersonator,
                    Map.of("impersonator", "root", "impersonator_realm", "master"),
                    Map.of())));
            assertThat(json.path("initiated_by").path("type").asText()).isEqualTo("admin");
            assertThat(json.path("initiated_by").path("username").asText()).isEqualTo("root");
            assertThat(json.path("initiated_by").has("id")).isEqualTo(impersonator.isPresent());
            assertThat(json.path("resource"))
                    .isEqualTo(Given.JSON
                            .createObjectNode()
                            .put("type", "user")
                            .put("id", "ada-id")
                            .put("name", "ada"));
        }
    }

    @Test
    @DisplayName("I3 of somebody who is gone, or cannot be looked up, the id is told")
    void gone() {
        JsonNode json = Given.json(UserEvents.record(new UserEvent(
                Given.circumstances(),
                "DELETE_ACCOUNT",
                Optional.empty(),
                Optional.of("account-console"),
                Optional.of(Person.ofId("ada-id")),
                Optional.empty(),
                Map.of(),
                Map.of())));
        assertThat(json.path("initiated_by"))
                .isEqualTo(Given.JSON.createObjectNode().put("type", "user").put("id", "ada-id"));
    }

    @Test
    @DisplayName("A54 of an event's details only the named ones go on: no code, token, session, redirect or typed name")
    void allowList() {
        Map<String, String> details = Map.ofEntries(
                Map.entry("username", "hunter2-typed-as-name"),
                Map.entry("code_id", "1c1c1c1c-aaaa"),
                Map.entry("redirect_uri", "https://app.example/cb?code=abc"),
                Map.entry("token_id", "tok-1"),
                Map.entry("refresh_token_id", "tok-2"),
                Map.entry("whatever", "sesame"));
        UserEvent event = new UserEvent(
                Given.circumstances(),
                "LOGIN",
                Optional.of("user_not_found"),
                Optional.of("shop"),
                Optional.empty(),
                Optional.empty(),
                details,
                Map.of());

        String text = RecordJson.text(UserEvents.record(event).orElseThrow());

        details.values().forEach(secret -> assertThat(text).doesNotContain(secret));
        assertThat(text).contains("\"initiated_by\":{\"type\":\"unknown\"}");
    }

    @Test
    @DisplayName("A54 a token in a text that goes on is masked, and every text is cut")
    void masks() {
        String jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
        Optional<InsightRecord> record = UserEvents.record(Given.user(
                "LOGIN",
                "broken " + jwt,
                Map.of("device_id", "d", "device_name", "x".repeat(39) + " ".repeat(900)),
                Map.of()));
        assertThat(record.orElseThrow().error()).contains("broken **********");
        assertThat(record.orElseThrow().device().orElseThrow().name().orElseThrow())
                .hasSize(39);
        assertThat(RecordJson.text(record.orElseThrow()).length()).isLessThan(1_500);
    }

    @Test
    @DisplayName("A54 tokens, keys and hashes in a text are masked; names, UUIDs and sentences are not")
    void looks() {
        for (String secret : List.of(
                "Zm9vYmFyYmF6MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A",
                "0123456789abcdef0123456789abcdef01234567",
                "eyJhbGciOiJub25lIn0")) {
            assertThat(SafeText.of("a " + secret + " b", 255)).isEqualTo("a ********** b");
        }
        for (String name : List.of(
                "seen-0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11",
                "a-very-long-name-of-a-client-with-many-words-in-it-1",
                "https://app.example/some/long/path/to/a/thing/that/is/there/1A")) {
            assertThat(SafeText.of(name, 255)).isEqualTo(name);
        }
        assertThat(SafeText.of("aA1".repeat(200_000), 255)).isEqualTo(SafeText.MASK);
    }

    @Test
    @DisplayName("A54 policies of the gate that cannot be read are left out, and the decision stays")
    void unreadable() {
        for (String broken : List.of("[", "7", "{\"a\":1}", "[1,2]", "x".repeat(20_000))) {
            InsightRecord record = UserEvents.record(
                            Given.user("LOGIN", Map.of("access_decision", "allow", "access_policies", broken)))
                    .orElseThrow();
            assertThat(record.access().decision()).contains("allow");
            assertThat(record.access().policies()).as(broken).isEmpty();
        }
    }

    @Test
    @DisplayName("I5 a changed profile tells each member's value before and after")
    void profile() {
        JsonNode changes = Given.json(UserEvents.record(Given.user(
                        "UPDATE_PROFILE",
                        Map.of("previous_email", "a@x", "updated_email", "b@x", "context", "ACCOUNT"))))
                .path("changes");
        assertThat(changes).hasSize(1);
        assertThat(changes.path(0).toString()).isEqualTo("{\"field\":\"email\",\"from\":\"a@x\",\"to\":\"b@x\"}");
    }

    @Test
    @DisplayName("C10 what risk and replay read of a sign-in is what was recorded")
    void signIn() {
        InsightRecord record = UserEvents.record(
                        Given.user("LOGIN", "", Map.of("device_id", "did"), Map.of("holdfast-device-login", 3L)))
                .orElseThrow();

        SignIn read = SignIn.read(RecordJson.text(record));

        assertThat(read.at()).isEqualTo(record.at());
        assertThat(read.userId()).contains("ada-id");
        assertThat(read.application()).contains("shop");
        assertThat(read.deviceId()).contains("did");
        assertThat(read.methods()).containsExactly("device");
        assertThat(read.clientIp()).contains("198.51.100.7");
        assertThat(read.place()).isEqualTo(record.place());
        assertThat(read.success()).isTrue();
    }
}
