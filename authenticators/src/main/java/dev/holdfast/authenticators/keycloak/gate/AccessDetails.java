package dev.holdfast.authenticators.keycloak.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.truth.Truth;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.place.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.EventBuilder;

/** What events tell of a decision. All of it is bounded, and none of it is a secret. */
final class AccessDetails {
    /** The error of a denial. */
    static final String DENIED = "access_denied_by_policy";

    private static final int MOST_POLICIES = 20;
    private static final int MOST_REASONS = 10;
    private static final int LONGEST_NAME = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AccessDetails() {}

    static EventBuilder write(EventBuilder event, Verdict verdict) {
        event.detail("access_decision", verdict.word())
                .detail("access_policies", json(policies(verdict)))
                .detail("access_reasons", String.join(",", reasons(verdict)))
                .detail("access_factors", factors(verdict.brought()));
        verdict.signals()
                .map(signals -> place(signals.place()))
                .ifPresent(place -> event.detail("access_place", place));
        if (verdict.breakGlass()) {
            event.detail("access_break_glass", "true");
        }
        return event;
    }

    /** The same as JSON, for an application's part of the session. */
    static String note(Verdict verdict) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("decision", verdict.word());
        note.put("policies", policies(verdict));
        note.put("factors", names(verdict.brought()));
        if (verdict.breakGlass()) {
            note.put("break_glass", true);
        }
        return json(note);
    }

    private static List<Map<String, String>> policies(Verdict verdict) {
        return Stream.concat(verdict.applied().stream(), verdict.reported().stream())
                .limit(MOST_POLICIES)
                .map(AccessDetails::policy)
                .toList();
    }

    private static Map<String, String> policy(Applied applied) {
        Map<String, String> policy = new LinkedHashMap<>();
        policy.put("id", applied.policy().id());
        policy.put("name", cut(applied.policy().name()));
        policy.put("action", action(applied.policy().effect()));
        policy.put("mode", applied.policy().mode() == Mode.REPORT ? "report" : "enforce");
        return policy;
    }

    private static String action(Effect effect) {
        if (effect instanceof Effect.Allow allow) {
            return allow.obligations().mfa() ? "require" : "allow";
        }
        return "deny";
    }

    private static List<String> reasons(Verdict verdict) {
        List<String> reasons = new ArrayList<>();
        NextStep next = verdict.next();
        if (next instanceof NextStep.Refuse refuse) {
            reasons.add(refuse.reason());
        } else if (next instanceof NextStep.Ask) {
            reasons.add("factor_missing");
        } else if (next instanceof NextStep.Reauthenticate) {
            reasons.add("max_age");
        }
        if (verdict.applied().stream().anyMatch(applied -> applied.value() == Truth.UNKNOWN)) {
            reasons.add("unknown_signal");
        }
        verdict.signals()
                .flatMap(signals -> signals.risk())
                .ifPresent(risk -> risk.facts().stream().map(Risk.Fact::name).forEach(reasons::add));
        if (verdict.applied().isEmpty()) {
            reasons.add("default_policy");
        }
        return reasons.stream().distinct().limit(MOST_REASONS).toList();
    }

    private static String factors(List<BroughtFactor> brought) {
        return String.join(",", names(brought));
    }

    private static List<String> names(List<BroughtFactor> brought) {
        return brought.stream()
                .map(BroughtFactor::factor)
                .map(Factor::name)
                .distinct()
                .sorted()
                .collect(Collectors.toList());
    }

    private static String place(Place place) {
        if (place instanceof Place.Located located) {
            return cut(
                    located.city().map(city -> located.country() + ", " + city).orElse(located.country()));
        }
        return place instanceof Place.PrivateNetwork ? "private" : "unknown";
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts and lists of them can be written", e);
        }
    }
}
