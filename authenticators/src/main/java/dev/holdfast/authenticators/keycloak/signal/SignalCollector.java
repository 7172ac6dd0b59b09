package dev.holdfast.authenticators.keycloak.signal;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.keycloak.signal.ClientTypes;
import dev.holdfast.access.keycloak.signal.People;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.device.registry.Device;
import dev.holdfast.place.Place;
import dev.holdfast.place.keycloak.PlacesProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Collects what policies look at, and nothing else. */
public final class SignalCollector {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final RiskSource risks;

    public SignalCollector(KeycloakSession session, RealmModel realm, RiskSource risks) {
        this.session = session;
        this.realm = realm;
        this.risks = risks;
    }

    /**
     * Who wants in, and what is known already.
     *
     * @param user nobody before the sign-in knows whose it is
     * @param address as text, by Keycloak's own connection
     * @param device that proved itself
     */
    public record Subject(
            Optional<UserModel> user,
            ClientModel client,
            Optional<String> address,
            Optional<Device> device,
            Set<Factor> methods) {}

    public Signals collect(Subject subject, Set<SignalKind> needs, Instant now) {
        Optional<IpAddress> address = subject.address().flatMap(IpAddress::parse);
        boolean risky = needs.contains(SignalKind.RISK);
        Place place = risky || needs.contains(SignalKind.PLACE) ? placeOf(subject.address(), address) : Place.UNKNOWN;
        boolean posture = needs.contains(SignalKind.POSTURE);
        DeviceSignal device = risky || posture || needs.contains(SignalKind.DEVICE)
                ? DeviceSignals.of(subject.device(), posture, session, realm)
                : new DeviceSignal.None();
        Optional<Risk> risk =
                risky ? subject.user().flatMap(user -> risks.of(user, place, device, now)) : Optional.empty();
        return new Signals(
                subject.user()
                        .map(user -> People.of(session, realm, user, needs))
                        .orElse(People.NOBODY),
                ClientTypes.of(subject.client()),
                subject.client().getClientId(),
                now,
                address,
                place,
                device,
                subject.methods(),
                risk);
    }

    private Place placeOf(Optional<String> text, Optional<IpAddress> address) {
        PlacesProvider places = session.getProvider(PlacesProvider.class);
        return address.isEmpty() || places == null
                ? Place.UNKNOWN
                : text.map(literal -> places.of(literal)).orElse(Place.UNKNOWN);
    }
}
