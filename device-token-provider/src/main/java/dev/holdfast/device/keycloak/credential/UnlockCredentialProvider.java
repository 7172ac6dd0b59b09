package dev.holdfast.device.keycloak.credential;

import dev.holdfast.device.keycloak.realm.DeviceRealms;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The type of the credentials by which a browser unlocks a registration, as the account console shows it. */
public final class UnlockCredentialProvider implements CredentialProvider<CredentialModel> {
    /** The credential type; the device step names it among its further reference categories. */
    public static final String TYPE = "holdfast-unlock";

    /** The required action by which a user makes one. */
    public static final String SET_UP_ACTION = "holdfast-set-up-unlock";

    private final KeycloakSession session;

    UnlockCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .createAction(maySetUp(context.getUser()) ? SET_UP_ACTION : null)
                .type(TYPE)
                .category(CredentialTypeMetadata.Category.PASSWORDLESS)
                .displayName("holdfastUnlockCredential")
                .helpText("holdfastUnlockCredentialHelp")
                .removeable(true)
                .build(session);
    }

    /** Who has no device set up has nothing to unlock. */
    private boolean maySetUp(@Nullable UserModel user) {
        return user != null
                && DeviceRealms.of(session)
                        .filter(realm -> realm.settings().unlock().countsWebauthn())
                        .isPresent()
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(RegistrationCredentialProvider.TYPE)
                        .findAny()
                        .isPresent();
    }
}
