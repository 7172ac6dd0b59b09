package dev.holdfast.setup.keycloak;

import dev.holdfast.access.keycloak.admin.AccessSettingsForm;
import dev.holdfast.device.keycloak.admin.DeviceHistoryResource;
import dev.holdfast.device.keycloak.admin.DeviceSettingsForm;
import dev.holdfast.device.keycloak.admin.DevicesResource;
import dev.holdfast.device.keycloak.admin.EnrolmentTokensResource;
import dev.holdfast.device.keycloak.admin.PostureResource;
import dev.holdfast.device.keycloak.admin.SettingsResource;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.insights.keycloak.admin.InsightsAdminResource;
import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.keycloak.admin.PushAdminResource;
import dev.holdfast.setup.keycloak.console.ConsoleAdminResource;
import dev.holdfast.setup.keycloak.hardening.HardeningResource;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The administrator's doors of Holdfast, under Keycloak's own permissions. */
public final class HoldfastAdminResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_SETUP";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;

    HoldfastAdminResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent;
    }

    @GET
    @Path("setup")
    public Response state() {
        permissions.realm().requireViewRealm();
        return JsonAnswer.of(200, setup().state()).build();
    }

    @POST
    @Path("setup")
    public Response apply() {
        permissions.realm().requireManageRealm();
        RealmSetup.State before = setup().state();
        try {
            RealmSetup.State after = setup().apply();
            if (!after.equals(before)) {
                record(OperationType.CREATE, after);
            }
            return JsonAnswer.of(200, after).build();
        } catch (UnsuitableFlowException e) {
            session.getTransactionManager().setRollbackOnly();
            return JsonAnswer.of(
                            409,
                            Map.of("error", "unsuitable_flow", "error_description", String.valueOf(e.getMessage())))
                    .build();
        }
    }

    @DELETE
    @Path("setup")
    public Response undo() {
        permissions.realm().requireManageRealm();
        RealmSetup.State before = setup().state();
        RealmSetup.State after = setup().undo();
        if (!after.equals(before)) {
            record(OperationType.DELETE, after);
        }
        return JsonAnswer.of(200, after).build();
    }

    @Path("console")
    public ConsoleAdminResource console() {
        return new ConsoleAdminResource(session, realm, permissions, adminEvent);
    }

    @Path("hardening")
    public HardeningResource hardening() {
        return new HardeningResource(session, realm, permissions, adminEvent);
    }

    @Path("enrolment-tokens")
    public EnrolmentTokensResource enrolmentTokens() {
        return new EnrolmentTokensResource(session, realm, permissions, adminEvent);
    }

    @Path("history")
    public DeviceHistoryResource history() {
        return new DeviceHistoryResource(session, realm, permissions);
    }

    @Path("settings")
    public SettingsResource settingsForm() {
        return new SettingsResource(session, realm, permissions, adminEvent, DeviceSettingsForm.FORM);
    }

    @Path("access/settings")
    public SettingsResource accessSettingsForm() {
        return new SettingsResource(session, realm, permissions, adminEvent, AccessSettingsForm.FORM);
    }

    @Path("devices")
    public DevicesResource devices() {
        return new DevicesResource(session, realm, permissions, adminEvent, settings());
    }

    @Path("push")
    public PushAdminResource push() {
        return new PushAdminResource(session, realm, permissions, adminEvent);
    }

    @Path("insights")
    public InsightsAdminResource insights() {
        return new InsightsAdminResource(session, realm, permissions, adminEvent);
    }

    @Path("posture")
    public PostureResource posture() {
        return new PostureResource(
                session, realm, permissions, adminEvent, settings().posture());
    }

    /** Where device login is not set up there are no devices, and the default settings do no harm. */
    private DeviceSettings settings() {
        return DeviceRealms.setUpIn(session).map(DeviceRealm::settings).orElseGet(DeviceSettings::defaults);
    }

    private RealmSetup setup() {
        return new RealmSetup(session, realm);
    }

    private void record(OperationType operation, RealmSetup.State state) {
        adminEvent
                .operation(operation)
                .resource(RESOURCE_TYPE)
                .resourcePath(session.getContext().getUri())
                .representation(state)
                .success();
    }
}
