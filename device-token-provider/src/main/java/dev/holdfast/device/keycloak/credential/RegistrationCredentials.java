package dev.holdfast.device.keycloak.credential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Registration;
import java.util.UUID;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The credentials that stand for registrations. */
public final class RegistrationCredentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;

    public RegistrationCredentials(KeycloakSession session) {
        this.session = session;
    }

    /** Shows a new registration to its user. */
    public void add(Registration registration, Device device) {
        UserModel user = user(registration.userId());
        if (user == null) {
            return;
        }
        ObjectNode data = JSON.createObjectNode();
        data.put("device", device.facts().hostname());
        data.put("address", session.getContext().getConnection().getRemoteAddr());
        CredentialModel credential = new CredentialModel();
        credential.setId(registration.id().toString());
        credential.setType(RegistrationCredentialProvider.TYPE);
        credential.setUserLabel(FreeLabel.of(
                user, RegistrationCredentialProvider.TYPE, device.facts().hostname()));
        credential.setCreatedDate(registration.createdAt().toEpochMilli());
        credential.setCredentialData(data.toString());
        credential.setSecretData("{}");
        user.credentialManager().createStoredCredential(credential);
    }

    /** Shows an ended registration no longer. */
    public void remove(String userId, UUID registration) {
        UserModel user = user(userId);
        if (user != null) {
            user.credentialManager().removeStoredCredentialById(registration.toString());
            new UnlockCredentials(user).removeAll(registration);
        }
    }

    private UserModel user(String id) {
        return session.users().getUserById(session.getContext().getRealm(), id);
    }
}
