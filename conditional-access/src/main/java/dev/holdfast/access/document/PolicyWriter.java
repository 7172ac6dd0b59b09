package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import java.util.List;

/** Writes policies in one way each. */
final class PolicyWriter {
    private PolicyWriter() {}

    static ObjectNode write(Policy policy) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (!policy.id().isEmpty()) {
            object.put("id", policy.id());
        }
        object.put("name", policy.name())
                .put("description", policy.description())
                .put("disabled", policy.disabled())
                .put("mode", Fields.lower(policy.mode()))
                .put("priority", policy.priority())
                .put("type", Fields.lower(policy.type()));
        object.set("conditions", ConditionWriter.write(policy.condition()));
        if (policy.onMissing() != OnMissing.DEFAULT) {
            object.put("onMissing", Fields.lower(policy.onMissing()));
        }
        effect(object.putObject("effect"), policy.effect());
        targets(object.putObject("targets"), policy.targets());
        return object;
    }

    private static void effect(ObjectNode object, Effect effect) {
        if (effect instanceof Effect.Allow allow) {
            object.put("action", "allow");
            if (!allow.obligations().equals(Obligations.NONE)) {
                obligations(object.putObject("obligations"), allow.obligations());
            }
        } else {
            object.put("action", "deny");
        }
        effect.message().ifPresent(message -> message(object.putObject("custom_error_message"), message));
    }

    private static void obligations(ObjectNode object, Obligations obligations) {
        object.putObject("mfa").put("required", obligations.mfa());
        obligations.factors().ifPresent(factors -> {
            ArrayNode array = object.putArray("mfaFactors");
            factors.stream().sorted().forEach(factor -> array.addObject().put("type", factor.name()));
        });
        if (obligations.userVerification() != UserVerification.NONE) {
            object.putObject("userVerification").put("requirement", Fields.lower(obligations.userVerification()));
        }
        if (obligations.session().maxAge().isPresent()
                || obligations.session().lifetime().isPresent()) {
            ObjectNode session = object.putObject("session");
            obligations.session().maxAge().ifPresent(age -> session.put("maxAge", age.toSeconds()));
            obligations.session().lifetime().ifPresent(time -> session.put("lifetime", time.toSeconds()));
        }
    }

    static void message(ObjectNode object, DenialMessage message) {
        object.put("enabled", true).put("message", message.text());
        List<String> names = List.of("primary_help", "secondary_help");
        for (int i = 0; i < Math.min(names.size(), message.help().size()); i++) {
            DenialMessage.Help help = message.help().get(i);
            object.putObject(names.get(i))
                    .put("text", help.text())
                    .put("url", help.url().toString());
        }
    }

    private static void targets(ObjectNode object, Targets targets) {
        ObjectNode users = object.putObject("users");
        if (targets.everybody()) {
            users.putArray("inclusions").add(PolicyReader.EVERYBODY);
            targets.users().stream().sorted().forEach(users.withArray("inclusions")::add);
        } else {
            ConditionWriter.put(users, "inclusions", targets.users());
        }
        ConditionWriter.put(users, "exclusions", targets.excludedUsers());
        if (!targets.groups().isEmpty() || !targets.excludedGroups().isEmpty()) {
            ObjectNode groups = object.putObject("userGroups");
            ConditionWriter.put(groups, "inclusions", targets.groups());
            ConditionWriter.put(groups, "exclusions", targets.excludedGroups());
        }
        if (!targets.resources().isEmpty()) {
            ArrayNode resources = object.putArray("resources");
            for (Targets.Resource resource : targets.resources()) {
                ObjectNode one = resources.addObject().put("type", Fields.lower(resource.type()));
                resource.clientId().ifPresent(id -> one.put("id", id));
            }
        }
    }
}
