package dev.holdfast.authenticators.keycloak.signal;

import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.UserModel;

/** Says how unusual a sign-in is, from what is recorded of its user. Asked only where a policy looks at it. */
@FunctionalInterface
public interface RiskSource {
    Optional<Risk> of(UserModel user, Place place, DeviceSignal device, Instant now);
}
