package dev.holdfast.insights.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.insights.record.Change;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.RecordJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminEventsTest {
    private static final String POLICY =
            "{\"id\":\"c1\",\"name\":\"MFA outside\",\"providerId\":\"holdfast-access-policy\",\"config\":{\"document\":"
                    + "[\"{\\\"name\\\":\\\"MFA outside\\\",\\\"disabled\\\":false,\\\"conditions\\\":{\\\"locationIn\\\":"
                    + "{\\\"countries\\\":[\\\"AT\\\"]}}}\"]}}";

    @ParameterizedTest(name = "{0} {1} at {2} is {4}")
    @DisplayName("I3 each change by an administrator bears the name that detection rules look for")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "CREATE, USER, users/u1, false, user_create",
                "UPDATE, USER, users/u1, true, admin_update",
                "DELETE, USER, users/u1, true, admin_delete",
                "ACTION, USER, users/u1/reset-password, false, user_password_set",
                "CREATE, CLIENT_ROLE_MAPPING, users/u1/role-mappings/clients/c1, true, admin_create",
                "DELETE, CLIENT_ROLE_MAPPING, users/u1/role-mappings/clients/c1, true, admin_delete",
                "CREATE, REALM_ROLE_MAPPING, users/u1/role-mappings/realm, false, role_mapping_create",
                "CREATE, GROUP_MEMBERSHIP, users/u1/groups/g1, false, association_change",
                "UPDATE, REALM, \"\", false, organization_update",
                "UPDATE, HOLDFAST_SETTINGS, holdfast/settings, false, organization_update",
                "CREATE, GROUP_MEMBERSHIP, users/u1/groups/g1, true, admin_create",
                "CREATE, REALM_ROLE, roles-by-id/r1/composites, true, admin_create",
                "DELETE, CLIENT_ROLE, clients/c1/roles/r/composites, false, role_mapping_delete",
                "DELETE, REALM_ROLE, roles/r, false, realm_role_delete",
                "UPDATE, HOLDFAST_HARDENING, holdfast/hardening/acme, false, organization_update",
                "ACTION, HOLDFAST_DEVICE, holdfast/devices/d1/quarantine, false, system_quarantine",
                "DELETE, HOLDFAST_DEVICE, holdfast/devices/d1, false, system_delete",
                "CREATE, HOLDFAST_PUSH, holdfast/push/consents, false, mfa_bypass_create",
                "CREATE, CLIENT, clients/c1, false, application_create",
                "UPDATE, AUTH_FLOW, authentication/flows/f1, false, auth_flow_update",
                "CREATE, AUTHORIZATION_POLICY, clients/c/p, false, authorization_policy_create",
                "CREATE, AUTHNPOLICY, authn/policies/p1, false, authnpolicy_create",
                "DELETE, IPLIST, iplists/l1, false, iplist_delete",
                "CREATE, API_KEY, apikeys/k1, false, api_key_create",
                "UPDATE, ORGANIZATION, organizations/o1, false, organization_update"
            })
    void names(String operation, String type, String path, boolean aboutAdministrator, String name) {
        InsightRecord record = AdminEvents.record(
                        Given.admin(operation, type, path, "", aboutAdministrator, Optional.empty()))
                .orElseThrow();
        assertThat(record.type()).isEqualTo(name);
        assertThat(record.initiatedBy().username()).contains("root");
    }

    @ParameterizedTest
    @DisplayName("I5 what a partial import brings is told as what it is, and not as a change of the realm")
    @CsvSource(
            delimiter = '|',
            value = {
                "users/u1|{\"username\":\"ada\"}|USER",
                "groups/g1|{\"name\":\"office\"}|GROUP",
                "clients/c1|{\"clientId\":\"shop\",\"name\":\"Shop\"}|CLIENT",
                "clients/r1|{\"name\":\"buyer\",\"clientRole\":true}|CLIENT_ROLE",
                "realms/r1|{\"name\":\"editor\"}|REALM_ROLE",
                "identity-provider-settings/i1|{\"alias\":\"partner\"}|IDENTITY_PROVIDER",
                "mappers/m1|{\"name\":\"mail\"}|IDENTITY_PROVIDER_MAPPER",
                "default-groups/g1|{}|REALM"
            })
    void imported(String path, String representation, String type) {
        assertThat(AdminEvents.resourceType("REALM", path, Optional.of(representation)))
                .isEqualTo(type);
        assertThat(AdminEvents.resourceType("REALM", "", Optional.of(representation)))
                .isEqualTo("REALM");
        assertThat(AdminEvents.resourceType("OBJECT", path, Optional.of(representation)))
                .isEqualTo("OBJECT");
    }

    @Test
    @DisplayName("I5 a policy's change tells each member before and after, and its deletion what it was")
    void beforeAndAfter() {
        InsightRecord created = AdminEvents.record(Given.admin("CREATE", "COMPONENT", "components/c1", POLICY))
                .orElseThrow();
        assertThat(created.type()).isEqualTo("authnpolicy_create");
        assertThat(created.after()).containsEntry("config.document.disabled", "false");

        InsightRecord updated = AdminEvents.record(Given.admin(
                        "UPDATE",
                        "COMPONENT",
                        "components/c1",
                        POLICY.replace("\\\"disabled\\\":false", "\\\"disabled\\\":true"),
                        false,
                        Optional.of(new AdminEvent.Before(created.type(), created.after()))))
                .orElseThrow();
        assertThat(updated.type()).isEqualTo("authnpolicy_update");
        assertThat(updated.changes()).singleElement().satisfies(change -> {
            assertThat(change.field()).isEqualTo("config.document.disabled");
            assertThat(change.from()).contains("false");
            assertThat(change.to()).contains("true");
        });

        InsightRecord deleted = AdminEvents.record(Given.admin(
                        "DELETE",
                        "COMPONENT",
                        "components/c1",
                        "",
                        false,
                        Optional.of(new AdminEvent.Before(updated.type(), updated.after()))))
                .orElseThrow();
        assertThat(deleted.type()).isEqualTo("authnpolicy_delete");
        assertThat(deleted.resource().orElseThrow().name()).contains("MFA outside");
        assertThat(deleted.changes()).anySatisfy(change -> {
            assertThat(change.field()).isEqualTo("config.document.conditions");
            assertThat(change.from().orElseThrow()).contains("AT");
            assertThat(change.to()).isEmpty();
        });
    }

    @Test
    @DisplayName("I5 where whoever changed it tells before and after, this is what stands there, bounded and masked")
    void told() {
        String representation = """
                {"name":"Office","changes":[{"field":"mode","from":"report","to":"enforce"},
                 {"field":"ips","count_from":2000,"count_to":2001,"removed":[],"added":["192.0.2.0/24"]},
                 {"field":"secretHash","from":"s3cr3t","to":"s3cr3t2"},{"field":"conditions","to":{"not":{}}}]}
                """;
        InsightRecord record = AdminEvents.record(
                        Given.admin("UPDATE", "AUTHNPOLICY", "authn/policies/p1", representation))
                .orElseThrow();
        assertThat(record.resource().orElseThrow().name()).contains("Office");
        assertThat(record.after()).isEmpty();
        assertThat(record.changes())
                .extracting(change -> change.field() + ":" + change.from().orElse("-") + ">"
                        + change.to().orElse("-"))
                .containsExactly(
                        "mode:report>enforce",
                        "ips:[]>[\"192.0.2.0/24\"]",
                        "secretHash:**********>**********",
                        "conditions:->{\"not\":{}}");
    }

    @Test
    @DisplayName("A54 values whose names or looks are a secret's are masked, at every depth")
    void masks() {
        String secret = "s3cr3t";
        String representation = """
                {"name":"app","secret":"s3cr3t","clientSecret":"s3cr3t","config":{"signingKey":["s3cr3t"],"document":["{\\"apiKey\\":\\"s3cr3t\\"}"]},
                 "credentials":[{"value":"s3cr3t"}],"webhook":{"nested":{"password":"s3cr3t"}},
                 "note":"eyJhbGciOiJub25lIn0.eyJhIjoxfQ.s3cr3t","totp":true}
                """;
        String text = RecordJson.text(AdminEvents.record(Given.admin("UPDATE", "CLIENT", "clients/c1", representation))
                .orElseThrow());
        assertThat(text)
                .doesNotContain(secret)
                .contains("**********")
                .contains("\"name\":\"app\"")
                .contains("totp");
    }

    @Test
    @DisplayName("A48 what an administrator sends can be large, deep or no JSON: the record stays small")
    void bounded() {
        StringBuilder many = new StringBuilder("{\"a\":0");
        for (int i = 0; i < 5_000; i++) {
            many.append(",\"m")
                    .append(i)
                    .append("\":\"")
                    .append("word ".repeat(5))
                    .append('"');
        }
        for (String representation :
                new String[] {many + "}", "{\"x\":\"" + "a ".repeat(300_000) + "\"}", "[".repeat(3_000), "no"}) {
            InsightRecord record = AdminEvents.record(Given.admin("UPDATE", "REALM", "", representation))
                    .orElseThrow();
            assertThat(RecordJson.text(record).length()).isLessThan(40_000);
        }
    }

    @Test
    @DisplayName("I5 an update that names one member leaves what was recorded of the others")
    void partial() {
        InsightRecord record = AdminEvents.record(Given.admin(
                        "UPDATE",
                        "USER",
                        "users/u1",
                        "{\"enabled\":false}",
                        false,
                        Optional.of(
                                new AdminEvent.Before("user_create", Map.of("username", "ada", "enabled", "true")))))
                .orElseThrow();
        JsonNode json = RecordJson.write(record);
        assertThat(json.path("changes")).hasSize(1);
        assertThat(json.path("after").path("username").asText()).isEqualTo("ada");
        assertThat(json.path("resource").path("name").asText()).isEqualTo("ada");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("I3 what kind a component is tells the id of its provider alone, also when it is deleted")
    @CsvSource({
        "holdfast-access-policy, authnpolicy_delete",
        "holdfast-ip-list, iplist_delete",
        "holdfast-api-key, api_key_delete",
        "holdfast-access, organization_update",
        "holdfast-insights, organization_update",
        "holdfast-push, organization_update",
        "holdfast-device-login, organization_update",
        "ldap, component_delete",
        "max-clients, component_delete",
        "allowed-protocol-mappers, component_delete"
    })
    void components(String providerId, String name) {
        assertThat(AdminEvents.record(Given.component("DELETE", providerId, ""))
                        .orElseThrow()
                        .type())
                .isEqualTo(name);
        String representation = "{\"name\":\"x\",\"providerId\":\"" + providerId
                + "\",\"providerType\":\"org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy\"}";
        assertThat(AdminEvents.record(Given.admin("DELETE", "COMPONENT", "components/c1", representation))
                        .orElseThrow()
                        .type())
                .isEqualTo(name);
    }

    @Test
    @DisplayName("I5 a deletion of what was never recorded tells what it says of itself")
    void firstRecord() {
        InsightRecord policy = AdminEvents.record(Given.component("DELETE", "holdfast-access-policy", POLICY))
                .orElseThrow();
        assertThat(policy.resource().orElseThrow().name()).contains("MFA outside");
        assertThat(policy.changes())
                .anySatisfy(change -> assertThat(change.field()).isEqualTo("config.document.conditions"))
                .allSatisfy(change -> assertThat(change.to()).isEmpty());
        assertThat(policy.after()).isEmpty();

        InsightRecord user = AdminEvents.record(
                        Given.admin("DELETE", "USER", "users/u1", "{\"id\":\"u1\",\"username\":\"eve\"}"))
                .orElseThrow();
        assertThat(user.resource().orElseThrow().name()).contains("eve");
    }

    @ParameterizedTest(name = "{0} at {1}")
    @DisplayName("I5 roles that are given or taken are told as they came or went, whatever was recorded there before")
    @CsvSource({
        "REALM_ROLE_MAPPING, users/u1/role-mappings/realm, user, u1",
        "CLIENT_ROLE_MAPPING, groups/g1/role-mappings/clients/c1, group, g1",
        "REALM_SCOPE_MAPPING, clients/c1/scope-mappings/realm, realm_scope_mapping, realm",
        "REALM_ROLE, roles-by-id/r1/composites, role, r1"
    })
    void deltas(String type, String path, String kind, String id) {
        String roles = "[{\"id\":\"1\",\"name\":\"view-users\"},{\"id\":\"2\",\"name\":\"view-events\"}]";
        Optional<AdminEvent.Before> before =
                Optional.of(new AdminEvent.Before("role_mapping_create", Map.of("names", "view-users, view-events")));
        InsightRecord given = AdminEvents.record(Given.admin("CREATE", type, path, roles, false, before))
                .orElseThrow();
        assertThat(given.changes())
                .containsExactly(new Change("names", Optional.empty(), Optional.of("view-users, view-events")));
        assertThat(given.after()).isEmpty();
        assertThat(given.resource().orElseThrow().type()).isEqualTo(kind);
        assertThat(given.resource().orElseThrow().id()).contains(id);
        InsightRecord taken = AdminEvents.record(Given.admin("DELETE", type, path, roles, false, Optional.empty()))
                .orElseThrow();
        assertThat(taken.changes())
                .containsExactly(new Change("names", Optional.of("view-users, view-events"), Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("I3 whatever is done to a device has the device as its resource")
    @CsvSource({
        "holdfast/devices/d1",
        "holdfast/devices/d1/quarantine",
        "holdfast/devices/d1/registrations/r1",
        "holdfast/posture/devices/d1/serial",
        "holdfast/posture/sources/mdm/devices/d1"
    })
    void devices(String path) {
        JsonNode json = Given.json(AdminEvents.record(Given.admin("ACTION", "HOLDFAST_DEVICE", path, "")));
        assertThat(json.path("service").asText()).isEqualTo("systems");
        assertThat(json.path("resource").path("type").asText()).isEqualTo("system");
        assertThat(json.path("resource").path("id").asText()).isEqualTo("d1");
        assertThat(json.path("auth_context").path("system").path("id").asText()).isEqualTo("d1");
    }

    @Test
    @DisplayName("I3 a change of the record's settings or of its component concerns the record, and no other does")
    void concernsRecord() {
        assertThat(AdminEvents.concernsRecord("holdfast/insights/settings", Optional.empty()))
                .isTrue();
        assertThat(AdminEvents.concernsRecord("holdfast/insights/webhook-secret", Optional.empty()))
                .isTrue();
        assertThat(AdminEvents.concernsRecord("components/c1", Optional.of("holdfast-insights")))
                .isTrue();
        assertThat(AdminEvents.concernsRecord("components/c1", Optional.of("holdfast-push")))
                .isFalse();
        assertThat(AdminEvents.concernsRecord("holdfast/settings", Optional.empty()))
                .isFalse();
        assertThat(AdminEvents.concernsRecord("holdfast/insights2", Optional.empty()))
                .isFalse();
    }

    @Test
    @DisplayName("A48 a record holds some kilobytes in any script, and a small change is not lost behind large ones")
    void bytes() {
        StringBuilder large = new StringBuilder("{\"a\":0");
        StringBuilder changes = new StringBuilder("{\"changes\":[");
        for (int i = 0; i < 40; i++) {
            large.append(",\"m")
                    .append(i)
                    .append("\":\"")
                    .append("密".repeat(1_900))
                    .append('"');
            changes.append("{\"field\":\"m")
                    .append(i)
                    .append("\",\"from\":\"")
                    .append("密".repeat(1_900))
                    .append("\"},");
        }
        Map<String, String> before = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            before.put("old" + i, "\"".repeat(90));
        }
        InsightRecord updated = AdminEvents.record(Given.admin(
                        "UPDATE",
                        "REALM",
                        "",
                        large + ",\"enabled\":false}",
                        false,
                        Optional.of(new AdminEvent.Before("organization_update", before))))
                .orElseThrow();
        assertThat(RecordJson.text(updated).length()).isLessThan(32_000);
        assertThat(updated.changes())
                .anySatisfy(change -> assertThat(change.field()).isEqualTo("enabled"));
        InsightRecord told = AdminEvents.record(Given.admin(
                        "UPDATE",
                        "AUTHNPOLICY",
                        "authn/policies/p1",
                        changes + "{\"field\":\"mode\",\"from\":\"enforce\",\"to\":\"report\"}]}"))
                .orElseThrow();
        assertThat(RecordJson.text(told).length()).isLessThan(32_000);
        assertThat(told.changes()).contains(new Change("mode", Optional.of("enforce"), Optional.of("report")));
    }
}
