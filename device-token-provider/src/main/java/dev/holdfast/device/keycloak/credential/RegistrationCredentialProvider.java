package dev.holdfast.device.keycloak.credential;

import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.message.Claims;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Shows a user's registrations where Keycloak shows credentials: in the account console, where their owner removes them,
 * and in the admin console's page of the user. A credential is a registration's shadow and bears its id; it holds no key.
 */
public final class RegistrationCredentialProvider implements CredentialProvider<CredentialModel> {
    /** The credential type; the device step names it as its reference category. */
    public static final String TYPE = "holdfast-device";

    /** The required action by which a user makes such a credential: the account console's button begins it. */
    public static final String SET_UP_ACTION = "holdfast-register-device";

    private final KeycloakSession session;

    RegistrationCredentialProvider(KeycloakSession session) {
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
                .displayName("holdfastDeviceCredential")
                .helpText("holdfastDeviceCredentialHelp")
                .removeable(true)
                .build(session);
    }

    /** Who does not have device login yet gets no button that would lead nowhere. */
    private boolean maySetUp(@Nullable UserModel user) {
        return user != null
                && DeviceRealms.of(session)
                        .filter(realm -> realm.settings().rollOut().includes(user.getId(), new KeycloakUsers(session)))
                        .isPresent();
    }

    @Override
    public CredentialMetadata getCredentialMetadata(CredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        Claims data = Claims.parse(credential.getCredentialData().getBytes(StandardCharsets.UTF_8));
        metadata.setInfoMessage(
                "holdfastDeviceCredentialInfo",
                data.text("device"),
                data.text("address"),
                lastUsed(credential).map(this::inWords).orElse("–"));
        return metadata;
    }

    private Optional<Instant> lastUsed(CredentialModel credential) {
        return new JpaDeviceRegistry(session, session.getContext().getRealm())
                .lastUse(UUID.fromString(credential.getId()));
    }

    private String inWords(Instant time) {
        Locale locale = session.getContext().resolveLocale(null);
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(time)
                + " UTC";
    }
}
