package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.keycloak.ending.RegistrationEnd;
import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.registry.DeviceInventory;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.StandingChange;
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
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The administrator's devices: {@code GET} with {@code search}, {@code status}, {@code assurance}, {@code user},
 * {@code after}, {@code before}, {@code end} and {@code max} lists them by name, {@code PUT} renames and assigns one, {@code POST} to the name of a
 * {@link StandingChange} changes its standing, {@code DELETE} removes it. Whatever ends a device's or a registration's
 * standing ends its sessions in the same transaction.
 */
public final class DevicesResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_DEVICE";
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_PAGE = 100;
    private static final int MAX_ASSIGNMENTS = 100;
    private static final int MAX_NAME = 255;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminCall call;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;
    private final DeviceInventory inventory;
    private final JpaDeviceRegistry registry;
    private final DeviceSettings settings;
    private final RegistrationEnd ending;

    public DevicesResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent,
            DeviceSettings settings) {
        this.session = session;
        this.realm = realm;
        this.call = new AdminCall(session, realm);
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.inventory = new DeviceInventory(session, realm);
        this.registry = new JpaDeviceRegistry(session, realm);
        this.settings = settings;
        this.ending = new RegistrationEnd(session);
    }

    @GET
    @Path("")
    public Response list(
            @QueryParam("search") @Nullable String search,
            @QueryParam("status") @Nullable String status,
            @QueryParam("assurance") @Nullable String assurance,
            @QueryParam("user") @Nullable String user,
            @QueryParam("first") @Nullable String first,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("end") @Nullable Boolean end,
            @QueryParam("max") @Nullable Integer max) {
        permissions.realm().requireViewRealm();
        return call.answered(() -> {
            int size = max == null ? DEFAULT_PAGE : max;
            if (size < 1 || size > MAX_PAGE) {
                throw Refusal.INVALID_REQUEST.because("max must be from 1 to " + MAX_PAGE);
            }
            if (first != null) {
                throw Refusal.INVALID_REQUEST.because("pages have no numbers here, since one far behind would be found"
                        + " by reading all before it; take after, with the id of the last device of the page before");
            }
            DeviceInventory.Page page = inventory
                    .page(filter(search, status, assurance, user), place(after, before, end), size)
                    .orElseThrow(() ->
                            Refusal.INVALID_REQUEST.because("after or before is the id of no device of the realm"));
            Response.ResponseBuilder answer = JsonAnswer.of(200, page.devices());
            new DeviceListLinks(session.getContext().getUri().getQueryParameters())
                    .of(page)
                    .forEach(link -> answer.header("Link", link));
            return answer.build();
        });
    }

    /** How many, up to the number from which on it is only said that there are more. */
    @GET
    @Path("count")
    public Response count(
            @QueryParam("search") @Nullable String search,
            @QueryParam("status") @Nullable String status,
            @QueryParam("assurance") @Nullable String assurance,
            @QueryParam("user") @Nullable String user) {
        permissions.realm().requireViewRealm();
        return call.answered(() -> {
            DeviceInventory.Count count = inventory.count(filter(search, status, assurance, user));
            return JsonAnswer.of(200, Map.of("count", count.number(), "exact", count.isAll()))
                    .build();
        });
    }

    @GET
    @Path("{did}")
    public Response device(@PathParam("did") String id) {
        permissions.realm().requireViewRealm();
        return withDevice(id, device -> JsonAnswer.of(200, whole(device.did())).build());
    }

    /** {@code {"name"?, "owner"?, "users"?, "groups"?}}: user names and group paths; what is absent stays as it is. */
    @PUT
    @Path("{did}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response update(@PathParam("did") String id, InputStream body) {
        permissions.realm().requireManageRealm();
        return withDevice(id, device -> {
            Claims request = AdminCall.read(body);
            if (request.has("name")) {
                inventory.rename(device.did(), request.text("name", MAX_NAME));
            }
            if (request.has("owner") || request.has("users") || request.has("groups")) {
                assign(device.did(), request);
            }
            Map<String, Object> after = whole(device.did());
            record(OperationType.UPDATE, id, after);
            return JsonAnswer.of(200, after).build();
        });
    }

    @POST
    @Path("{did}/{change:approve|quarantine|release|revoke}")
    public Response changeStanding(@PathParam("did") String id, @PathParam("change") String name) {
        permissions.realm().requireManageRealm();
        StandingChange change = StandingChange.valueOf(name.toUpperCase(Locale.ROOT));
        return withDevice(id, device -> {
            if (!registry.change(device.did(), change)) {
                return AdminCall.conflict(
                        "A device that is " + word(device.status()) + " cannot become " + word(change.to()) + ".");
            }
            follow(device.did(), change.consequence());
            record(OperationType.ACTION, id + "/" + name, Map.of("status", word(change.to())));
            return Response.noContent().build();
        });
    }

    @DELETE
    @Path("{did}")
    public Response delete(@PathParam("did") String id) {
        permissions.realm().requireManageRealm();
        return withDevice(id, device -> {
            follow(device.did(), StandingChange.Consequence.REGISTRATIONS_END);
            registry.revokeCertificates(device.did(), Instant.now());
            inventory.delete(device.did());
            record(OperationType.DELETE, id, null);
            return Response.noContent().build();
        });
    }

    @DELETE
    @Path("{did}/registrations/{registration}")
    public Response revokeRegistration(@PathParam("did") String id, @PathParam("registration") String registration) {
        permissions.realm().requireManageRealm();
        return withDevice(
                id,
                device -> AdminCall.id(registration)
                        .filter(found -> inventory.isRegisteredOn(device.did(), found))
                        .map(found -> {
                            ending.revoke(found);
                            record(OperationType.ACTION, id + "/registrations/" + registration, null);
                            return Response.noContent().build();
                        })
                        .orElseGet(AdminCall::notFound));
    }

    private void follow(UUID did, StandingChange.Consequence consequence) {
        switch (consequence) {
            case NONE -> {}
            case SESSIONS_END ->
                registry.liveRegistrations(did).forEach(new RegistrationSessions(session, realm)::endAll);
            case REGISTRATIONS_END -> registry.liveRegistrations(did).forEach(ending::revoke);
        }
    }

    /** Those who may use the device no longer lose what they have on it, now and not at their next sign-in. */
    private void assign(UUID did, Claims request) {
        DeviceInventory.Assigned before = inventory.assigned(did);
        DeviceInventory.Assigned after = new DeviceInventory.Assigned(
                request.has("owner") ? request.optionalText("owner").map(call::userId) : before.owner(),
                ids(request, "users", call::userId).orElse(before.users()),
                ids(request, "groups", call::groupId).orElse(before.groups()));
        inventory.assign(did, after);
        KeycloakUsers directory = new KeycloakUsers(session);
        inventory.usersOfLiveRegistrations(did).forEach((registration, user) -> {
            if (!settings.policy().allows(user, after.assignment(), directory)) {
                ending.revoke(registration);
            }
        });
    }

    /** Ids for the names that stand in the request, or empty if it says nothing about them. */
    private static Optional<Set<String>> ids(Claims request, String name, Function<String, String> id) {
        if (!request.has(name)) {
            return Optional.empty();
        }
        Set<String> ids = new HashSet<>();
        if (!request.isEmptyList(name)) {
            request.texts(name, MAX_ASSIGNMENTS, MAX_NAME).forEach(text -> ids.add(id.apply(text)));
        }
        return Optional.of(ids);
    }

    private Response withDevice(String id, Function<Device, Response> answer) {
        return call.answered(
                () -> AdminCall.id(id).flatMap(registry::device).map(answer).orElseGet(AdminCall::notFound));
    }

    private Map<String, Object> whole(UUID did) {
        Map<String, Object> whole = new LinkedHashMap<>(inventory.device(did).orElseThrow());
        whole.put(
                "posture", new PostureRepresentations(settings.posture(), Instant.now()).device(registry.posture(did)));
        return whole;
    }

    private void record(OperationType operation, String path, @Nullable Object representation) {
        AdminEventBuilder event = adminEvent.operation(operation).resourcePath("holdfast/devices/" + path);
        if (representation != null) {
            event.representation(representation);
        }
        event.success();
    }

    private static DeviceInventory.Filter filter(
            @Nullable String search, @Nullable String status, @Nullable String assurance, @Nullable String user) {
        return new DeviceInventory.Filter(
                text(search),
                text(status).map(word -> constant(Device.Status.values(), "status", word)),
                text(assurance).map(word -> constant(Assurance.values(), "assurance", word)),
                text(user));
    }

    private static DeviceInventory.Place place(@Nullable String after, @Nullable String before, @Nullable Boolean end) {
        boolean atEnd = Boolean.TRUE.equals(end);
        if (Stream.of(after != null, before != null, atEnd)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw Refusal.INVALID_REQUEST.because("after, before and end are three ways to begin; take one");
        }
        if (after != null) {
            return DeviceInventory.Place.behind(deviceId("after", after));
        }
        if (before != null) {
            return DeviceInventory.Place.before(deviceId("before", before));
        }
        return atEnd ? DeviceInventory.Place.end() : DeviceInventory.Place.start();
    }

    private static UUID deviceId(String parameter, String text) {
        return AdminCall.id(text)
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because(parameter + " is not the id of a device"));
    }

    private static Optional<String> text(@Nullable String parameter) {
        return Optional.ofNullable(parameter).map(String::trim).filter(text -> !text.isEmpty());
    }

    private static <E extends Enum<E>> E constant(E[] values, String name, String word) {
        return Arrays.stream(values)
                .filter(constant -> constant.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because(name + " is none of " + Arrays.toString(values)));
    }

    private static String word(Device.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
