package dev.holdfast.push.keycloak.login;

import dev.holdfast.keycloak.StatelessFactory;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The execution "Holdfast push (direct grant)" of the flow editor. */
public final class PushGrantAuthenticatorFactory implements AuthenticatorFactory, StatelessFactory<Authenticator> {
    public static final String ID = "holdfast-push-grant";

    @Override
    public Authenticator create(KeycloakSession session) {
        return new PushGrantAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast push (direct grant)";
    }

    @Override
    public String getReferenceCategory() {
        return PhoneCredentialProvider.TYPE;
    }

    @Override
    public String getHelpText() {
        return "Asks a phone of the user's to approve a sign-in by the password grant, for confidential clients that have"
                + " the attribute holdfast.push.grant. Make it a required step after the password.";
    }

    /** Not by settings of its own, but by what Keycloak's AMR mapper says of a step (RFC 8176). */
    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
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
