package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** The required action "Unlock this device". */
public final class RenewDeviceActionFactory implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = "holdfast-renew-device";
    public static final String NAME = "Unlock this device after a sign-in";

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new RenewDeviceAction();
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
