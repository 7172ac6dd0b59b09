package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.DocumentProblem;
import dev.holdfast.access.document.ExplanationWriter;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.explanation.Explanation;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.realm.RealmPolicies;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What would be decided of a described request, and why: by the realm's policies, by these with one changed or added
 * ({@code "draft"}), or by others altogether ({@code "policies"}). Changes nothing, and needs to view realm and user.
 */
public final class SimulationResource {
    private final AccessCall call;

    SimulationResource(AccessCall call) {
        this.call = call;
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response simulate(InputStream body) {
        call.requireView();
        return call.answered(() -> {
            Set<String> known = new HashSet<>(Described.MEMBERS);
            known.addAll(Set.of("draft", "policies"));
            Members members = new Members(JsonBody.object(body, JsonBody.LARGE)).only(known);
            Described described = new Described(call, members);
            Signals signals = described.signals();
            members.check();
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            Explanation explanation = policies(realm, members).explain(signals);
            ObjectNode shown = ExplanationWriter.write(explanation);
            shown.put(
                    "in_force",
                    AccessRealms.setUpIn(call.realm()).isPresent()
                            && realm.settings().on());
            shown.put("break_glass", realm.isBreakGlass(described.user()));
            shown.set("request", ExplanationWriter.write(signals));
            return JsonAnswer.of(200, shown).build();
        });
    }

    /** The set that the body asks for. */
    static PolicySet policies(AccessRealm realm, Members members) {
        JsonNode policies = members.value("policies");
        JsonNode draft = members.value("draft");
        if (members.has("policies") && members.has("draft")) {
            throw RefusedRequestException.invalid("/draft", "One draft belongs here, or all policies, and not both");
        }
        if (policies.isArray()) {
            List<Policy> read = new ArrayList<>();
            for (int i = 0; i < policies.size(); i++) {
                read.add(draft(policies.get(i), "/policies/" + i));
            }
            return realm.compiled(read);
        }
        if (draft.isObject()) {
            Policy policy = draft(draft, "/draft");
            List<Policy> read = new ArrayList<>(realm.documents());
            read.removeIf(other -> other.id().equals(policy.id()));
            read.add(policy);
            return realm.compiled(read);
        }
        if (!policies.isMissingNode() && !policies.isNull() || !draft.isMissingNode() && !draft.isNull()) {
            throw RefusedRequestException.invalid("/draft", "A draft is a policy, and policies are a list of them");
        }
        return realm.policies();
    }

    private static Policy draft(JsonNode document, String pointer) {
        PolicyDocument read = PolicyDocument.read(document);
        if (read instanceof PolicyDocument.Refused refused) {
            // Without lines: those would be of a text that the caller never saw.
            throw RefusedRequestException.invalid(refused.problems().stream()
                    .map(problem -> DocumentProblem.at(pointer + problem.pointer(), problem.message()))
                    .toList());
        }
        Policy policy = ((PolicyDocument.Read) read).policy();
        return policy.id().isEmpty() ? RealmPolicies.under("draft-" + UUID.randomUUID(), policy) : policy;
    }
}
