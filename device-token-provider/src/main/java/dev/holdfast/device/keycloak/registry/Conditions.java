package dev.holdfast.device.keycloak.registry;

import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions that all hold, for the where clause of a query, and the values of their parameters.
 *
 * @param clauses none may be an "or" on two columns, which keeps databases from reading one index in its order
 */
record Conditions(List<String> clauses, Map<String, Object> parameters) {
    Conditions {
        clauses = List.copyOf(clauses);
        parameters = Map.copyOf(parameters);
    }

    static Conditions of(String clause, Map<String, Object> values) {
        return new Conditions(List.of(clause), values);
    }

    Conditions and(String clause, Map<String, Object> values) {
        List<String> both = new ArrayList<>(clauses);
        both.add(clause);
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.putAll(values);
        return new Conditions(both, all);
    }

    <T> TypedQuery<T> bind(TypedQuery<T> query) {
        parameters.forEach(query::setParameter);
        return query;
    }

    /** The where clause. */
    @Override
    public String toString() {
        return String.join(" and ", clauses);
    }
}
