package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.realm.RegistrationPolicy;
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
        RealmDeviceLogin login = new RealmDeviceLogin(DeviceSettings.read(model.getConfig()::getFirst), RealmSecrets.read(model));
        model.setNote(cached, login);
        return login;
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            DeviceSettings.read(model.getConfig()::getFirst);
            RealmSecrets.generateMissing(model, realm.getName());
            RealmSecrets.read(model);
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(e.getMessage());
        }
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
        List<ProviderConfigProperty> properties = new ArrayList<>();
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
                "Who may register on a device: its owner alone, its owner or anybody if it has none, or anybody.",
                ProviderConfigProperty.LIST_TYPE,
                RegistrationPolicy.OWNER_IF_SET.value());
        policy.setOptions(RegistrationPolicy.valuesInOrder());
        properties.add(policy);
        properties.addAll(RealmSecrets.properties());
        return List.copyOf(properties);
    }
}
