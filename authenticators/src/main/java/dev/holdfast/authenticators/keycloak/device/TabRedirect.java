package dev.holdfast.authenticators.keycloak.device;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/** Leads a tab's browser on in its sign-in: by a redirect, so that a page that is loaded again posts nothing twice. */
public final class TabRedirect {
    private TabRedirect() {}

    public static Response to(String path, Action action, KeycloakSession session, AuthenticationSessionModel tab) {
        tab.setAction(action.name());
        tab.removeAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
        URI target = new AuthenticationFlowURLHelper(
                        session, tab.getRealm(), session.getContext().getUri())
                .getLastExecutionUrl(
                        path,
                        null,
                        tab.getClient().getClientId(),
                        tab.getTabId(),
                        AuthenticationProcessor.getClientData(session, tab));
        return Response.status(Response.Status.FOUND).location(target).build();
    }
}
