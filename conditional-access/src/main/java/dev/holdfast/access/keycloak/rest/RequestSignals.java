package dev.holdfast.access.keycloak.rest;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import dev.holdfast.place.keycloak.PlacesProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;

/** Signals of requests that nobody made. */
final class RequestSignals {
    private RequestSignals() {}

    /** As if the person now opened the admin portal from where this call comes, with a password and without a device. */
    static Signals ofAdminPortal(KeycloakSession session, Person person) {
        Optional<IpAddress> address = IpAddress.parse(
                String.valueOf(session.getContext().getConnection().getRemoteAddr()));
        return new Signals(
                person,
                ResourceType.ADMIN_PORTAL,
                Constants.ADMIN_CONSOLE_CLIENT_ID,
                Instant.now(),
                address,
                address.map(known -> placeOf(session, known.toString())).orElse(Place.UNKNOWN),
                new DeviceSignal.None(),
                Set.of(Factor.PASSWORD),
                Optional.empty());
    }

    static Place placeOf(KeycloakSession session, String address) {
        PlacesProvider places = session.getProvider(PlacesProvider.class);
        return places == null ? Place.UNKNOWN : places.of(address);
    }
}
