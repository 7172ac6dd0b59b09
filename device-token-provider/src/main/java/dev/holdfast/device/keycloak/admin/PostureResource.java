package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.keycloak.registry.DeviceSerials;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.keycloak.registry.PostureRows;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.posture.Facts;
import dev.holdfast.device.posture.PostureCensus;
import dev.holdfast.device.posture.PostureCounts;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureSource;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Devices' conditions for administrators and for systems that manage devices: {@code GET} counts them or shows one;
 * {@code PUT} to {@code sources/{source}/devices/{id}} or {@code sources/{source}/serials/{serial}} tells what a managing
 * system knows, {@code DELETE} forgets it. What the device's own agent says comes by its signature alone, never from here.
 */
public final class PostureResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_POSTURE";
    private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/+-]{0,63}");

    private static final PostureCensus CENSUS = new PostureCensus(Clock.systemUTC());

    private final RealmModel realm;
    private final AdminCall call;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;
    private final PosturePolicy policy;
    private final JpaDeviceRegistry registry;
    private final PostureRows rows;
    private final DeviceSerials serials;

    public PostureResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent,
            PosturePolicy policy) {
        this.realm = realm;
        this.call = new AdminCall(session, realm);
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.policy = policy;
        this.registry = new JpaDeviceRegistry(session, realm);
        this.rows = new PostureRows(session, realm);
        this.serials = new DeviceSerials(session, realm);
    }

    /** Counts over the active devices of the realm, a few minutes old at most: {@code counted_at} says when. */
    @GET
    @Path("")
    public Response summary() {
        permissions.realm().requireViewRealm();
        PostureCounts counts = CENSUS.of(realm.getId(), policy, this::count);
        return JsonAnswer.of(200, shown(Instant.now()).summary(counts)).build();
    }

    @GET
    @Path("devices/{did}")
    public Response device(@PathParam("did") String did) {
        permissions.realm().requireViewRealm();
        return withDevice(
                did, id -> JsonAnswer.of(200, whole(id, Instant.now())).build());
    }

    /** {@code {"serial": "…"}} or {@code {"serial": null}}. */
    @PUT
    @Path("devices/{did}/serial")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response setSerial(@PathParam("did") String did, InputStream body) {
        permissions.realm().requireManageRealm();
        return withDevice(did, id -> {
            Optional<String> serial =
                    AdminCall.read(body).optionalText("serial").map(String::trim);
            if (serial.filter(text -> !SERIAL.matcher(text).matches()).isPresent()) {
                throw Refusal.INVALID_REQUEST.because("serial must be 1 to 64 letters, digits, spaces or . _ / + -");
            }
            if (serial.stream()
                    .flatMap(text -> serials.devicesWith(text).stream())
                    .anyMatch(other -> !other.equals(id))) {
                return AdminCall.conflict("Another device has this serial number.");
            }
            serials.set(id, serial.orElse(null));
            record(OperationType.UPDATE, "devices/" + did + "/serial", Map.of("serial", serial.orElse("")));
            return Response.noContent().build();
        });
    }

    /** {@code {"facts": {…}, "collected_at"?: seconds}}: what the managing system knows of this device now. */
    @PUT
    @Path("sources/{source}/devices/{did}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response tell(@PathParam("source") String source, @PathParam("did") String did, InputStream body) {
        permissions.realm().requireManageRealm();
        return withDevice(did, id -> take(source, id, body));
    }

    /** The same for the device that has this serial number. */
    @PUT
    @Path("sources/{source}/serials/{serial}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response tellBySerial(
            @PathParam("source") String source, @PathParam("serial") String serial, InputStream body) {
        permissions.realm().requireManageRealm();
        return call.answered(() -> {
            List<UUID> devices = serials.devicesWith(serial);
            // Two administrators at one instant can give it to two devices: then it names neither.
            return devices.size() == 1 ? take(source, devices.get(0), body) : AdminCall.notFound();
        });
    }

    /** Forgets what a source said of a device; its own agent's report, too. */
    @DELETE
    @Path("sources/{source}/devices/{did}")
    public Response forget(@PathParam("source") String source, @PathParam("did") String did) {
        permissions.realm().requireManageRealm();
        return withDevice(did, id -> {
            if (!rows.forget(id, named(source))) {
                return AdminCall.notFound();
            }
            record(OperationType.DELETE, "sources/" + source + "/devices/" + did, null);
            return Response.noContent().build();
        });
    }

    private Response take(String name, UUID did, InputStream body) {
        PostureSource source = named(name);
        Claims request = AdminCall.read(body);
        Instant now = Instant.now();
        Instant measuredAt = request.has("collected_at") ? Instant.ofEpochSecond(request.integer("collected_at")) : now;
        PostureReport report = PostureReport.told(source, measuredAt, now, Facts.parse(request.object("facts")));
        if (!registry.storePosture(did, report)) {
            return AdminCall.conflict("This source said something later of the device.");
        }
        Map<String, Object> after = whole(did, now);
        record(
                OperationType.UPDATE,
                "sources/" + source.name() + "/devices/" + did,
                Map.of("facts", report.facts().shown()));
        return JsonAnswer.of(200, after).build();
    }

    private PostureCounts count() {
        PostureCounts.Tally tally = new PostureCounts.Tally(policy, Instant.now());
        rows.ofEachActiveDevice(tally::add);
        return tally.among(serials.countActive());
    }

    private Map<String, Object> whole(UUID did, Instant now) {
        Map<String, Object> whole = shown(now).device(rows.of(did));
        serials.of(did).ifPresent(serial -> whole.put("serial", serial));
        return whole;
    }

    private PostureRepresentations shown(Instant now) {
        return new PostureRepresentations(policy, now);
    }

    private static PostureSource named(String source) {
        try {
            return new PostureSource(source);
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because(String.valueOf(e.getMessage()));
        }
    }

    private Response withDevice(String did, Function<UUID, Response> answer) {
        return call.answered(
                () -> AdminCall.id(did).filter(serials::isDevice).map(answer).orElseGet(AdminCall::notFound));
    }

    private void record(OperationType operation, String path, @Nullable Object representation) {
        AdminEventBuilder event = adminEvent.operation(operation).resourcePath("holdfast/posture/" + path);
        if (representation != null) {
            event.representation(representation);
        }
        event.success();
    }
}
