package dev.holdfast.insights.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.insights.record.InsightRecord;
import dev.holdfast.insights.record.RecordJson;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Events as Keycloak tells them. */
final class Given {
    static final Person ADA = new Person("ada-id", "ada", Optional.of("ada@example.com"), false);
    static final Person ROOT = new Person("root-id", "root", Optional.empty(), true);

    static final ObjectMapper JSON = new ObjectMapper();

    private Given() {}

    static Circumstances circumstances() {
        return new Circumstances(
                new UUID(1, 2),
                "realm-id",
                Instant.parse("2026-05-04T10:20:30.456Z"),
                Optional.of("198.51.100.7"),
                Place.UNKNOWN,
                Optional.of("Firefox"));
    }

    static UserEvent user(String type, String error, Map<String, String> details, Map<String, Long> completed) {
        return new UserEvent(
                circumstances(),
                type,
                Optional.of(error).filter(text -> !text.isEmpty()),
                Optional.of("shop"),
                Optional.of(ADA),
                Optional.empty(),
                details,
                completed);
    }

    static UserEvent user(String type, Map<String, String> details) {
        return user(type, "", details, Map.of());
    }

    static AdminEvent admin(String operation, String type, String path, String representation) {
        return admin(operation, type, path, representation, false, Optional.empty());
    }

    static AdminEvent admin(
            String operation,
            String type,
            String path,
            String representation,
            boolean aboutAdministrator,
            Optional<AdminEvent.Before> before) {
        return new AdminEvent(
                circumstances(),
                operation,
                type,
                path,
                Optional.empty(),
                Optional.of(ROOT),
                Map.of(),
                Optional.of(representation).filter(text -> !text.isEmpty()),
                Optional.empty(),
                aboutAdministrator,
                before);
    }

    /** A change of a component that the realm has. */
    static AdminEvent component(String operation, String providerId, String representation) {
        return new AdminEvent(
                circumstances(),
                operation,
                "COMPONENT",
                "components/c1",
                Optional.empty(),
                Optional.of(ROOT),
                Map.of(),
                Optional.of(representation).filter(text -> !text.isEmpty()),
                Optional.of(providerId),
                false,
                Optional.empty());
    }

    static ObjectNode json(Optional<InsightRecord> record) {
        return RecordJson.write(record.orElseThrow());
    }
}
