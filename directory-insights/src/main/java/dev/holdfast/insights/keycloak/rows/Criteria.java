package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.insights.query.Field;
import dev.holdfast.insights.query.Query;
import dev.holdfast.insights.query.Term;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A query as a condition of the database's language. Attributes come from the table below, values are bound: no text of a
 * caller becomes part of the condition.
 */
final class Criteria {
    private static final Map<Field, String> ATTRIBUTES = new EnumMap<>(Map.ofEntries(
            Map.entry(Field.ID, "r.id"),
            Map.entry(Field.EVENT_TYPE, "r.type"),
            Map.entry(Field.SERVICE, "r.service"),
            Map.entry(Field.SUCCESS, "r.success"),
            Map.entry(Field.ERROR_MESSAGE, "r.error"),
            Map.entry(Field.ACTOR_TYPE, "r.actorType"),
            Map.entry(Field.USER_ID, "r.userId"),
            Map.entry(Field.USERNAME, "r.username"),
            Map.entry(Field.CLIENT_IP, "r.clientIp"),
            Map.entry(Field.COUNTRY, "r.country"),
            Map.entry(Field.RESOURCE_TYPE, "r.resourceType"),
            Map.entry(Field.RESOURCE_ID, "r.resourceId"),
            Map.entry(Field.SYSTEM_ID, "r.systemId"),
            Map.entry(Field.MFA, "r.mfaType"),
            Map.entry(Field.MFA_TYPE, "r.mfaType"),
            Map.entry(Field.DECISION, "r.decision"),
            Map.entry(Field.POLICY, "r.policies"),
            Map.entry(Field.REPORTED, "r.reported"),
            Map.entry(Field.BREAK_GLASS, "r.breakGlass")));
    private static final char ESCAPE = '!';

    private final Map<String, Object> values = new HashMap<>();
    private final String condition;

    /** The records of a realm that a query asks for, in its time, behind its place. */
    Criteria(String realmId, Query query) {
        List<String> parts = new ArrayList<>();
        parts.add("r.realmId = " + bound(realmId));
        parts.add("r.at >= " + bound(query.from().toEpochMilli()));
        parts.add("r.at < " + bound(query.to().toEpochMilli()));
        query.after().ifPresent(place -> {
            String at = bound(place.millis());
            String id = bound(place.id());
            // Said twice, so that an index on time alone is enough to begin there.
            parts.add(query.ascending() ? "r.at >= " + at : "r.at <= " + at);
            parts.add(
                    query.ascending()
                            ? "(r.at > " + at + " or r.id > " + id + ")"
                            : "(r.at < " + at + " or r.id < " + id + ")");
        });
        if (!query.services().isEmpty()) {
            parts.add("r.service in (" + bound(query.services()) + ")");
        }
        parts.add(of(query.term()));
        this.condition = String.join(" and ", parts);
    }

    String condition() {
        return condition;
    }

    <T> TypedQuery<T> bindTo(TypedQuery<T> query) {
        values.forEach(query::setParameter);
        return query;
    }

    static String attribute(Field field) {
        String attribute = ATTRIBUTES.get(field);
        if (attribute == null) {
            throw new AssertionError("every field has its attribute");
        }
        return attribute;
    }

    private String of(Term term) {
        if (term instanceof Term.All all) {
            return all.terms().isEmpty() ? "1 = 1" : joined(all.terms(), " and ");
        }
        if (term instanceof Term.Any any) {
            return joined(any.terms(), " or ");
        }
        if (term instanceof Term.Not not) {
            return "not (" + of(not.term()) + ")";
        }
        if (term instanceof Term.Flag flag) {
            return flag(flag);
        }
        if (term instanceof Term.Text text) {
            return text(text);
        }
        throw new AssertionError("the kinds of terms are sealed");
    }

    private String joined(List<Term> terms, String word) {
        return terms.stream().map(this::of).collect(Collectors.joining(word, "(", ")"));
    }

    private String flag(Term.Flag flag) {
        String attribute = attribute(flag.field());
        if (flag.field() == Field.MFA) {
            return attribute + (flag.value() ? " is not null" : " is null");
        }
        return attribute + " = " + bound(flag.value());
    }

    /** Never unknown, so that its opposite is true where the member is absent. */
    private String text(Term.Text text) {
        String attribute = attribute(text.field());
        List<String> ways = new ArrayList<>();
        if (text.field() == Field.POLICY) {
            text.values().forEach(id -> ways.add(like(attribute, "%" + literal(Policies.beginning(id)) + "%")));
            text.prefixes().forEach(id -> ways.add(like(attribute, "%" + literal(" " + id) + "%")));
        } else if (!text.values().isEmpty()) {
            ways.add(attribute + " in (" + bound(text.values()) + ")");
        }
        if (text.field() != Field.POLICY) {
            text.prefixes().forEach(prefix -> ways.add(like(attribute, literal(prefix) + "%")));
        }
        return "(" + attribute + " is not null and (" + String.join(" or ", ways) + "))";
    }

    private String like(String attribute, String pattern) {
        return attribute + " like " + bound(pattern) + " escape '" + ESCAPE + "'";
    }

    private static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private String bound(Object value) {
        String name = "v" + values.size();
        values.put(name, value);
        return ":" + name;
    }
}
