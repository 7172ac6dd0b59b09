package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.credential.RegistrationCredentialProvider;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** The required action "Register this device". */
public final class RegisterDeviceActionFactory
        implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = RegistrationCredentialProvider.SET_UP_ACTION;
    public static final String NAME = "Register this device for sign-in";

    static boolean isEnabled(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(ID);
        return action != null && action.isEnabled();
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new RegisterDeviceAction();
    }

    @Override
    public String getDisplayText() {
        return NAME;
    }

    @Override
    public boolean isOneTimeAction() {
        return true;
    }

    @Override
    public String getId() {
        return ID;
    }
}
