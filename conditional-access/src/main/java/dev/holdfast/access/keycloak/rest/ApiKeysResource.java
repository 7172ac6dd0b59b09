package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.change.Changes;
import dev.holdfast.access.key.ApiKey;
import dev.holdfast.access.keycloak.apikey.ApiKeyOwner;
import dev.holdfast.access.keycloak.apikey.ApiKeyProvider;
import dev.holdfast.access.keycloak.apikey.ApiKeys;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;

/**
 * API keys for scripts: {@code POST {"name", "client", "days"?}} answers the key, once. A key calls in the name of the
 * client's service account. Whoever makes one must be allowed to manage that client, and so could take its secret; a key
 * itself makes, sees and revokes none.
 */
public final class ApiKeysResource {
    static final String TYPE = "API_KEY";

    private static final Set<String> KNOWN = Set.of("name", "client", "days");
    private static final int USUAL_DAYS = 90;
    private static final int MOST_DAYS = 366;
    private static final long MOST_KEYS = 200;

    private final AccessCall call;
    private final ApiKeys keys;
    private final KeptComponents kept;

    ApiKeysResource(AccessCall call) {
        this.call = call;
        this.keys = new ApiKeys(call.session(), call.realm());
        this.kept = new KeptComponents(call, ApiKeyProvider.class, "an API key", TYPE, "apikeys");
    }

    @GET
    @Path("")
    public Response list() {
        call.requireView();
        requirePerson();
        return call.answered(() -> call.listed(keys.all()
                .sorted(Comparator.comparing(ApiKeys.Kept::createdAt).thenComparing(ApiKeys.Kept::id))
                .map(ApiKeysResource::shown)
                .toList()));
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        call.requireManage();
        requirePerson();
        return call.answered(() -> {
            Members members = new Members(JsonBody.object(body, JsonBody.SMALL)).only(KNOWN);
            String name = members.required("name", 255);
            String clientId = members.required("client", 255);
            int days = members.number("days", 1, MOST_DAYS).orElse(USUAL_DAYS);
            Optional<ClientModel> client =
                    Optional.ofNullable(call.session().clients().getClientByClientId(call.realm(), clientId));
            client.ifPresent(call.caller().personalPermissions(call.session()).clients()::requireManage);
            Optional<ApiKeyOwner> owner = client.flatMap(keys::owner);
            if (owner.isEmpty()) {
                members.problem("client", "The client id of a client with a service account belongs here");
            }
            members.check();
            if (keys.all().count() >= MOST_KEYS) {
                throw RefusedRequestException.conflict(
                        "too_many", "There are " + MOST_KEYS + " keys already: revoke those that nobody uses");
            }
            ApiKey key = keys.create(
                    name,
                    owner.orElseThrow(),
                    call.caller().user(),
                    Instant.now().plus(Duration.ofDays(days)));
            ObjectNode shown = keys.find(key.id().toString())
                    .map(ApiKeysResource::shown)
                    .orElseThrow(() -> new AssertionError("it was just written"));
            kept.record(OperationType.CREATE, key.id().toString(), name, Changes.between(Changes.nothing(), shown));
            return call.created(key.id().toString(), shown.deepCopy().put("key", key.reveal()));
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        requirePerson();
        return call.answered(() -> call.shown(find(id)));
    }

    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id) {
        call.requireManage();
        requirePerson();
        return call.answered(() -> {
            ObjectNode before = find(id);
            keys.revoke(id);
            kept.record(
                    OperationType.DELETE, id, before.path("name").asText(), Changes.between(before, Changes.nothing()));
            return Response.noContent().build();
        });
    }

    private ObjectNode find(String id) {
        return keys.find(id).map(ApiKeysResource::shown).orElseThrow(RefusedRequestException::notFound);
    }

    /** A stolen key must not make itself a successor. */
    private void requirePerson() {
        if (call.caller().byKey()) {
            throw new ForbiddenException();
        }
    }

    private static ObjectNode shown(ApiKeys.Kept key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", key.id())
                .put("name", key.name())
                .put("client", key.clientId())
                .put("created_at", key.createdAt().toString())
                .put("created_by", key.createdBy())
                .put("expires_at", key.expiresAt().toString())
                .put("expired", !Instant.now().isBefore(key.expiresAt()));
    }
}
