package dev.holdfast.push.keycloak.admin;

import dev.holdfast.device.keycloak.admin.SettingsResource;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.keycloak.credential.PhoneCredentials;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.realm.PushSecrets;
import dev.holdfast.push.keycloak.realm.RealmPushFactory;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The administrator's doors of push, under Keycloak's own permissions: a user's phones are as the user. */
public final class PushAdminResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_PUSH";

    /** Former VAPID keys that stay for phones that did not subscribe anew yet. */
    private static final int FORMER_VAPID_KEYS = 2;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;

    public PushAdminResource(
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
        return new SettingsResource(session, realm, permissions, adminEvent, PushSettingsForm.FORM);
    }

    /** The phones of one user, ended ones included. */
    @GET
    @Path("phones")
    public Response phones(@QueryParam("username") @DefaultValue("") String username) {
        UserModel user = session.users().getUserByUsername(realm, username);
        permissions.users().requireView(user);
        if (user == null) {
            return notFound();
        }
        return JsonAnswer.of(
                        200,
                        new JpaPhones(session)
                                .listOf(user.getId()).stream()
                                        .map(PushAdminResource::shown)
                                        .toList())
                .build();
    }

    @DELETE
    @Path("phones/{id}")
    public Response remove(@PathParam("id") String id) {
        Optional<Phone> phone = uuid(id).flatMap(new JpaPhones(session)::find);
        UserModel user = phone.map(found -> session.users().getUserById(realm, found.userId()))
                .orElse(null);
        permissions.users().requireManage(user);
        if (phone.isEmpty() || !new PhoneCredentials(session).end(phone.get().id())) {
            return notFound();
        }
        record(OperationType.DELETE, Map.of("phone", id));
        return Response.noContent().build();
    }

    /** Lets a user enrol a phone although nothing but a password shows who it is, for a while. */
    @POST
    @Path("consents")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response consent(InputStream body) {
        String username;
        try {
            username = Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1)).text("username");
        } catch (RefusedException | IOException e) {
            permissions.users().requireManage();
            return JsonAnswer.of(400, Map.of("error", "invalid_request", "error_description", "username is missing"))
                    .build();
        }
        UserModel user = session.users().getUserByUsername(realm, username);
        permissions.users().requireManage(user);
        Optional<PushRealm> push = PushRealms.setUpIn(session);
        if (user == null || push.isEmpty()) {
            return notFound();
        }
        Instant until = push.get().now().plus(push.get().settings().seconds(PushSetting.CONSENT_LIFETIME));
        new JpaPushLedger(session).consent(user.getId(), until);
        record(OperationType.CREATE, Map.of("username", username, "until", until.getEpochSecond()));
        return JsonAnswer.of(200, Map.of("username", username, "until", until.getEpochSecond()))
                .build();
    }

    /** A new VAPID key; former ones stay until phones have subscribed anew. */
    @POST
    @Path("vapid-rotation")
    public Response rotateVapid() {
        permissions.realm().requireManageRealm();
        Optional<ComponentModel> component = RealmPushFactory.componentOf(realm);
        if (component.isEmpty()) {
            return notFound();
        }
        ComponentModel changed = component.get();
        changed.setConfig(new MultivaluedHashMap<>(changed.getConfig()));
        PushSecrets.rotateVapid(changed, FORMER_VAPID_KEYS);
        realm.updateComponent(changed);
        record(OperationType.UPDATE, Map.of("vapid", "rotated"));
        return Response.noContent().build();
    }

    private static Map<String, Object> shown(JpaPhones.Listed listed) {
        Phone phone = listed.phone();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", phone.id().toString());
        shown.put("name", phone.name());
        shown.put("platform", phone.platform());
        shown.put("status", phone.status().name().toLowerCase(java.util.Locale.ROOT));
        shown.put("can_be_woken", phone.subscription().isPresent());
        shown.put("verifies_user", phone.credential().isPresent());
        shown.put("created_at", phone.createdAt().getEpochSecond());
        shown.put("last_used_at", listed.usedAt().getEpochSecond());
        return shown;
    }

    private void record(OperationType operation, Map<String, Object> what) {
        adminEvent
                .operation(operation)
                .resource(RESOURCE_TYPE)
                .resourcePath(session.getContext().getUri())
                .representation(what)
                .success();
    }

    private static Response notFound() {
        return JsonAnswer.of(404, Map.of("error", "not_found")).build();
    }

    private static Optional<UUID> uuid(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
