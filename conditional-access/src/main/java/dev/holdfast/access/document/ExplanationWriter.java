package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.explanation.Explanation;
import dev.holdfast.access.explanation.Finding;
import dev.holdfast.access.explanation.PolicyExplanation;
import dev.holdfast.access.explanation.Reason;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decisions and their reasons as JSON. */
public final class ExplanationWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ExplanationWriter() {}

    public static ObjectNode write(Explanation explanation) {
        ObjectNode shown = JSON.objectNode();
        shown.set("decision", write(explanation.decision()).put("by_default", explanation.byDefault()));
        ArrayNode policies = shown.putArray("policies");
        explanation.policies().forEach(policy -> policies.add(shown(policy)));
        return shown;
    }

    public static ObjectNode write(Decision decision) {
        ObjectNode shown = JSON.objectNode();
        if (decision instanceof Decision.Deny deny) {
            shown.put("action", "deny");
            put(shown, deny.message());
        } else if (decision instanceof Decision.Allow allow) {
            shown.put("action", "allow");
            put(shown, allow.session());
        } else if (decision instanceof Decision.Require require) {
            shown.put("action", "require").put("mfa", require.mfa());
            require.factors().ifPresent(factors -> put(shown, "factors", factors));
            shown.put("user_verification", word(require.userVerification()));
            put(shown, require.session());
            put(shown, require.message());
        }
        applied(shown.putArray("applied"), decision.applied());
        applied(shown.putArray("reported"), decision.reported());
        return shown;
    }

    /** As much of a request as its explanation is about. */
    public static ObjectNode write(Signals signals) {
        ObjectNode shown = JSON.objectNode()
                .put("user", signals.person().username())
                .put("type", word(signals.type()))
                .put("client", signals.clientId())
                .put("time", signals.time().toString());
        signals.address().ifPresent(address -> shown.put("ip", address.toString()));
        if (signals.place() instanceof Place.Located located) {
            ObjectNode place = shown.putObject("place").put("country", located.country());
            located.continent().ifPresent(continent -> place.put("continent", continent));
            located.region().ifPresent(region -> place.put("region", region));
            located.city().ifPresent(city -> place.put("city", city));
        } else {
            shown.put("place", signals.place().equals(Place.PRIVATE_NETWORK) ? "private" : "unknown");
        }
        shown.put("device", signals.device() instanceof DeviceSignal.Proven proven ? proven.id() : "none");
        put(shown, "methods", signals.methods());
        return shown;
    }

    private static ObjectNode shown(PolicyExplanation explanation) {
        Policy policy = explanation.policy();
        ObjectNode shown = JSON.objectNode()
                .put("id", policy.id())
                .put("name", policy.name())
                .put("mode", word(policy.mode()))
                .put("priority", policy.priority())
                .put("standing", word(explanation.standing()));
        shown.set("target", shown(explanation.target()));
        explanation.condition().ifPresent(finding -> shown.set("condition", shown(finding)));
        return shown;
    }

    private static ObjectNode shown(Finding finding) {
        ObjectNode shown = JSON.objectNode();
        Condition condition = finding.condition();
        if (finding.parts().isEmpty()) {
            shown.set("condition", ConditionWriter.write(condition));
        } else {
            shown.put(
                    "combines",
                    condition instanceof Condition.Not ? "not" : condition instanceof Condition.Any ? "any" : "all");
        }
        shown.put("value", word(finding.value()));
        shown.set("reason", shown(finding.reason()));
        if (!finding.parts().isEmpty()) {
            ArrayNode parts = shown.putArray("parts");
            finding.parts().forEach(part -> parts.add(shown(part)));
        }
        return shown;
    }

    private static ObjectNode shown(Reason reason) {
        ObjectNode shown = JSON.objectNode().put("code", reason.code().code()).put("message", reason.words());
        ObjectNode parameters = shown.putObject("parameters");
        reason.parameters().forEach(parameters::put);
        return shown;
    }

    private static void applied(ArrayNode shown, List<Applied> policies) {
        for (Applied applied : policies) {
            shown.addObject()
                    .put("id", applied.policy().id())
                    .put("name", applied.policy().name())
                    .put("value", word(applied.value()));
        }
    }

    private static void put(ObjectNode shown, Optional<DenialMessage> message) {
        message.ifPresent(told -> {
            ObjectNode node = shown.putObject("message").put("text", told.text());
            ArrayNode help = node.putArray("help");
            told.help()
                    .forEach(one -> help.addObject()
                            .put("text", one.text())
                            .put("url", one.url().toString()));
        });
    }

    private static void put(ObjectNode shown, SessionLimits session) {
        if (!session.equals(SessionLimits.NONE)) {
            ObjectNode node = shown.putObject("session");
            session.maxAge().ifPresent(time -> node.put("maxAge", time.toSeconds()));
            session.lifetime().ifPresent(time -> node.put("lifetime", time.toSeconds()));
        }
    }

    private static void put(ObjectNode shown, String name, Set<Factor> factors) {
        ArrayNode names = shown.putArray(name);
        factors.stream().sorted().map(Factor::name).forEach(names::add);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
