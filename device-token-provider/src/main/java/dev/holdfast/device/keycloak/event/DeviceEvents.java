package dev.holdfast.device.keycloak.event;

import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * Writes each step of device login into Keycloak's event store, under the nearest type of its closed list and with the
 * detail {@code device_event} that tells the step. Never a secret: ids, names and failed checks alone.
 */
public final class DeviceEvents {
    private static final Logger LOG = Logger.getLogger(DeviceEvents.class);
    private static final String STEP = "device_event";
    private static final String DEVICE = "device_id";
    private static final String DEVICE_NAME = "device_name";
    private static final String REGISTRATION = "device_registration";
    private static final String FAILED_CHECK = "failed_check";
    private static final String AGENT_CLIENT = "holdfast-agent";

    private final KeycloakSession session;

    public DeviceEvents(KeycloakSession session) {
        this.session = session;
    }

    public void enrolled(Device device, boolean again) {
        event(EventType.CLIENT_REGISTER, again ? "agent_enrolled_again" : "agent_enrolled", device)
                .success();
    }

    /** @param again whether a known device showed its present certificate */
    public void adopted(Device device, boolean again) {
        EventBuilder event = event(EventType.CLIENT_REGISTER, again ? "agent_adopted_again" : "agent_adopted", device);
        if (device.admission() instanceof Admission.ByCertificate by) {
            event.detail("certified_name", by.name().name());
        }
        event.success();
    }

    public void certificateRenewed(Device device) {
        event(EventType.CLIENT_UPDATE, "certificate_renewed", device).success();
    }

    public void registered(Device device, Registration registration, Optional<UUID> replaced) {
        EventBuilder event = event(EventType.UPDATE_CREDENTIAL, "device_registered", device)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString());
        replaced.ifPresent(id -> event.detail("device_registration_replaced", id.toString()));
        event.success();
    }

    public void exchanged(Device device, Registration registration, String clientId) {
        event(EventType.TOKEN_EXCHANGE, "device_exchange", device)
                .client(clientId)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString())
                .success();
    }

    public void proven(Device device, Registration registration, String clientId) {
        event(EventType.TOKEN_EXCHANGE, "session_proven", device)
                .client(clientId)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString())
                .success();
    }

    public void renewed(Device device, Registration registration) {
        event(EventType.UPDATE_CREDENTIAL, "device_renewed", device)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString())
                .success();
    }

    /** @param presence how the user showed to be there */
    public void unlocked(Device device, Registration registration, Presence presence) {
        EventBuilder event = event(EventType.UPDATE_CREDENTIAL, "device_unlocked", device)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString())
                .detail("evidence", presence.evidence().value());
        presence.method().ifPresent(method -> event.detail("method", method.value()));
        event.success();
    }

    /** A browser can unlock the registration from now on. */
    public void unlockSetUp(Device device, Registration registration) {
        event(EventType.UPDATE_CREDENTIAL, "unlock_set_up", device)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString())
                .success();
    }

    public void quarantined(Device device, Registration registration, String failedCheck) {
        LOG.warnf("registration %s quarantined: %s", registration.id(), failedCheck);
        event(EventType.TOKEN_EXCHANGE, "registration_quarantined", device)
                .user(registration.userId())
                .detail(REGISTRATION, registration.id().toString())
                .detail(FAILED_CHECK, failedCheck)
                .error("durt_reused");
    }

    public void revoked(Device device, Iterable<UUID> registrations, boolean wholeDevice, String reason) {
        EventBuilder event = event(
                        EventType.REMOVE_CREDENTIAL, wholeDevice ? "device_revoked" : "registration_revoked", device)
                .detail("reason", reason);
        event.detail(REGISTRATION, String.join(",", idsOf(registrations)));
        event.success();
    }

    /** @param step the endpoint's name */
    public void refused(EventType type, String step, RefusedException refused) {
        LOG.infof("%s refused: %s (%s)", step, refused.refusal().code(), refused.failedCheck());
        builder()
                .event(type)
                .client(AGENT_CLIENT)
                .detail(STEP, step + "_refused")
                .detail(FAILED_CHECK, refused.failedCheck())
                .error(refused.refusal().code());
    }

    private EventBuilder event(EventType type, String step, Device device) {
        return builder()
                .event(type)
                .client(AGENT_CLIENT)
                .detail(STEP, step)
                .detail(DEVICE, device.did().toString())
                .detail(DEVICE_NAME, device.facts().hostname());
    }

    private EventBuilder builder() {
        return new EventBuilder(
                session.getContext().getRealm(), session, session.getContext().getConnection());
    }

    private static List<String> idsOf(Iterable<UUID> ids) {
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.toString()));
        return texts;
    }
}
