package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Assignment;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The administrator's devices: {@code GET} with {@code search}, {@code status}, {@code assurance}, {@code user},
 * {@code first} and {@code max} lists them by name, {@code PUT} renames and assigns one, {@code POST} to {@code approve},
 * {@code quarantine}, {@code release} or {@code revoke} changes its standing, {@code DELETE} removes it. Whatever ends a
 * device's or a registration's standing ends its sessions in the same transaction.
 */
public final class DevicesResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_DEVICE";
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_PAGE = 100;
    private static final int MAX_ASSIGNMENTS = 100;
    private static final int MAX_NAME = 255;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;
    private final DeviceInventory inventory;
    private final JpaDeviceRegistry registry;
    private final DeviceRepresentations shown;
    private final DeviceSettings settings;
    private final RegistrationEnding ending;

    public DevicesResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent,
            DeviceSettings settings,
            RegistrationEnding ending) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.inventory = new DeviceInventory(session, realm);
        this.registry = new JpaDeviceRegistry(session, realm);
        this.shown = new DeviceRepresentations(session, realm);
        this.settings = settings;
        this.ending = ending;
    }

    @GET
    @Path("")
    public Response list(
            @QueryParam("search") @Nullable String search,
            @QueryParam("status") @Nullable String status,
            @QueryParam("assurance") @Nullable String assurance,
            @QueryParam("user") @Nullable String user,
            @QueryParam("first") @Nullable Integer first,
            @QueryParam("max") @Nullable Integer max) {
        permissions.realm().requireViewRealm();
        return answered(() -> {
            int from = first == null ? 0 : first;
            int size = max == null ? DEFAULT_PAGE : max;
            if (from < 0 || size < 1 || size > MAX_PAGE) {
                throw Refusal.INVALID_REQUEST.because("first must not be negative, and max from 1 to " + MAX_PAGE);
            }
            List<DeviceEntity> page = inventory.list(filter(search, status, assurance, user), from, size);
            Map<String, DeviceInventory.Use> uses =
                    inventory.useOf(page.stream().map(device -> device.id).toList());
            return JsonAnswer.of(
                            200,
                            page.stream()
                                    .map(device ->
                                            shown.line(device, uses.getOrDefault(device.id, DeviceInventory.Use.NONE)))
                                    .toList())
                    .build();
        });
    }

    @GET
    @Path("count")
    public Response count(
            @QueryParam("search") @Nullable String search,
            @QueryParam("status") @Nullable String status,
            @QueryParam("assurance") @Nullable String assurance,
            @QueryParam("user") @Nullable String user) {
        permissions.realm().requireViewRealm();
        return answered(() -> JsonAnswer.of(
                        200, Map.of("count", inventory.count(filter(search, status, assurance, user))))
                .build());
    }

    @GET
    @Path("{did}")
    public Response device(@PathParam("did") String did) {
        permissions.realm().requireViewRealm();
        return withDevice(did, device -> JsonAnswer.of(200, whole(device)).build());
    }

    /** {@code {"name"?, "owner"?, "users"?, "groups"?}}: user names and group paths; what is absent stays as it is. */
    @PUT
    @Path("{did}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response update(@PathParam("did") String did, InputStream body) {
        permissions.realm().requireManageRealm();
        return withDevice(did, device -> {
            Claims request = read(body);
            if (request.has("name")) {
                inventory.rename(device, request.text("name", MAX_NAME));
            }
            if (request.has("owner") || request.has("users") || request.has("groups")) {
                assign(device, request);
            }
            Map<String, Object> after = whole(device);
            record(OperationType.UPDATE, did, after);
            return JsonAnswer.of(200, after).build();
        });
    }

    @POST
    @Path("{did}/approve")
    public Response approve(@PathParam("did") String did) {
        return changeStanding(did, "approve", EnumSet.of(Device.Status.PENDING), Device.Status.ACTIVE);
    }

    @POST
    @Path("{did}/quarantine")
    public Response quarantine(@PathParam("did") String did) {
        return changeStanding(did, "quarantine", EnumSet.of(Device.Status.ACTIVE), Device.Status.QUARANTINED);
    }

    @POST
    @Path("{did}/release")
    public Response release(@PathParam("did") String did) {
        return changeStanding(did, "release", EnumSet.of(Device.Status.QUARANTINED), Device.Status.ACTIVE);
    }

    @POST
    @Path("{did}/revoke")
    public Response revoke(@PathParam("did") String did) {
        return changeStanding(
                did, "revoke", EnumSet.complementOf(EnumSet.of(Device.Status.REVOKED)), Device.Status.REVOKED);
    }

    @DELETE
    @Path("{did}")
    public Response delete(@PathParam("did") String did) {
        permissions.realm().requireManageRealm();
        return withDevice(did, device -> {
            registry.liveRegistrations(UUID.fromString(did)).forEach(ending::revoke);
            registry.revokeCertificates(UUID.fromString(did), Instant.now());
            inventory.delete(did);
            record(OperationType.DELETE, did, null);
            return Response.noContent().build();
        });
    }

    @DELETE
    @Path("{did}/registrations/{registration}")
    public Response revokeRegistration(@PathParam("did") String did, @PathParam("registration") String registration) {
        permissions.realm().requireManageRealm();
        return withDevice(did, device -> {
            RegistrationEntity row = inventory.registrationsOf(did).stream()
                    .filter(found -> found.id.equals(registration))
                    .findFirst()
                    .orElse(null);
            if (row == null) {
                return notFound();
            }
            ending.revoke(UUID.fromString(row.id));
            record(OperationType.ACTION, did + "/registrations/" + registration, null);
            return Response.noContent().build();
        });
    }

    private Response changeStanding(String did, String action, Set<Device.Status> from, Device.Status to) {
        permissions.realm().requireManageRealm();
        return withDevice(did, device -> {
            if (!registry.changeStanding(UUID.fromString(device.id), from, to)) {
                return JsonAnswer.of(
                                409,
                                Map.of(
                                        "error",
                                        "conflict",
                                        "error_description",
                                        "A device that is " + device.status.toLowerCase(Locale.ROOT) + " cannot become "
                                                + to.name().toLowerCase(Locale.ROOT) + "."))
                        .build();
            }
            if (to == Device.Status.REVOKED) {
                registry.liveRegistrations(UUID.fromString(did)).forEach(ending::revoke);
            } else if (to == Device.Status.QUARANTINED) {
                endSessions(did);
            }
            record(
                    OperationType.ACTION,
                    did + "/" + action,
                    Map.of("status", to.name().toLowerCase(Locale.ROOT)));
            return Response.noContent().build();
        });
    }

    /** Those who may use the device no longer lose what they have on it, now and not at their next sign-in. */
    private void assign(DeviceEntity device, Claims request) {
        Set<String> users = new HashSet<>();
        Set<String> groups = new HashSet<>();
        inventory.assignmentsOf(device.id).forEach(row -> (row.isGroup() ? groups : users).add(row.subjectId));
        String owner = request.has("owner")
                ? request.optionalText("owner").map(this::userId).orElse(null)
                : device.ownerId;
        if (request.has("users")) {
            users.clear();
            names(request, "users").forEach(name -> users.add(userId(name)));
        }
        if (request.has("groups")) {
            groups.clear();
            names(request, "groups").forEach(path -> groups.add(groupId(path)));
        }
        inventory.assign(device, owner, users, groups);
        if (owner != null) {
            users.add(owner);
        }
        Assignment assignment = new Assignment(users, groups);
        KeycloakUsers directory = new KeycloakUsers(session);
        inventory.registrationsOf(device.id).stream()
                .filter(row -> row.status.equals(Registration.Status.LIVE.name()))
                .filter(row -> !settings.policy().allows(row.userId, assignment, directory))
                .forEach(row -> ending.revoke(UUID.fromString(row.id)));
    }

    private static List<String> names(Claims request, String name) {
        return request.isEmptyList(name) ? List.of() : request.texts(name, MAX_ASSIGNMENTS, MAX_NAME);
    }

    private void endSessions(String did) {
        RegistrationSessions sessions = new RegistrationSessions(session, realm);
        inventory.registrationsOf(did).forEach(row -> sessions.endAll(UUID.fromString(row.id)));
    }

    private Map<String, Object> whole(DeviceEntity device) {
        DeviceInventory.Use use = inventory.useOf(List.of(device.id)).getOrDefault(device.id, DeviceInventory.Use.NONE);
        return shown.whole(device, use, inventory.assignmentsOf(device.id), inventory.registrationsOf(device.id));
    }

    private interface DeviceAnswer {
        Response to(DeviceEntity device);
    }

    private Response withDevice(String did, DeviceAnswer answer) {
        return answered(() -> inventory.find(did).map(answer::to).orElseGet(DevicesResource::notFound));
    }

    private Response answered(Supplier<Response> answer) {
        try {
            return answer.get();
        } catch (RefusedException e) {
            session.getTransactionManager().setRollbackOnly();
            return JsonAnswer.of(400, Map.of("error", "invalid_request", "error_description", e.failedCheck()))
                    .build();
        }
    }

    private static Response notFound() {
        return JsonAnswer.of(404, Map.of("error", "not_found")).build();
    }

    private static Claims read(InputStream body) {
        try {
            return Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1));
        } catch (IOException e) {
            throw Refusal.INVALID_REQUEST.because("body broke off");
        }
    }

    private static DeviceInventory.Filter filter(
            @Nullable String search, @Nullable String status, @Nullable String assurance, @Nullable String user) {
        return new DeviceInventory.Filter(
                text(search),
                text(status).map(word -> constant(Device.Status.values(), "status", word)),
                text(assurance).map(word -> constant(Assurance.values(), "assurance", word)),
                text(user));
    }

    private static Optional<String> text(@Nullable String parameter) {
        return Optional.ofNullable(parameter).map(String::trim).filter(text -> !text.isEmpty());
    }

    private static <E extends Enum<E>> String constant(E[] values, String name, String word) {
        return Arrays.stream(values)
                .map(Enum::name)
                .filter(constant -> constant.equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because(name + " is none of " + Arrays.toString(values)));
    }

    private String userId(String username) {
        UserModel user = session.users().getUserByUsername(realm, username);
        if (user == null) {
            throw Refusal.INVALID_REQUEST.because("no user of this name in the realm");
        }
        return user.getId();
    }

    private String groupId(String path) {
        GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, path);
        if (group == null) {
            throw Refusal.INVALID_REQUEST.because("no group of this path in the realm");
        }
        return group.getId();
    }

    private void record(OperationType operation, String path, @Nullable Object representation) {
        AdminEventBuilder event = adminEvent.operation(operation).resourcePath("holdfast/devices/" + path);
        if (representation != null) {
            event.representation(representation);
        }
        event.success();
    }
}
