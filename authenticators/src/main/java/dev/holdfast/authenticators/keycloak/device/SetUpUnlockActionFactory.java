package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.credential.UnlockCredentialProvider;
import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** The required action "Set up unlock by the browser". */
public final class SetUpUnlockActionFactory implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = UnlockCredentialProvider.SET_UP_ACTION;
    public static final String NAME = "Set up fingerprint, face or PIN to unlock this device";

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new SetUpUnlockAction();
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
