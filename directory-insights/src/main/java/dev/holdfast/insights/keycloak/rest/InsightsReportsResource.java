package dev.holdfast.insights.keycloak.rest;

import dev.holdfast.insights.keycloak.rows.InsightReports;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Numbers for pages and reviews. */
public final class InsightsReportsResource {
    private static final Duration USUAL_TIME = Duration.ofDays(30);

    private final KeycloakSession session;

    InsightsReportsResource(KeycloakSession session) {
        this.session = session;
    }

    /** People who have no second factor, in all and by group; takes the role {@code view-users}. */
    @GET
    @Path("users-without-mfa")
    public Response usersWithoutMfa() {
        RealmModel realm = InsightsCaller.requireViewUsers(session);
        InsightReports reports = new InsightReports(session, realm);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("users", reports.people(false));
        answer.put("without_mfa", reports.people(true));
        answer.put(
                "people",
                reports.peopleWithoutFactor().stream()
                        .map(InsightsReportsResource::shown)
                        .toList());
        answer.put(
                "groups",
                reports.groups().stream()
                        .flatMap(group -> shown(realm, group).stream())
                        .toList());
        return JsonAnswer.of(200, answer).build();
    }

    /** What policies in report mode would have done, had they been enforced; the last 30 days where no time is asked. */
    @GET
    @Path("report-mode")
    public Response reportMode(
            @QueryParam("start_time") @Nullable String start, @QueryParam("end_time") @Nullable String end) {
        RealmModel realm = InsightsCaller.requireViewEvents(session);
        Instant to;
        Instant from;
        try {
            to = end == null ? Instant.now() : OffsetDateTime.parse(end).toInstant();
            from = start == null
                    ? to.minus(USUAL_TIME)
                    : OffsetDateTime.parse(start).toInstant();
        } catch (DateTimeException e) {
            return JsonAnswer.of(
                            400,
                            Map.of(
                                    "error",
                                    "invalid_query",
                                    "error_description",
                                    "start_time and end_time are times of RFC 3339, such as 2026-01-31T08:00:00Z."))
                    .build();
        }
        List<Map<String, Object>> policies = new InsightReports(session, realm)
                .reportMode(from, to).stream()
                        .map(reported -> shown(realm, reported))
                        .toList();
        return JsonAnswer.of(200, Map.of("policies", policies)).build();
    }

    private static Map<String, Object> shown(InsightReports.Someone someone) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("username", someone.username());
        someone.email().ifPresent(email -> shown.put("email", email));
        return shown;
    }

    /** Nothing for a group that is not the realm's own, as of organizations. */
    private Optional<Map<String, Object>> shown(RealmModel realm, InsightReports.Group group) {
        GroupModel model = session.groups().getGroupById(realm, group.id());
        return Optional.ofNullable(model).map(found -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("path", KeycloakModelUtils.buildGroupPath(found));
            shown.put("users", group.people());
            shown.put("without_mfa", group.withoutFactor());
            return shown;
        });
    }

    private static Map<String, Object> shown(RealmModel realm, InsightReports.Reported reported) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", reported.policyId());
        ComponentModel policy = realm.getComponent(reported.policyId());
        shown.put("name", policy == null ? reported.policyId() : policy.getName());
        shown.put("deny", reported.deny());
        shown.put("require", reported.require());
        shown.put("users", reported.users());
        return shown;
    }
}
