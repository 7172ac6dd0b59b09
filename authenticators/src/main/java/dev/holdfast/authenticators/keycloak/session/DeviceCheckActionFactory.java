package dev.holdfast.authenticators.keycloak.session;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** The required action "Device check at the end of a sign-in". */
public final class DeviceCheckActionFactory implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = "holdfast-device-check";
    public static final String NAME = "Device check at the end of a sign-in";

    /** Behind every other action: those that set a device up or unlock it prove it. */
    public static final int PRIORITY = 10_000;

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new DeviceCheckAction();
    }

    @Override
    public String getDisplayText() {
        return NAME;
    }

    @Override
    public String getId() {
        return ID;
    }
}
