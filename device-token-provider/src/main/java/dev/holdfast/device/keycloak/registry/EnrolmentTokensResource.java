package dev.holdfast.device.keycloak.registry;

import dev.holdfast.device.enrolment.EnrolmentSecret;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The administrator's enrolment tokens: {@code POST} {@code {"uses", "expires_in", "owner"?}} makes one and shows its
 * secret this once, {@code GET} lists what is left, {@code DELETE} ends one.
 */
public final class EnrolmentTokensResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_ENROLMENT_TOKEN";
    private static final long MAX_USES = 10_000;
    private static final long DEFAULT_SECONDS = 3_600;
    private static final long MAX_SECONDS = 90L * 24 * 3_600;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;

    public EnrolmentTokensResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        permissions.realm().requireManageRealm();
        try {
            Claims request = Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1));
            EnrolmentSecret secret = EnrolmentSecret.generate(RANDOM);
            EnrolmentTokenEntity row = row(request, secret);
            database().persist(row);
            adminEvent
                    .operation(OperationType.CREATE)
                    .resourcePath(session.getContext().getUri(), row.id)
                    .representation(shown(row))
                    .success();
            Map<String, Object> answer = shown(row);
            answer.put("enrolment_token", secret.reveal());
            return JsonAnswer.of(201, answer).build();
        } catch (RefusedException e) {
            return JsonAnswer.of(400, Map.of("error", "invalid_request", "error_description", e.failedCheck()))
                    .build();
        } catch (IOException e) {
            return JsonAnswer.of(400, Map.of("error", "invalid_request", "error_description", "body broke off"))
                    .build();
        }
    }

    @GET
    @Path("")
    public Response list() {
        permissions.realm().requireViewRealm();
        return JsonAnswer.of(
                        200,
                        database()
                                .createQuery(
                                        "select t from EnrolmentTokenEntity t where t.realmId = :realm"
                                                + " order by t.createdAt desc",
                                        EnrolmentTokenEntity.class)
                                .setParameter("realm", realm.getId())
                                .setMaxResults(1_000)
                                .getResultStream()
                                .map(this::shown)
                                .toList())
                .build();
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        permissions.realm().requireManageRealm();
        int deleted = database()
                .createQuery("delete from EnrolmentTokenEntity t where t.id = :id and t.realmId = :realm")
                .setParameter("id", id)
                .setParameter("realm", realm.getId())
                .executeUpdate();
        if (deleted == 0) {
            return JsonAnswer.of(404, Map.of("error", "not_found")).build();
        }
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .success();
        return Response.noContent().build();
    }

    private EnrolmentTokenEntity row(Claims request, EnrolmentSecret secret) {
        Instant now = Instant.now();
        EnrolmentTokenEntity row = new EnrolmentTokenEntity();
        row.id = UUID.randomUUID().toString();
        row.realmId = realm.getId();
        row.secretHash = secret.hash().value();
        row.usesLeft = (int) bounded(request, "uses", 1, MAX_USES);
        row.expiresAt = now.getEpochSecond() + bounded(request, "expires_in", DEFAULT_SECONDS, MAX_SECONDS);
        row.ownerId = request.optionalText("owner").map(this::userId).orElse(null);
        row.createdAt = now.getEpochSecond();
        return row;
    }

    private static long bounded(Claims request, String name, long absent, long max) {
        long value = request.has(name) ? request.integer(name) : absent;
        if (value < 1 || value > max) {
            throw Refusal.INVALID_REQUEST.because(name + " must be from 1 to " + max);
        }
        return value;
    }

    private String userId(String username) {
        UserModel user = session.users().getUserByUsername(realm, username);
        if (user == null) {
            throw Refusal.INVALID_REQUEST.because("owner is no user of this realm");
        }
        return user.getId();
    }

    private Map<String, Object> shown(EnrolmentTokenEntity row) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", row.id);
        shown.put("uses", row.usesLeft);
        shown.put("expires_at", row.expiresAt);
        shown.put("created_at", row.createdAt);
        if (row.ownerId != null) {
            shown.put("owner_id", row.ownerId);
            UserModel owner = session.users().getUserById(realm, row.ownerId);
            if (owner != null) {
                shown.put("owner", owner.getUsername());
            }
        }
        return shown;
    }

    private EntityManager database() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
