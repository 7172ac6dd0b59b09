package dev.holdfast.device.keycloak.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What administrators see of devices and registrations: names beside ids, and never a key or a hash of a token. */
final class DeviceRepresentations {
    private final KeycloakSession session;
    private final RealmModel realm;

    DeviceRepresentations(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** A line of a list. */
    Map<String, Object> line(DeviceEntity device, DeviceInventory.Use use) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", device.id);
        shown.put("name", device.name);
        shown.put("hostname", device.hostname);
        shown.put("os", device.os);
        put(shown, "os_version", device.osVersion);
        put(shown, "model", device.model);
        put(shown, "agent_version", device.agentVersion);
        shown.put("status", word(device.status));
        shown.put("assurance", word(device.assurance));
        put(shown, "owner", device.ownerId == null ? null : user(device.ownerId));
        shown.put("created_at", device.createdAt);
        put(
                shown,
                "last_used_at",
                use.lastUsed() == null ? null : use.lastUsed().getEpochSecond());
        shown.put("registrations", use.registrations());
        return shown;
    }

    /** All that is known of a device. */
    Map<String, Object> whole(
            DeviceEntity device,
            DeviceInventory.Use use,
            List<DeviceAssignmentEntity> assignments,
            List<RegistrationEntity> registrations) {
        Map<String, Object> shown = line(device, use);
        shown.put(
                "users",
                assignments.stream()
                        .filter(row -> !row.isGroup())
                        .map(row -> user(row.subjectId))
                        .toList());
        shown.put(
                "groups",
                assignments.stream()
                        .filter(DeviceAssignmentEntity::isGroup)
                        .map(row -> group(row.subjectId))
                        .toList());
        shown.put("agent_key", device.agentJkt);
        put(shown, "endorsement_key", device.ekHash);
        put(shown, "certified_name", device.certifiedName);
        shown.put(
                "registration_list",
                registrations.stream().map(this::registration).toList());
        return shown;
    }

    Map<String, Object> registration(RegistrationEntity row) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", row.id);
        shown.put("device_id", row.deviceId);
        shown.put("user", user(row.userId));
        shown.put("status", word(row.status));
        shown.put("key", row.dukJkt);
        put(shown, "unlock_method", row.duvMethod == null ? null : word(row.duvMethod));
        shown.put("created_at", row.createdAt);
        shown.put("last_used_at", row.lastUsedAt);
        shown.put("verified_at", row.verifiedAt);
        shown.put("active_until", row.activeUntil);
        shown.put("expires_at", Math.min(row.durtExpiresAt, row.absoluteExpiresAt));
        return shown;
    }

    private Map<String, Object> user(String id) {
        Map<String, Object> shown = new LinkedHashMap<>(Map.of("id", id));
        UserModel user = session.users().getUserById(realm, id);
        put(shown, "username", user == null ? null : user.getUsername());
        return shown;
    }

    private Map<String, Object> group(String id) {
        Map<String, Object> shown = new LinkedHashMap<>(Map.of("id", id));
        GroupModel group = session.groups().getGroupById(realm, id);
        put(shown, "path", group == null ? null : KeycloakModelUtils.buildGroupPath(group));
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Object value) {
        if (value != null) {
            shown.put(name, value);
        }
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
