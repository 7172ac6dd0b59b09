package dev.holdfast.push.keycloak.credential;

import dev.holdfast.device.message.Claims;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import java.nio.charset.StandardCharsets;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Shows a user's phones where Keycloak shows credentials: in the account console, where their owner removes them, and in
 * the admin console's page of the user. A credential is a phone's shadow and bears its id; it holds no key.
 */
public final class PhoneCredentialProvider implements CredentialProvider<CredentialModel> {
    /** The credential type; the push step names it as its reference category. */
    public static final String TYPE = "holdfast-phone";

    /** The required action by which a user makes such a credential: the account console's button begins it. */
    public static final String SET_UP_ACTION = "holdfast-enrol-phone";

    /** A phone, where the sign-in page lists the user's factors to choose from. */
    private static final String PHONE_ICON = "kcAuthenticatorOTPClass";

    private final KeycloakSession session;

    PhoneCredentialProvider(KeycloakSession session) {
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
                .createAction(mayEnrol(context.getUser()) ? SET_UP_ACTION : null)
                .type(TYPE)
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("holdfastPhoneCredential")
                .helpText("holdfastPhoneCredentialHelp")
                .iconCssClass(PHONE_ICON)
                .removeable(true)
                .build(session);
    }

    /** Who has as many phones as they may gets no button that would lead nowhere. */
    private boolean mayEnrol(@org.jspecify.annotations.Nullable UserModel user) {
        return user != null
                && PushRealms.of(session)
                        .filter(realm ->
                                new JpaPhones(session).activeOf(user.getId()).size()
                                        < realm.settings().number(dev.holdfast.push.realm.PushSetting.PHONES_PER_USER))
                        .isPresent();
    }

    @Override
    public CredentialMetadata getCredentialMetadata(CredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        Claims data = Claims.parse(credential.getCredentialData().getBytes(StandardCharsets.UTF_8));
        metadata.setInfoMessage("holdfastPhoneCredentialInfo", data.text("platform"), data.text("address"));
        return metadata;
    }
}
