package dev.holdfast.insights.keycloak.admin;

import dev.holdfast.device.keycloak.admin.AdminCall;
import dev.holdfast.device.keycloak.admin.SettingsResource;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.store.AccessKey;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
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
        return JsonAnswer.of(200, Map.of("waiting", waitingFor(Recipient.WEBHOOK)))
                .build();
    }

    /** How many records wait for the object storage, and the id of the key that they are put with. */
    @GET
    @Path("store")
    public Response store() {
        permissions.realm().requireViewRealm();
        Map<String, Object> answer = new TreeMap<>();
        answer.put("waiting", waitingFor(Recipient.STORE));
        RealmInsightsFactory.componentOf(realm)
                .flatMap(RealmInsightsFactory::storeKeyOf)
                .ifPresent(key -> answer.put("access_key_id", key.id()));
        return JsonAnswer.of(200, answer).build();
    }

    /** Sets the key that objects are put with; its secret is told to nobody. */
    @PUT
    @Path("store-key")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response setStoreKey(InputStream body) {
        permissions.realm().requireManageRealm();
        Optional<ComponentModel> component = RealmInsightsFactory.componentOf(realm);
        if (component.isEmpty()) {
            return AdminCall.notFound();
        }
        return new AdminCall(session, realm).answered(() -> {
            AccessKey key = asked(AdminCall.read(body));
            AccessKey set = changed(component.get(), changed -> RealmInsightsFactory.setStoreKey(changed, key));
            return JsonAnswer.of(200, Map.of("access_key_id", set.id())).build();
        });
    }

    private static AccessKey asked(Claims request) {
        try {
            return new AccessKey(request.text("access_key_id"), request.text("secret_access_key"));
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because(String.valueOf(e.getMessage()));
        }
    }

    /** A new secret for the webhook's signatures, told this once. */
    @POST
    @Path("webhook-secret")
    public Response renewSecret() {
        permissions.realm().requireManageRealm();
        Optional<ComponentModel> component = RealmInsightsFactory.componentOf(realm);
        if (component.isEmpty()) {
            return AdminCall.notFound();
        }
        String secret = changed(component.get(), RealmInsightsFactory::renewSecret);
        return JsonAnswer.of(200, Map.of("secret", secret)).build();
    }

    private long waitingFor(Recipient recipient) {
        return new Outgoing(session, realm.getId(), recipient).count();
    }

    private <T> T changed(ComponentModel component, Function<ComponentModel, T> change) {
        component.setConfig(new MultivaluedHashMap<>(component.getConfig()));
        T set = change.apply(component);
        realm.updateComponent(component);
        adminEvent
                .operation(OperationType.UPDATE)
                .resource(RESOURCE_TYPE)
                .resourcePath(session.getContext().getUri())
                .success();
        return set;
    }
}
