package dev.holdfast.push.keycloak.credential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.phone.Phone;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The credentials that stand for phones. */
public final class PhoneCredentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;

    public PhoneCredentials(KeycloakSession session) {
        this.session = session;
    }

    /** Shows a confirmed phone to its user. */
    public void add(Phone phone) {
        UserModel user = user(phone.userId());
        if (user == null) {
            return;
        }
        ObjectNode data = JSON.createObjectNode();
        data.put("platform", phone.platform());
        data.put("address", session.getContext().getConnection().getRemoteAddr());
        CredentialModel credential = new CredentialModel();
        credential.setId(phone.id().toString());
        credential.setType(PhoneCredentialProvider.TYPE);
        credential.setUserLabel(freeLabel(user, phone.name()));
        credential.setCreatedDate(phone.createdAt().toEpochMilli());
        credential.setCredentialData(data.toString());
        credential.setSecretData("{}");
        user.credentialManager().createStoredCredential(credential);
    }

    /** Ends a phone and shows it no longer. */
    public boolean end(UUID phone) {
        JpaPhones phones = new JpaPhones(session);
        boolean ended = phones.end(phone);
        if (ended) {
            phones.find(phone)
                    .map(found -> user(found.userId()))
                    .ifPresent(user -> user.credentialManager().removeStoredCredentialById(phone.toString()));
        }
        return ended;
    }

    /** Keycloak wants labels of one type to differ, and two phones may have one name. */
    private static String freeLabel(UserModel user, String name) {
        Set<String> taken = user.credentialManager()
                .getStoredCredentialsByTypeStream(PhoneCredentialProvider.TYPE)
                .map(CredentialModel::getUserLabel)
                .collect(Collectors.toSet());
        String label = name;
        for (int i = 2; taken.contains(label); i++) {
            label = name + " (" + i + ')';
        }
        return label;
    }

    private @org.jspecify.annotations.Nullable UserModel user(String id) {
        return session.users().getUserById(session.getContext().getRealm(), id);
    }
}
