package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** The required action "Conditional access behind the proof of a device": the same gate, where it has to wait. */
public final class LateAccessCheckActionFactory
        implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = "holdfast-access-check-late";
    public static final String NAME = "Conditional access behind the proof of a device";

    /** Behind the set-up and the unlocking of a device, and before every other action. */
    public static final int PRIORITY = AccessCheckActionFactory.PRIORITY + 3;

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new AccessCheckAction(true);
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
