package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.credential.RegistrationCredentialProvider;
import dev.holdfast.device.keycloak.credential.UnlockCredentialProvider;
import dev.holdfast.keycloak.StatelessFactory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The execution "Holdfast device sign-in" of the flow editor. */
public final class DeviceAuthenticatorFactory implements AuthenticatorFactory, StatelessFactory<Authenticator> {
    public static final String ID = "holdfast-device-login";

    private static final String SILENT = "silent";

    static boolean isSilent(@Nullable AuthenticatorConfigModel config) {
        return config == null || !"false".equals(config.getConfig().get(SILENT));
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new DeviceAuthenticator();
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Holdfast device sign-in";
    }

    @Override
    public String getReferenceCategory() {
        return RegistrationCredentialProvider.TYPE;
    }

    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return Set.of(UnlockCredentialProvider.TYPE);
    }

    @Override
    public String getHelpText() {
        return "Signs the user in by a key that never leaves the device. Make it an alternative before the forms; where the"
                + " browser has no Holdfast extension, nothing changes.";
    }

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
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                SILENT,
                "Sign in without a click",
                "On: an unlocked device signs its user in by itself, unless the user signed out in this browser. Off: the"
                        + " page asks for one click.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
    }
}
