package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decisions and explanations as JSON. What was seen has a code with parameters, and English words beside it. */
public final class ExplanationDocument {
    private ExplanationDocument() {}

    public static ObjectNode write(Explanation explanation) {
        ObjectNode object = object();
        object.set("decision", write(explanation.decision()));
        object.put("byDefault", explanation.byDefault());
        var policies = object.putArray("policies");
        explanation.policies().forEach(policy -> policies.add(write(policy)));
        return object;
    }

    /** {@code action} is {@code deny}, {@code allow} or {@code require}. */
    public static ObjectNode write(Decision decision) {
        ObjectNode object = object();
        if (decision instanceof Decision.Deny deny) {
            object.put("action", "deny");
            message(object, deny.message());
        } else if (decision instanceof Decision.Require require) {
            object.put("action", "require").put("mfa", require.mfa());
            require.factors().ifPresent(factors -> factors(object, factors));
            object.put("userVerification", Fields.lower(require.userVerification()));
            session(object, require.session());
            message(object, require.message());
        } else if (decision instanceof Decision.Allow allow) {
            object.put("action", "allow");
            session(object, allow.session());
        }
        applied(object, "applied", decision.applied());
        applied(object, "reported", decision.reported());
        return object;
    }

    private static ObjectNode write(PolicyExplanation explanation) {
        ObjectNode object = policy(explanation.policy());
        object.put("standing", Fields.lower(explanation.standing()));
        object.set("target", reason(object(), explanation.target()));
        explanation.condition().ifPresent(finding -> object.set("condition", write(finding)));
        return object;
    }

    private static ObjectNode write(Finding finding) {
        ObjectNode object = object();
        object.set("condition", ConditionWriter.write(finding.condition()));
        object.put("value", Fields.lower(finding.value()));
        reason(object, finding.reason());
        if (!finding.parts().isEmpty()) {
            var parts = object.putArray("parts");
            finding.parts().forEach(part -> parts.add(write(part)));
        }
        return object;
    }

    private static ObjectNode reason(ObjectNode object, Reason reason) {
        object.put("code", reason.code().code());
        ObjectNode parameters = object.putObject("parameters");
        reason.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> parameters.put(one.getKey(), one.getValue()));
        return object.put("words", reason.words());
    }

    private static ObjectNode policy(Policy policy) {
        return object().put("id", policy.id())
                .put("name", policy.name())
                .put("mode", Fields.lower(policy.mode()))
                .put("priority", policy.priority());
    }

    private static void applied(ObjectNode object, String name, List<Applied> applied) {
        var array = object.putArray(name);
        applied.forEach(one -> array.add(policy(one.policy()).put("value", Fields.lower(one.value()))));
    }

    private static void factors(ObjectNode object, Set<Factor> factors) {
        var array = object.putArray("factors");
        factors.stream().sorted().forEach(factor -> array.add(factor.name()));
    }

    private static void session(ObjectNode object, SessionLimits limits) {
        ObjectNode session = object.putObject("session");
        limits.maxAge().ifPresent(age -> session.put("maxAge", age.toSeconds()));
        limits.lifetime().ifPresent(time -> session.put("lifetime", time.toSeconds()));
    }

    private static void message(ObjectNode object, Optional<DenialMessage> message) {
        message.ifPresent(some -> PolicyWriter.message(object.putObject("message"), some));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
