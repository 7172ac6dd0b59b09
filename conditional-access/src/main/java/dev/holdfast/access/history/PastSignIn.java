package dev.holdfast.access.history;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An attempt to sign in that is over, as it was recorded.
 *
 * @param id of the record
 * @param place as it was told then
 * @param deviceId of the device that proved itself, if one did
 * @param methods factors that were brought
 */
public record PastSignIn(
        String id,
        Instant time,
        String userId,
        ResourceType type,
        String clientId,
        Optional<IpAddress> address,
        Place place,
        Optional<String> deviceId,
        Set<Factor> methods,
        Outcome outcome) {
    /** What became of it. */
    public enum Outcome {
        SUCCEEDED,
        /** A wrong password or code, or whatever else a stranger would bring. */
        FAILED,
        /** The owner of the phone said that it was not them, or just no. */
        PUSH_DENIED,
        /** A policy kept a person out who could have signed in. */
        DENIED_BY_POLICY
    }

    public PastSignIn {
        methods = Set.copyOf(methods);
    }
}
