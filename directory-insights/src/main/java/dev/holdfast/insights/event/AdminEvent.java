package dev.holdfast.insights.event;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An event of Keycloak that an administrator caused, as a plain value.
 *
 * @param operation {@code CREATE}, {@code UPDATE}, {@code DELETE} or {@code ACTION}
 * @param resourceType Keycloak's or Holdfast's word, as in {@code USER}
 * @param resourcePath below the realm, as in {@code users/<id>}
 * @param administrator who did it, if the realm or the administration's realm knows them
 * @param representation what it is now or what was asked for, as JSON; of a deletion, what it was
 * @param component the provider's id, if it is done to a component that the realm has
 * @param aboutAdministrator whether it is done to somebody who administers, or gives or takes a role that does
 * @param before what was last recorded of this resource
 */
public record AdminEvent(
        Circumstances circumstances,
        String operation,
        String resourceType,
        String resourcePath,
        Optional<String> error,
        Optional<Person> administrator,
        Map<String, String> details,
        Optional<String> representation,
        Optional<String> component,
        boolean aboutAdministrator,
        Optional<Before> before) {
    /**
     * The last record of a resource.
     *
     * @param type the event's name
     * @param state what the resource was then
     */
    public record Before(String type, Map<String, String> state) {
        public Before {
            Objects.requireNonNull(type);
            state = Map.copyOf(state);
        }
    }

    public AdminEvent {
        Objects.requireNonNull(circumstances);
        Objects.requireNonNull(operation);
        Objects.requireNonNull(resourceType);
        Objects.requireNonNull(resourcePath);
        Objects.requireNonNull(error);
        Objects.requireNonNull(administrator);
        details = Map.copyOf(details);
        Objects.requireNonNull(representation);
        Objects.requireNonNull(component);
        Objects.requireNonNull(before);
    }
}
