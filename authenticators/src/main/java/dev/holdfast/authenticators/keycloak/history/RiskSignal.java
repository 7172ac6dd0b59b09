package dev.holdfast.authenticators.keycloak.history;

import dev.holdfast.access.risk.RiskAssessor;
import dev.holdfast.access.risk.RiskThresholds;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.authenticators.keycloak.signal.RiskSource;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** How unusual a sign-in is beside its user's others on record. */
public final class RiskSignal implements RiskSource {
    private static final RiskAssessor ASSESSOR = new RiskAssessor(RiskThresholds.DEFAULT);

    private final RecordedHistory history;

    public RiskSignal(KeycloakSession session) {
        this.history = new RecordedHistory(session);
    }

    /** Unknown, and so never low, where the realm keeps no record. */
    @Override
    public Optional<Risk> of(UserModel user, Place place, DeviceSignal device, Instant now) {
        Optional<String> proven =
                device instanceof DeviceSignal.Proven known ? Optional.of(known.id()) : Optional.empty();
        return history.isKept()
                ? Optional.of(ASSESSOR.assess(now, place, proven, history.recent(user.getId(), now)))
                : Optional.empty();
    }
}
