package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.change.Changes;
import dev.holdfast.access.condition.NamedLists;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.document.Replacement;
import dev.holdfast.access.keycloak.realm.AccessPolicyProvider;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.realm.RealmPolicies;
import dev.holdfast.access.keycloak.realm.RealmPolicyFactory;
import dev.holdfast.access.order.Position;
import dev.holdfast.access.order.Renumbering;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;

/**
 * The realm's policies. A change that would leave no way in is refused, unless {@code ?force=true}. {@code PUT} replaces a
 * policy, {@code PATCH} replaces some of its members, each as a whole. A move gives other policies another priority too where it
 * has to: all of them or none.
 */
public final class PoliciesResource {
    static final String TYPE = "AUTHNPOLICY";

    private static final int LONGEST_ID = 200;

    private final AccessCall call;
    private final ChangeGuard guard;
    private final KeptComponents policies;

    PoliciesResource(AccessCall call) {
        this.call = call;
        this.guard = new ChangeGuard(call);
        this.policies = new KeptComponents(call, AccessPolicyProvider.class, "a policy", TYPE, "authn/policies");
    }

    @GET
    @Path("")
    public Response list() {
        call.requireView();
        return call.answered(() -> call.listed(AccessRealms.asItIs(call.realm()).documents().stream()
                .sorted(Policy.IN_ORDER)
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
            policies.record(
                    OperationType.CREATE, policy.id(), policy.name(), Changes.between(Changes.nothing(), after));
            return call.created(id, after);
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> call.shown(shown(RealmPolicies.policyOf(policies.find(id)))));
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
                        PolicyDocument.read(Replacement.of(before, JsonBody.object(body, JsonBody.SMALL))),
                        id,
                        false)));
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        call.requireManage();
        return call.answered(() -> {
            ComponentModel model = policies.find(id);
            Policy former = RealmPolicies.policyOf(model);
            ObjectNode before = shown(former);
            call.requireMatch(before);
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            // Without an allowing policy a realm whose default is to refuse lets nobody in.
            guard.requireWayIn(realm, without(realm, id), Optional.empty());
            call.realm().removeComponent(model);
            policies.record(
                    OperationType.DELETE, former.id(), former.name(), Changes.between(before, Changes.nothing()));
            return Response.noContent().build();
        });
    }

    /** Puts a policy next to another one in the realm's order: {@code {"before": "<id>"}} or {@code {"after": "<id>"}}. */
    @POST
    @Path("{id}/move")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response move(@PathParam("id") String id, InputStream body) {
        call.requireManage();
        return call.answered(() -> {
            Policy policy = RealmPolicies.policyOf(policies.find(id));
            call.requireMatch(shown(policy));
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            Position position = position(realm, id, new Members(JsonBody.object(body, JsonBody.SMALL)));
            Map<String, Policy> renumbered = new LinkedHashMap<>();
            Renumbering.of(realm.documents(), id, position).forEach(other -> renumbered.put(other.id(), other));
            if (!renumbered.isEmpty()) {
                renumber(realm, renumbered);
            }
            return call.shown(shown(renumbered.getOrDefault(id, policy)));
        });
    }

    private static Position position(AccessRealm realm, String id, Members members) {
        Optional<String> before = members.only(Set.of("before", "after")).text("before", LONGEST_ID);
        Optional<String> after = members.text("after", LONGEST_ID);
        members.check();
        if (before.isPresent() == after.isPresent()) {
            throw RefusedRequestException.invalid("", "One of \"before\" and \"after\" belongs here, and not both");
        }
        String pointer = before.isPresent() ? "/before" : "/after";
        String neighbour = before.or(() -> after).orElseThrow();
        if (neighbour.equals(id)) {
            throw RefusedRequestException.invalid(pointer, "A policy cannot stand next to itself");
        }
        if (realm.documents().stream().noneMatch(policy -> policy.id().equals(neighbour))) {
            throw RefusedRequestException.invalid(pointer, "There is no policy of this id");
        }
        return new Position(before.isPresent() ? Position.Side.BEFORE : Position.Side.AFTER, neighbour);
    }

    private void renumber(AccessRealm realm, Map<String, Policy> renumbered) {
        guard.requireWayIn(
                realm,
                realm.documents().stream()
                        .map(policy -> renumbered.getOrDefault(policy.id(), policy))
                        .toList(),
                Optional.empty());
        renumbered.values().forEach(after -> {
            ComponentModel model = new ComponentModel(policies.find(after.id()));
            if (!RealmPolicies.isReadable(model)) {
                // What stands in for it here must not be written over what a newer version left.
                throw RefusedRequestException.conflict(
                        "unreadable",
                        "The policy " + after.name() + " cannot be read, so its priority cannot be changed. Mend or"
                                + " delete it first.");
            }
            write(model, shown(RealmPolicies.policyOf(model)), after);
        });
    }

    private interface Change {
        Policy of(ObjectNode before);
    }

    private Response change(String id, Change change) {
        ComponentModel model = new ComponentModel(policies.find(id));
        ObjectNode before = shown(RealmPolicies.policyOf(model));
        call.requireMatch(before);
        Policy policy = change.of(before);
        ObjectNode after = shown(policy);
        if (!after.equals(before)) {
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            List<Policy> draft = without(realm, id);
            draft.add(policy);
            check(realm, draft, policy);
            write(model, before, policy);
        }
        return call.shown(after);
    }

    private void write(ComponentModel model, ObjectNode before, Policy after) {
        RealmPolicyFactory.put(model, after);
        call.realm().updateComponent(model);
        policies.record(OperationType.UPDATE, after.id(), after.name(), Changes.between(before, shown(after)));
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
        policies.requireFree(policy.name(), policy.id());
        guard.requireWayIn(realm, draft, Optional.empty());
    }

    /** @param mayNameAnother whether the body may bring an id from elsewhere, which does not hold here */
    static Policy read(PolicyDocument document, String id, boolean mayNameAnother) {
        if (!(document instanceof PolicyDocument.Read read)) {
            throw RefusedRequestException.invalid(((PolicyDocument.Refused) document).problems());
        }
        String named = read.policy().id();
        if (!mayNameAnother && !named.isEmpty() && !named.equals(id)) {
            throw RefusedRequestException.invalid("/id", "The id is given by the realm and cannot be changed");
        }
        return RealmPolicies.under(id, read.policy());
    }

    static ObjectNode shown(Policy policy) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("id", policy.id());
        shown.setAll(PolicyDocument.write(policy));
        return shown;
    }
}
