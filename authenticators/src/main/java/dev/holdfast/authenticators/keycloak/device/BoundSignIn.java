package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.RegisteredDevice;
import java.time.Instant;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A normal sign-in in which the device proved itself as well: its session belongs to that device from the start. */
final class BoundSignIn {
    private BoundSignIn() {}

    static void bind(RequiredActionContext context, RegisteredDevice subject, Instant now) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        ProvenTab.proven(context.getSession(), tab, subject.registration().id(), now);
        DeviceNotes.remember(tab, subject, Evidence.SIGN_IN);
        new RegistrationSessions(context.getSession(), context.getRealm())
                .add(subject.registration().id(), tab.getParentSession().getId());
    }
}
