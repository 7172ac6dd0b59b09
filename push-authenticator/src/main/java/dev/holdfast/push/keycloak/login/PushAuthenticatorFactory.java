package dev.holdfast.push.keycloak.login;

import dev.holdfast.keycloak.StatelessFactory;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The execution "Holdfast push" of the flow editor. */
public final class PushAuthenticatorFactory implements AuthenticatorFactory, StatelessFactory<Authenticator> {
    public static final String ID = "holdfast-push";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new PushAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast push";
    }

    @Override
    public String getReferenceCategory() {
        return PhoneCredentialProvider.TYPE;
    }

    @Override
    public String getHelpText() {
        return "Asks a phone of the user's to approve the sign-in. Make it an alternative after the password, beside the"
                + " other second factors.";
    }

    /** Not by settings of its own, but by what Keycloak's AMR mapper says of a step (RFC 8176). */
    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.ALTERNATIVE, Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
