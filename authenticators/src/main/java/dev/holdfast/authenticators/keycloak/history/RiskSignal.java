package dev.holdfast.authenticators.keycloak.history;

import dev.holdfast.access.risk.RiskAssessor;
import dev.holdfast.access.risk.RiskThresholds;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** How unusual a sign-in is beside its user's others on record. */
public final class RiskSignal {
    private static final RiskAssessor ASSESSOR = new RiskAssessor(RiskThresholds.DEFAULT);

    private final RecordedHistory history;

    public RiskSignal(KeycloakSession session) {
        this.history = new RecordedHistory(session);
    }

    /**
     * Unknown, and so never low, where the realm keeps no record.
     *
     * @param deviceId of the device that proved itself, if one did
     */
    public Optional<Risk> of(String userId, Place place, Optional<String> deviceId, Instant now) {
        return history.isKept()
                ? Optional.of(ASSESSOR.assess(now, place, deviceId, history.recent(userId, now)))
                : Optional.empty();
    }
}
