package dev.holdfast.access.signal;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of one request when it is decided. What is absent is unknown, never good.
 *
 * @param type what is to be opened
 * @param clientId the client that is to be opened
 * @param address of the browser, by the server's own proxy settings
 * @param methods factors that this sign-in or session has already brought, recently enough
 * @param risk absent where it could not be computed
 */
public record Signals(
        Person person,
        ResourceType type,
        String clientId,
        Instant time,
        Optional<IpAddress> address,
        Place place,
        DeviceSignal device,
        Set<Factor> methods,
        Optional<Risk> risk) {
    public Signals {
        methods = Set.copyOf(methods);
    }
}
