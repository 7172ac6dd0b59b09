package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.change.Changes;
import dev.holdfast.access.condition.NamedLists;
import dev.holdfast.access.document.IpListDocument;
import dev.holdfast.access.document.Replacement;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.realm.IpListProvider;
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
import java.util.Set;
import java.util.UUID;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;

/** The realm's IP lists: {@code {"name", "description", "ips": ["10.0.0.0/8", …]}}. */
public final class IpListsResource {
    static final String TYPE = "IPLIST";

    private final AccessCall call;
    private final ChangeGuard guard;
    private final KeptComponents lists;

    IpListsResource(AccessCall call) {
        this.call = call;
        this.guard = new ChangeGuard(call);
        this.lists = new KeptComponents(call, IpListProvider.class, "an IP list", TYPE, "iplists");
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
            lists.record(
                    OperationType.CREATE, model.getId(), model.getName(), Changes.between(Changes.nothing(), after));
            return call.created(model.getId(), after);
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> call.shown(shown(lists.find(id))));
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
            ComponentModel model = lists.find(id);
            ObjectNode before = shown(model);
            call.requireMatch(before);
            requireUnused(Set.of(id, model.getName()), "Policies look at this list", "or empty the list");
            call.realm().removeComponent(model);
            lists.record(
                    OperationType.DELETE, model.getId(), model.getName(), Changes.between(before, Changes.nothing()));
            return Response.noContent().build();
        });
    }

    private Response change(String id, InputStream body, boolean whole) {
        call.requireManage();
        return call.answered(() -> {
            ComponentModel former = lists.find(id);
            ObjectNode before = shown(former);
            call.requireMatch(before);
            ComponentModel model = new ComponentModel(former);
            take(
                    whole
                            ? IpListDocument.read(JsonBody.text(body, JsonBody.LARGE))
                            : IpListDocument.read(Replacement.of(before, JsonBody.object(body, JsonBody.LARGE))),
                    model);
            ObjectNode after = shown(model);
            if (!model.getName().equals(former.getName())) {
                requireUnused(
                        Set.of(former.getName()),
                        "Policies look at this list by its name",
                        "or let them name the list by its id");
            }
            if (!after.equals(before)) {
                AccessRealm realm = AccessRealms.asItIs(call.realm());
                guard.requireWayIn(realm, realm.documents(), Optional.of(model));
                call.realm().updateComponent(model);
                lists.record(OperationType.UPDATE, model.getId(), model.getName(), Changes.between(before, after));
            }
            return call.shown(after);
        });
    }

    /** Takes the document over into the component, if it can be one of the realm. */
    private void take(IpListDocument document, ComponentModel model) {
        if (!(document instanceof IpListDocument.Read list)) {
            throw RefusedRequestException.invalid(((IpListDocument.Refused) document).problems());
        }
        if (!list.id().isEmpty() && !list.id().equals(model.getId())) {
            throw RefusedRequestException.invalid("/id", "The id is given by the realm and cannot be changed");
        }
        lists.requireFree(list.name(), model.getId());
        model.setName(list.name());
        model.put(RealmIpListFactory.DESCRIPTION_KEY, list.description());
        model.put(RealmIpListFactory.ENTRIES_KEY, String.join("\n", list.entries()));
    }

    /** A policy that names a list which is not there knows of no address whether it is in it. */
    private void requireUnused(Set<String> names, String use, String wayOut) {
        List<String> users = AccessRealms.asItIs(call.realm()).documents().stream()
                .filter(policy -> NamedLists.of(policy.condition()).stream().anyMatch(names::contains))
                .map(policy -> policy.name())
                .toList();
        if (!users.isEmpty()) {
            throw RefusedRequestException.conflict(
                    "in_use", use + ": " + String.join(", ", users) + ". Change them first, " + wayOut + '.');
        }
    }

    static ObjectNode shown(ComponentModel model) {
        return IpListDocument.write(
                model.getId(),
                model.getName(),
                model.get(RealmIpListFactory.DESCRIPTION_KEY, ""),
                RealmIpListFactory.entriesOf(model).stream()
                        .filter(line -> !line.isBlank())
                        .toList());
    }
}
