package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.realm.RegistrationPolicy;
import dev.holdfast.device.realm.RollOut;
import dev.holdfast.device.realm.UnlockPolicy;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.tpm.EndorsementTrust;
import dev.holdfast.keycloak.StatelessFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** The realm component {@code holdfast-device-login}: typed settings with bounds, and secrets that the admin API masks. */
public final class RealmDeviceLoginFactory
        implements DeviceLoginProviderFactory, StatelessFactory<DeviceLoginProvider> {
    public static final String ID = "holdfast-device-login";

    /** The realm's component, if device login is set up. */
    public static Optional<ComponentModel> componentOf(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), DeviceLoginProvider.class.getName())
                .findFirst();
    }

    /** A new component with default settings and fresh secrets. */
    public static ComponentModel newComponent(RealmModel realm) {
        ComponentModel model = new ComponentModel();
        model.setName("Holdfast device login");
        model.setParentId(realm.getId());
        model.setProviderType(DeviceLoginProvider.class.getName());
        model.setProviderId(ID);
        return model;
    }

    @Override
    public DeviceLoginProvider create(KeycloakSession session, ComponentModel model) {
        String cached = RealmDeviceLogin.class.getName();
        if (model.getNote(cached) instanceof RealmDeviceLogin login) {
            return login;
        }
        RealmDeviceLogin login = new RealmDeviceLogin(settingsOf(model), RealmSecrets.read(model));
        model.setNote(cached, login);
        return login;
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            settingsOf(model);
            if (model.getId() != null) {
                // Not yet changed: Keycloak validates before it writes.
                RealmSecrets.keepFormer(model, realm.getComponent(model.getId()));
            }
            RealmSecrets.generateMissing(model, realm.getName());
            RealmSecrets.read(model);
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(e.getMessage());
        }
    }

    private static DeviceSettings settingsOf(ComponentModel model) {
        return DeviceSettings.read(key -> model.getConfig().getOrDefault(key, List.of()));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Passwordless sign-in with keys that never leave the device.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(settings());
        properties.addAll(RealmSecrets.properties());
        return List.copyOf(properties);
    }

    /** The declaration of every setting that is no key: from it the component, its checks and every form are made. */
    public static List<ProviderConfigProperty> settings() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        properties.add(new ProviderConfigProperty(
                RollOut.ON_KEY,
                "Device login",
                "Off: enrolment, registration and sign-in by device are refused and sessions of devices end at their next"
                        + " use; every other sign-in works as before.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        properties.add(new ProviderConfigProperty(
                RollOut.GROUPS_KEY,
                "Roll-out groups",
                "Paths of the groups whose members have device login; none means everybody.",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null));
        for (DeviceSetting setting : DeviceSetting.values()) {
            properties.add(new ProviderConfigProperty(
                    setting.key(),
                    setting.label(),
                    setting.help(),
                    ProviderConfigProperty.STRING_TYPE,
                    String.valueOf(setting.defaultValue())));
        }
        ProviderConfigProperty policy = new ProviderConfigProperty(
                RegistrationPolicy.KEY,
                "Registration policy",
                "Who may register on a device: whom it is assigned to, the same or anybody where it is assigned to nobody, or anybody.",
                ProviderConfigProperty.LIST_TYPE,
                RegistrationPolicy.OWNER_IF_SET.value());
        policy.setOptions(RegistrationPolicy.valuesInOrder());
        properties.add(policy);
        ProviderConfigProperty assurance = new ProviderConfigProperty(
                Assurance.MINIMUM_KEY,
                "Minimum assurance",
                "What a device must show to be enrolled and to register a user: nothing, that its keys live in hardware by"
                        + " its own word, or a TPM that this realm verified.",
                ProviderConfigProperty.LIST_TYPE,
                Assurance.SOFTWARE.value());
        assurance.setOptions(Assurance.valuesInOrder());
        properties.add(assurance);
        properties.add(new ProviderConfigProperty(
                EndorsementTrust.AUTHORITIES_KEY,
                "TPM authorities",
                "Certificates (PEM) of the TPM vendors whose endorsement certificates make a device attested.",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null));
        properties.add(new ProviderConfigProperty(
                EndorsementTrust.ALLOWED_KEYS_KEY,
                "Allowed TPM keys",
                "SHA-256 (hexadecimal) of single endorsement keys that are trusted without a certificate.",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null));
        properties.addAll(AuthorityProperties.all());
        ProviderConfigProperty unlock = new ProviderConfigProperty(
                UnlockPolicy.DEVICE_KEY,
                "Unlock by the device",
                "What a device must be for its PIN to unlock it: off means that none does. A PIN for keys in files can be"
                        + " tried without limit by whoever copies them.",
                ProviderConfigProperty.LIST_TYPE,
                UnlockPolicy.DEFAULT_LEAST.value());
        unlock.setOptions(UnlockPolicy.valuesInOrder());
        properties.add(unlock);
        properties.add(new ProviderConfigProperty(
                UnlockPolicy.WEBAUTHN_KEY,
                "Unlock by the browser",
                "On: the fingerprint, face or PIN that a browser asks for (WebAuthn) unlocks a device as well, where its"
                        + " user set that up. The realm verifies it.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        properties.add(new ProviderConfigProperty(
                DeviceSettings.APPROVES_DEVICES_KEY,
                "Approve devices",
                "On: an enrolled device waits for an administrator before anybody can register on it.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "false"));
        properties.add(new ProviderConfigProperty(
                DeviceSettings.MAILS_REGISTRATIONS_KEY,
                "Mail at registration",
                "On: users get an e-mail when a device is registered for them, where the realm has a mail server.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        properties.addAll(PostureProperties.all());
        return List.copyOf(properties);
    }
}
