package dev.holdfast.authenticators.keycloak.session;

import dev.holdfast.keycloak.StatelessFactory;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The execution "Holdfast cookie" of the flow editor, in the place of Keycloak's "Cookie". */
public final class BoundCookieAuthenticatorFactory implements AuthenticatorFactory, StatelessFactory<Authenticator> {
    public static final String ID = "holdfast-cookie";

    private static final Authenticator SHARED = new BoundCookieAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return SHARED;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast cookie";
    }

    @Override
    public String getReferenceCategory() {
        return "cookie";
    }

    @Override
    public String getHelpText() {
        return "Keycloak's cookie step for sessions that stay on their device: a session that a device started is let in"
                + " when the device proves it again, any other as before.";
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
