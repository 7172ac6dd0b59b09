package dev.holdfast.device.keycloak.credential;

import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/** Keycloak wants labels of one type to differ, and two machines may have one name. */
final class FreeLabel {
    private FreeLabel() {}

    static String of(UserModel user, String type, String name) {
        Set<String> taken = user.credentialManager()
                .getStoredCredentialsByTypeStream(type)
                .map(CredentialModel::getUserLabel)
                .collect(Collectors.toSet());
        String label = name;
        for (int i = 2; taken.contains(label); i++) {
            label = name + " (" + i + ')';
        }
        return label;
    }
}
