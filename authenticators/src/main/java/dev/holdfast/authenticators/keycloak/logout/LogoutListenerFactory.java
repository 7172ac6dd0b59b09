package dev.holdfast.authenticators.keycloak.logout;

import dev.holdfast.authenticators.keycloak.device.BrowserCookies;
import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** After an explicit sign-out this browser is not signed in again without a click, and the session's row goes. */
public final class LogoutListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EventListenerProvider() {
            @Override
            public void onEvent(Event event) {
                RealmModel realm = session.getContext().getRealm();
                if (event.getType() == EventType.LOGOUT
                        && realm != null
                        && RealmDeviceLoginFactory.componentOf(realm).isPresent()) {
                    new BrowserCookies(session).rememberSignedOut();
                    String ended = event.getSessionId();
                    // Off-line tokens outlive the sign-out; the registration must still be able to end them.
                    if (ended != null && session.sessions().getOfflineUserSession(realm, ended) == null) {
                        new RegistrationSessions(session, realm).forget(ended);
                    }
                }
            }

            @Override
            public void onEvent(AdminEvent event, boolean includeRepresentation) {
                // Nothing an administrator does signs a browser out.
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "holdfast-logout";
    }
}
