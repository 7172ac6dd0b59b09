package dev.holdfast.authenticators.keycloak.device;

import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.theme.Theme;
import org.keycloak.urls.UrlType;

/** The one script that device login adds to a stock page: it looks for the extension and restarts the flow if it is there. */
final class DetectionScript {
    private static final String SCRIPT = "js/holdfast/holdfast-detect.js";

    private DetectionScript() {}

    static String url(KeycloakSession session, AuthenticationSessionModel tab, String cookiePath) {
        URI frontend = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
        RealmModel realm = session.getContext().getRealm();
        URI restart = LoginActionsService.loginActionsBaseUrl(UriBuilder.fromUri(frontend))
                .path(LoginActionsService.class, "restartSession")
                .queryParam("client_id", "{client}")
                .queryParam("tab_id", "{tab}")
                .build(realm.getName(), tab.getClient().getClientId(), tab.getTabId());
        return UriBuilder.fromUri(frontend)
                .path("resources")
                .path(Version.RESOURCES_VERSION)
                .path("login")
                .path(themeName(session))
                .path(SCRIPT)
                .queryParam("restart", "{restart}")
                .queryParam("path", "{path}")
                .build(restart.toString(), cookiePath)
                .toString();
    }

    private static String themeName(KeycloakSession session) {
        try {
            return session.theme().getTheme(Theme.Type.LOGIN).getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
