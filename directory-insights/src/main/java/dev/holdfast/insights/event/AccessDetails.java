package dev.holdfast.insights.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.insights.record.Access;
import dev.holdfast.insights.record.PolicyApplied;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the gate of conditional access wrote into an event's details. */
final class AccessDetails {
    private static final Set<String> DECISIONS = Set.of("allow", "deny", "require");
    private static final int MAX_POLICIES = 20;
    private static final int MAX_WORDS = 20;
    private static final int MAX_TEXT = 120;
    private static final int MAX_DETAIL = 16_384;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AccessDetails() {}

    static Access of(UserEvent event) {
        boolean breakGlass =
                event.detail("access_break_glass").filter("true"::equals).isPresent();
        Optional<String> decision = event.detail("access_decision").filter(DECISIONS::contains);
        if (decision.isEmpty() && !breakGlass) {
            return Access.notAsked();
        }
        return new Access(
                decision,
                event.detail("access_policies").map(AccessDetails::policies).orElse(List.of()),
                words(event.detail("access_reasons")),
                words(event.detail("access_factors")),
                breakGlass);
    }

    /** What cannot be read tells nothing: the decision itself stands beside it. */
    private static List<PolicyApplied> policies(String text) {
        List<PolicyApplied> policies = new ArrayList<>();
        if (text.length() > MAX_DETAIL) {
            return policies;
        }
        try {
            for (JsonNode each : JSON.readTree(text)) {
                if (policies.size() < MAX_POLICIES && each.isObject()) {
                    policies.add(new PolicyApplied(
                            word(each, "id"), word(each, "name"), word(each, "action"), word(each, "mode")));
                }
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return policies;
    }

    private static String word(JsonNode policy, String member) {
        return SafeText.of(policy.path(member).asText(""), MAX_TEXT);
    }

    private static List<String> words(Optional<String> list) {
        return list.stream()
                .flatMap(text -> Arrays.stream(text.split("[,;]", MAX_WORDS + 1)))
                .map(word -> SafeText.of(word, MAX_TEXT))
                .filter(word -> !word.isEmpty())
                .limit(MAX_WORDS)
                .toList();
    }
}
