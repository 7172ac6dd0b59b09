package dev.holdfast.authenticators.keycloak.claims;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.authenticators.keycloak.gate.GateNotes;
import java.util.Optional;
import org.keycloak.models.AuthenticatedClientSessionModel;

/** What an application learns of the decision that let its user in, whatever its protocol: the gate's own words, as JSON. */
final class RecordedDecision {
    /** What mappers for either protocol say of it. */
    static final String DISPLAY_TYPE = "Holdfast access decision";

    static final String CONTENT =
            "what conditional access decided for this application's sign-in, by which policies, and"
                    + " which factors it had.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedDecision() {}

    /** Nothing for a sign-in that was not decided. */
    static Optional<ObjectNode> of(AuthenticatedClientSessionModel application) {
        return Optional.ofNullable(application.getNote(GateNotes.DECISION)).map(RecordedDecision::read);
    }

    private static ObjectNode read(String decision) {
        try {
            return JSON.readValue(decision, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the gate wrote JSON", e);
        }
    }
}
