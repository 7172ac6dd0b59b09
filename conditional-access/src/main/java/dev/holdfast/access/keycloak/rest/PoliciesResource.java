package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.change.Changes;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.realm.RealmPolicies;
import dev.holdfast.access.keycloak.realm.RealmPolicyFactory;
import dev.holdfast.access.policy.Policy;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;

/**
 * The realm's policies. A change that would leave no way in is refused, unless {@code ?force=true}. {@code PUT} replaces a
 * policy, {@code PATCH} replaces some of its members, each as a whole.
 */
public final class PoliciesResource {
    static final String TYPE = "AUTHNPOLICY";

    private final AccessCall call;
    private final ChangeGuard guard;

    PoliciesResource(AccessCall call) {
        this.call = call;
        this.guard = new ChangeGuard(call);
    }

    @GET
    @Path("")
    public Response list() {
        call.requireView();
        return call.answered(() -> call.listed(AccessRealms.asItIs(call.realm()).documents().stream()
                .sorted(Comparator.comparingInt(Policy::priority).thenComparing(Policy::id))
                .map(PoliciesResource::shown)
                .toList()));
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        call.requireManage();
        return call.answered(() -> {
            String id = UUID.randomUUID().toString();
            Policy policy = read(PolicyDocument.read(JsonBody.text(body, JsonBody.SMALL)), id, true);
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            List<Policy> draft = new ArrayList<>(realm.documents());
            draft.add(policy);
            check(realm, draft, policy);
            call.realm().addComponentModel(RealmPolicyFactory.newComponent(call.realm(), id, policy));
            ObjectNode after = shown(policy);
            record(OperationType.CREATE, policy, Changes.between(Changes.nothing(), after));
            return call.created(id, after);
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> call.shown(shown(RealmPolicies.policyOf(find(id)))));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(@PathParam("id") String id, InputStream body) {
        call.requireManage();
        return call.answered(() ->
                change(id, before -> read(PolicyDocument.read(JsonBody.text(body, JsonBody.SMALL)), id, false)));
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    public Response change(@PathParam("id") String id, InputStream body) {
        call.requireManage();
        return call.answered(() -> change(
                id,
                before -> read(
                        PolicyDocument.read(Documents.with(before, JsonBody.object(body, JsonBody.SMALL))),
                        id,
                        false)));
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        call.requireManage();
        return call.answered(() -> {
            ComponentModel model = find(id);
            Policy former = RealmPolicies.policyOf(model);
            ObjectNode before = shown(former);
            call.requireMatch(before);
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            // Without an allowing policy a realm whose default is to refuse lets nobody in.
            guard.requireWayIn(realm, without(realm, id), Optional.empty());
            call.realm().removeComponent(model);
            record(OperationType.DELETE, former, Changes.between(before, Changes.nothing()));
            return Response.noContent().build();
        });
    }

    private interface Change {
        Policy of(ObjectNode before);
    }

    private Response change(String id, Change change) {
        ComponentModel model = new ComponentModel(find(id));
        ObjectNode before = shown(RealmPolicies.policyOf(model));
        call.requireMatch(before);
        Policy policy = change.of(before);
        ObjectNode after = shown(policy);
        if (!after.equals(before)) {
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            List<Policy> draft = without(realm, id);
            draft.add(policy);
            check(realm, draft, policy);
            RealmPolicyFactory.put(model, policy);
            call.realm().updateComponent(model);
            record(OperationType.UPDATE, policy, Changes.between(before, after));
        }
        return call.shown(after);
    }

    private static List<Policy> without(AccessRealm realm, String id) {
        List<Policy> others = new ArrayList<>(realm.documents());
        others.removeIf(policy -> policy.id().equals(id));
        return others;
    }

    private void check(AccessRealm realm, List<Policy> draft, Policy policy) {
        for (String list : NamedLists.of(policy.condition())) {
            if (!realm.ipLists().containsKey(list)) {
                throw RefusedRequestException.invalid(
                        "/conditions", "There is no IP list of the id or name \"" + list + '"');
            }
        }
        if (draft.stream()
                .anyMatch(
                        other -> !other.id().equals(policy.id()) && other.name().equals(policy.name()))) {
            throw RefusedRequestException.conflict("name_taken", "There is a policy of this name");
        }
        guard.requireWayIn(realm, draft, Optional.empty());
    }

    /** @param mayNameAnother whether the body may bring an id from elsewhere, which does not hold here */
    static Policy read(PolicyDocument document, String id, boolean mayNameAnother) {
        if (!(document instanceof PolicyDocument.Read read)) {
            throw Documents.refused(((PolicyDocument.Refused) document).problems());
        }
        String named = read.policy().id();
        if (!mayNameAnother && !named.isEmpty() && !named.equals(id)) {
            throw RefusedRequestException.invalid("/id", "The id is given by the realm and cannot be changed");
        }
        return RealmPolicies.under(id, read.policy());
    }

    private ComponentModel find(String id) {
        return RealmPolicyFactory.componentsOf(call.realm())
                .filter(model -> model.getId().equals(id))
                .findFirst()
                .orElseThrow(RefusedRequestException::notFound);
    }

    private void record(OperationType operation, Policy policy, ArrayNode changes) {
        call.record(operation, TYPE, "authn/policies/" + policy.id(), policy.name(), changes);
    }

    static ObjectNode shown(Policy policy) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("id", policy.id());
        shown.setAll(PolicyDocument.write(policy));
        return shown;
    }
}
