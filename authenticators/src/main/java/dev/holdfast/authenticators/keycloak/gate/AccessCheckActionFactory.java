package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.keycloak.StatelessFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** The required action "Conditional access at the end of a sign-in". */
public final class AccessCheckActionFactory implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = "holdfast-access-check";
    public static final String NAME = "Conditional access at the end of a sign-in";

    /** Before every other action: nobody sets up a factor, or a password, who has not brought what is required. */
    public static final int PRIORITY = -1_000;

    /** Behind this gate and before the one that waits: what proves a device. */
    public static final int RENEWAL_PRIORITY = PRIORITY + 1;

    public static final int REGISTRATION_PRIORITY = PRIORITY + 2;

    static final String LATE_ID = LateAccessCheckActionFactory.ID;

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new AccessCheckAction(false);
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
