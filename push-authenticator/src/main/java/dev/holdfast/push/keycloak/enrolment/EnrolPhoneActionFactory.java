package dev.holdfast.push.keycloak.enrolment;

import dev.holdfast.keycloak.StatelessFactory;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;

/** The required action "Set up a phone". */
public final class EnrolPhoneActionFactory implements RequiredActionFactory, StatelessFactory<RequiredActionProvider> {
    public static final String ID = PhoneCredentialProvider.SET_UP_ACTION;
    public static final String NAME = "Set up a phone for sign-in";

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new EnrolPhoneAction();
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
