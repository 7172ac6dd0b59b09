package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.proof.ApplicationPolicy;
import dev.holdfast.device.registration.SignInProofs;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** What applications demand, by their attributes and the realm's. */
public final class Applications {
    private Applications() {}

    public static ApplicationPolicy policyOf(ClientModel application) {
        RealmModel realm = application.getRealm();
        return ApplicationPolicy.read(application::getAttribute, realm::getAttribute);
    }

    /** Whether only a proven device is let in. Never for the agent's own client, by which a device becomes one. */
    public static boolean requireDevice(ClientModel application) {
        return !SignInProofs.CLIENT_ID.equals(application.getClientId())
                && policyOf(application).deviceRequired();
    }
}
