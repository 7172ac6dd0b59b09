package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.change.Changes;
import dev.holdfast.access.document.IpListDocument;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.realm.RealmIpListFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;

/** The realm's IP lists: {@code {"name", "description", "ips": ["10.0.0.0/8", …]}}. */
public final class IpListsResource {
    static final String TYPE = "IPLIST";

    private final AccessCall call;
    private final ChangeGuard guard;

    IpListsResource(AccessCall call) {
        this.call = call;
        this.guard = new ChangeGuard(call);
    }

    @GET
    @Path("")
    public Response list() {
        call.requireView();
        return call.answered(() -> call.listed(RealmIpListFactory.componentsOf(call.realm())
                .sorted(Comparator.comparing(ComponentModel::getName).thenComparing(ComponentModel::getId))
                .map(IpListsResource::shown)
                .toList()));
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        call.requireManage();
        return call.answered(() -> {
            ComponentModel model = RealmIpListFactory.newComponent(call.realm());
            model.setId(UUID.randomUUID().toString());
            take(IpListDocument.read(JsonBody.text(body, JsonBody.LARGE)), model);
            call.realm().addComponentModel(model);
            ObjectNode after = shown(model);
            record(OperationType.CREATE, model, Changes.between(Changes.nothing(), after));
            return call.created(model.getId(), after);
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> call.shown(shown(find(id))));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(@PathParam("id") String id, InputStream body) {
        return change(id, body, true);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Response change(@PathParam("id") String id, InputStream body) {
        return change(id, body, false);
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        call.requireManage();
        return call.answered(() -> {
            ComponentModel model = find(id);
            ObjectNode before = shown(model);
            call.requireMatch(before);
            List<String> users = AccessRealms.asItIs(call.realm()).documents().stream()
                    .filter(policy -> NamedLists.of(policy.condition()).stream()
                            .anyMatch(list -> list.equals(id) || list.equals(model.getName())))
                    .map(policy -> policy.name())
                    .toList();
            if (!users.isEmpty()) {
                throw RefusedRequestException.conflict(
                        "in_use",
                        "Policies look at this list: " + String.join(", ", users)
                                + ". Change them first, or empty the list.");
            }
            call.realm().removeComponent(model);
            record(OperationType.DELETE, model, Changes.between(before, Changes.nothing()));
            return Response.noContent().build();
        });
    }

    private Response change(String id, InputStream body, boolean whole) {
        call.requireManage();
        return call.answered(() -> {
            ComponentModel former = find(id);
            ObjectNode before = shown(former);
            call.requireMatch(before);
            ComponentModel model = new ComponentModel(former);
            take(
                    whole
                            ? IpListDocument.read(JsonBody.text(body, JsonBody.LARGE))
                            : IpListDocument.read(Documents.with(before, JsonBody.object(body, JsonBody.LARGE))),
                    model);
            ObjectNode after = shown(model);
            if (!after.equals(before)) {
                AccessRealm realm = AccessRealms.asItIs(call.realm());
                guard.requireWayIn(realm, realm.documents(), Optional.of(model));
                call.realm().updateComponent(model);
                record(OperationType.UPDATE, model, Changes.between(before, after));
            }
            return call.shown(after);
        });
    }

    /** Takes the document over into the component, if it can be one of the realm. */
    private void take(IpListDocument document, ComponentModel model) {
        if (!(document instanceof IpListDocument.Read list)) {
            throw Documents.refused(((IpListDocument.Refused) document).problems());
        }
        if (!list.id().isEmpty() && !list.id().equals(model.getId())) {
            throw RefusedRequestException.invalid("/id", "The id is given by the realm and cannot be changed");
        }
        requireFree(list.name(), model);
        model.setName(list.name());
        model.put(RealmIpListFactory.DESCRIPTION_KEY, list.description());
        model.put(RealmIpListFactory.ENTRIES_KEY, String.join("\n", list.entries()));
    }

    private void requireFree(String name, ComponentModel model) {
        boolean taken = RealmIpListFactory.componentsOf(call.realm())
                .anyMatch(other ->
                        !other.getId().equals(model.getId()) && other.getName().equals(name));
        if (taken) {
            throw RefusedRequestException.conflict("name_taken", "There is an IP list of this name");
        }
    }

    private ComponentModel find(String id) {
        return RealmIpListFactory.componentsOf(call.realm())
                .filter(model -> model.getId().equals(id))
                .findFirst()
                .orElseThrow(RefusedRequestException::notFound);
    }

    private void record(OperationType operation, ComponentModel model, ArrayNode changes) {
        call.record(operation, TYPE, "iplists/" + model.getId(), model.getName(), changes);
    }

    static ObjectNode shown(ComponentModel model) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("id", model.getId())
                .put("name", model.getName())
                .put("description", model.get(RealmIpListFactory.DESCRIPTION_KEY, ""));
        ArrayNode entries = shown.putArray("ips");
        RealmIpListFactory.addressesOf(model).forEach(entries::add);
        return shown;
    }
}
