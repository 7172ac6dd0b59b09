package dev.holdfast.insights.keycloak.admin;

import dev.holdfast.device.keycloak.admin.SettingsResource;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The administrator's doors of the record, under Keycloak's own permissions. */
public final class InsightsAdminResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_SETTINGS";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;

    public InsightsAdminResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent;
    }

    @Path("settings")
    public SettingsResource settings() {
        return new SettingsResource(session, realm, permissions, adminEvent, InsightsSettingsForm.FORM);
    }

    /** How many records wait for the webhook. */
    @GET
    @Path("webhook")
    public Response webhook() {
        permissions.realm().requireViewRealm();
        return JsonAnswer.of(200, Map.of("waiting", new Outgoing(session, realm.getId()).count()))
                .build();
    }

    /** A new secret for the webhook's signatures, told this once. */
    @POST
    @Path("webhook-secret")
    public Response renewSecret() {
        permissions.realm().requireManageRealm();
        Optional<ComponentModel> component = RealmInsightsFactory.componentOf(realm);
        if (component.isEmpty()) {
            return JsonAnswer.of(404, Map.of("error", "not_found")).build();
        }
        ComponentModel changed = component.get();
        changed.setConfig(new MultivaluedHashMap<>(changed.getConfig()));
        String secret = RealmInsightsFactory.renewSecret(changed);
        realm.updateComponent(changed);
        adminEvent
                .operation(OperationType.UPDATE)
                .resource(RESOURCE_TYPE)
                .resourcePath(session.getContext().getUri())
                .success();
        return JsonAnswer.of(200, Map.of("secret", secret)).build();
    }
}
