package dev.holdfast.insights.event;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An event of Keycloak that a user or client caused, as a plain value.
 *
 * @param type Keycloak's name without {@code _ERROR}
 * @param error Keycloak's or Holdfast's code; empty on success
 * @param person the user, if the realm knows one
 * @param impersonator who acts as that user, if the event begins it and they are known
 * @param completed the steps of the sign-in that were passed: the authenticator's id with the second of its success
 */
public record UserEvent(
        Circumstances circumstances,
        String type,
        Optional<String> error,
        Optional<String> clientId,
        Optional<Person> person,
        Optional<Person> impersonator,
        Map<String, String> details,
        Map<String, Long> completed) {
    public UserEvent {
        Objects.requireNonNull(circumstances);
        Objects.requireNonNull(type);
        Objects.requireNonNull(error);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(person);
        Objects.requireNonNull(impersonator);
        details = Map.copyOf(details);
        completed = Map.copyOf(completed);
    }

    Optional<String> detail(String name) {
        return Optional.ofNullable(details.get(name));
    }
}
