package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.enrolment.EnrolmentSecret;
import dev.holdfast.device.keycloak.registry.EnrolmentTokens;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.EnrolmentToken;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
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
    private final AdminCall call;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;
    private final EnrolmentTokens tokens;

    public EnrolmentTokensResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.call = new AdminCall(session, realm);
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.tokens = new EnrolmentTokens(session, realm);
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        permissions.realm().requireManageRealm();
        return call.answered(() -> {
            EnrolmentSecret secret = EnrolmentSecret.generate(RANDOM);
            EnrolmentTokens.Made made = made(AdminCall.read(body));
            tokens.add(made, secret.hash());
            Map<String, Object> answer = shown(made);
            adminEvent
                    .operation(OperationType.CREATE)
                    .resourcePath(
                            session.getContext().getUri(), made.token().id().toString())
                    .representation(Map.copyOf(answer))
                    .success();
            answer.put("enrolment_token", secret.reveal());
            return JsonAnswer.of(201, answer).build();
        });
    }

    @GET
    @Path("")
    public Response list() {
        permissions.realm().requireViewRealm();
        return JsonAnswer.of(200, tokens.list().stream().map(this::shown).toList())
                .build();
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        permissions.realm().requireManageRealm();
        if (!tokens.remove(id)) {
            return AdminCall.notFound();
        }
        adminEvent
                .operation(OperationType.DELETE)
                .resourcePath(session.getContext().getUri())
                .success();
        return Response.noContent().build();
    }

    private EnrolmentTokens.Made made(Claims request) {
        Instant now = Instant.now();
        return new EnrolmentTokens.Made(
                new EnrolmentToken(
                        UUID.randomUUID(),
                        (int) bounded(request, "uses", 1, MAX_USES),
                        now.plusSeconds(bounded(request, "expires_in", DEFAULT_SECONDS, MAX_SECONDS)),
                        request.optionalText("owner").map(call::userId)),
                now);
    }

    private static long bounded(Claims request, String name, long absent, long max) {
        long value = request.has(name) ? request.integer(name) : absent;
        if (value < 1 || value > max) {
            throw Refusal.INVALID_REQUEST.because(name + " must be from 1 to " + max);
        }
        return value;
    }

    private Map<String, Object> shown(EnrolmentTokens.Made made) {
        EnrolmentToken token = made.token();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", token.id().toString());
        shown.put("uses", token.usesLeft());
        shown.put("expires_at", token.expiresAt().getEpochSecond());
        shown.put("created_at", made.at().getEpochSecond());
        token.owner().ifPresent(id -> {
            shown.put("owner_id", id);
            UserModel owner = session.users().getUserById(realm, id);
            if (owner != null) {
                shown.put("owner", owner.getUsername());
            }
        });
        return shown;
    }
}
