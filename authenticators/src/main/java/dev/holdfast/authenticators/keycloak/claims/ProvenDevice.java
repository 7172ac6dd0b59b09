package dev.holdfast.authenticators.keycloak.claims;

import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import dev.holdfast.device.keycloak.posture.DevicePosture;
import dev.holdfast.device.posture.PostureStanding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * What applications learn of the device that a session belongs to, whatever their protocol.
 *
 * @param words what is said of the device beside its id, by the words of docs/protocol.md §7: {@code assurance},
 *     {@code evidence}, {@code compliant}
 * @param methods authentication methods (RFC 8176)
 */
record ProvenDevice(String id, Map<String, Object> words, List<String> methods, Optional<String> acr) {
    /** Nothing for a session that no device started. */
    static Optional<ProvenDevice> of(KeycloakSession session, UserSessionModel userSession) {
        return DeviceNotes.DEVICE.in(userSession).map(id -> {
            Map<String, Object> words = new LinkedHashMap<>();
            DeviceNotes.ASSURANCE.in(userSession).ifPresent(assurance -> words.put("assurance", assurance));
            DeviceNotes.EVIDENCE.in(userSession).ifPresent(evidence -> words.put("evidence", evidence));
            new DevicePosture(session, userSession.getRealm())
                    .of(UUID.fromString(id))
                    .map(PostureStanding::isCompliant)
                    .ifPresent(compliant -> words.put("compliant", compliant));
            return new ProvenDevice(
                    id,
                    words,
                    DeviceNotes.AMR
                            .in(userSession)
                            .map(amr -> List.of(amr.split(" ", -1)))
                            .orElse(List.of()),
                    DeviceNotes.ACR.in(userSession));
        });
    }
}
