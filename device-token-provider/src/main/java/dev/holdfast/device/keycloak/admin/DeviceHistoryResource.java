package dev.holdfast.device.keycloak.admin;

import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What administrators did with a device, from Keycloak's admin events, with the name of each: administrators of another
 * realm, who may read this realm but whom nobody here may look up, are named with their realm.
 */
public final class DeviceHistoryResource {
    private static final int MOST = 50;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;

    public DeviceHistoryResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator permissions) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
    }

    @GET
    @Path("{did}")
    public Response history(@PathParam("did") String did) {
        permissions.realm().requireViewEvents();
        // Only an id: the query's path knows wildcards.
        Optional<UUID> id = AdminCall.id(did);
        if (id.isEmpty()) {
            return AdminCall.notFound();
        }
        List<Map<String, Object>> events = session.getProvider(EventStoreProvider.class)
                .createAdminQuery()
                .realm(realm.getId())
                .resourcePath("holdfast/devices/" + id.get() + "*")
                .maxResults(MOST)
                .orderByDescTime()
                .getResultStream()
                .map(this::shown)
                .toList();
        return JsonAnswer.of(200, events).build();
    }

    private Map<String, Object> shown(AdminEvent event) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("time", event.getTime());
        shown.put("operationType", String.valueOf(event.getOperationType()));
        shown.put("resourcePath", event.getResourcePath());
        AuthDetails who = event.getAuthDetails();
        if (who != null && who.getUserId() != null) {
            RealmModel home = who.getRealmId() == null
                    ? realm
                    : Optional.ofNullable(session.realms().getRealm(who.getRealmId()))
                            .orElse(realm);
            shown.put(
                    "by",
                    Optional.ofNullable(session.users().getUserById(home, who.getUserId()))
                            .map(user -> String.valueOf(user.getUsername()))
                            .orElse(who.getUserId()));
            if (!home.equals(realm)) {
                shown.put("realm", home.getName());
            }
        }
        return shown;
    }
}
