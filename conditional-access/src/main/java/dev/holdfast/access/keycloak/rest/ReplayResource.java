package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.ExplanationWriter;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.history.PastSignIn;
import dev.holdfast.access.keycloak.history.SignInHistoryProvider;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.replay.PastDecision;
import dev.holdfast.access.replay.Portion;
import dev.holdfast.access.replay.Replay;
import dev.holdfast.access.replay.Verdict;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a draft would have changed of the recorded sign-ins of the last days. Address, place, client, time and methods are those
 * of the sign-in; person and device are as they are now, and risk is not known. Each is decided by the realm's policies and by
 * the draft, so that what is counted is the draft's doing.
 */
public final class ReplayResource {
    private static final int USUAL_DAYS = 7;
    private static final int MOST_DAYS = 90;
    private static final int EXAMPLES = 10;
    private static final long MOST = 200_000;

    private final AccessCall call;

    ReplayResource(AccessCall call) {
        this.call = call;
    }

    @POST
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replay(InputStream body) {
        call.requireView();
        call.caller().permissions().users().requireView();
        return call.answered(() -> {
            SignInHistoryProvider history = call.session().getProvider(SignInHistoryProvider.class);
            if (history == null || !history.isKept()) {
                throw RefusedRequestException.notThere(
                        "The realm keeps no record of sign-ins: switch Directory Insights on, and ask again in some days");
            }
            Members members =
                    new Members(JsonBody.object(body, JsonBody.LARGE)).only(Set.of("draft", "policies", "days"));
            int days = members.number("days", 1, MOST_DAYS).orElse(USUAL_DAYS);
            members.check();
            AccessRealm realm = AccessRealms.asItIs(call.realm());
            PolicySet draft = SimulationResource.policies(realm, members);
            Instant from = Instant.now().minus(Duration.ofDays(days));
            try (Stream<PastSignIn> past = history.since(from);
                    PresentState present = new PresentState(call.session(), call.realm())) {
                Portion portion = new Portion(MOST);
                Replay replay = Replay.of(
                        draft,
                        past.takeWhile(one -> portion.takes(one.time()))
                                .flatMap(one -> decided(one, present, realm.policies())),
                        EXAMPLES,
                        realm.settings().secondFactors());
                ObjectNode shown = shown(replay, draft, from);
                shown.put("complete", portion.cutOffAt().isEmpty());
                portion.cutOffAt().ifPresent(until -> shown.put("until", until.toString()));
                return JsonAnswer.of(200, shown).build();
            }
        });
    }

    /** What was no sign-in, or is nobody's any more, is left out. */
    private Stream<PastDecision> decided(PastSignIn past, PresentState present, PolicySet policies) {
        boolean signedIn =
                past.outcome() == PastSignIn.Outcome.SUCCEEDED || past.outcome() == PastSignIn.Outcome.DENIED_BY_POLICY;
        if (!signedIn) {
            return Stream.empty();
        }
        return present.person(past.userId()).stream().map(person -> {
            Signals signals = new Signals(
                    person,
                    past.type(),
                    past.clientId(),
                    past.time(),
                    past.address(),
                    past.place(),
                    past.deviceId().map(present::device).orElseGet(DeviceSignal.None::new),
                    past.methods(),
                    Optional.empty());
            return new PastDecision(past.id(), signals, Verdict.of(policies.decide(signals)));
        });
    }

    private static ObjectNode shown(Replay replay, PolicySet draft, Instant from) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("from", from.toString())
                .put("total", replay.total())
                .put("unmet", replay.unmet());
        ArrayNode changes = shown.putArray("changes");
        for (Replay.Change change : replay.changes()) {
            ObjectNode one = changes.addObject()
                    .put("from", word(change.from()))
                    .put("to", word(change.to()))
                    .put("count", change.count())
                    .put("people", change.people());
            ArrayNode examples = one.putArray("examples");
            change.examples().forEach(example -> {
                ObjectNode told = examples.addObject().put("id", example.past().id());
                told.set("request", ExplanationWriter.write(example.past().signals()));
                told.set("decision", ExplanationWriter.write(example.now()));
            });
        }
        Map<String, String> names = new TreeMap<>();
        draft.policies().forEach((Policy policy) -> names.put(policy.id(), policy.name()));
        ArrayNode matched = shown.putArray("matched");
        replay.matched()
                .forEach((id, count) -> matched.addObject()
                        .put("id", id)
                        .put("name", names.getOrDefault(id, id))
                        .put("count", count));
        return shown;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
