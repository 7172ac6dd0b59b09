package dev.holdfast.push.keycloak.realm;

import dev.holdfast.keycloak.StatelessFactory;
import dev.holdfast.push.realm.PushSetting;
import dev.holdfast.push.realm.PushSettings;
import dev.holdfast.push.realm.UserVerification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** The realm component {@code holdfast-push}: typed settings with bounds, and secrets that the admin API masks. */
public final class RealmPushFactory implements PushMfaProviderFactory, StatelessFactory<PushMfaProvider> {
    public static final String ID = "holdfast-push";

    /** The realm's component, if push is set up. */
    public static Optional<ComponentModel> componentOf(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), PushMfaProvider.class.getName())
                .findFirst();
    }

    /** A new component with default settings and fresh secrets. */
    public static ComponentModel newComponent(RealmModel realm) {
        ComponentModel model = new ComponentModel();
        model.setName("Holdfast push");
        model.setParentId(realm.getId());
        model.setProviderType(PushMfaProvider.class.getName());
        model.setProviderId(ID);
        return model;
    }

    @Override
    public PushMfaProvider create(KeycloakSession session, ComponentModel model) {
        String cached = RealmPush.class.getName();
        if (model.getNote(cached) instanceof RealmPush push) {
            return push;
        }
        RealmPush push = new RealmPush(settingsOf(model), PushSecrets.read(model));
        model.setNote(cached, push);
        return push;
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            settingsOf(model);
            if (model.getId() != null) {
                // Not yet changed: Keycloak validates before it writes.
                PushSecrets.keepFormer(model, realm.getComponent(model.getId()));
            }
            PushSecrets.generateMissing(model);
            PushSecrets.read(model);
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(e.getMessage());
        }
    }

    private static PushSettings settingsOf(ComponentModel model) {
        return PushSettings.read(key -> model.getConfig().getOrDefault(key, List.of()));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Sign-ins that a phone approves.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(settings());
        properties.addAll(PushSecrets.properties());
        return List.copyOf(properties);
    }

    /** The declaration of every setting that is no key: from it the component, its checks and every form are made. */
    public static List<ProviderConfigProperty> settings() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        properties.add(new ProviderConfigProperty(
                PushSettings.ON_KEY,
                "Push",
                "Off: no phone is asked or enrolled; other factors work as before.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        properties.add(new ProviderConfigProperty(
                PushSettings.NUMBER_MATCHING_KEY,
                "Number matching",
                "On: an approval needs the two digits that the page shows, in one try.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        ProviderConfigProperty verification = new ProviderConfigProperty(
                UserVerification.KEY,
                "User verification",
                "Whether a phone asks for a fingerprint, face or PIN before it approves, in a way that the realm verifies.",
                ProviderConfigProperty.LIST_TYPE,
                UserVerification.OPTIONAL.value());
        verification.setOptions(UserVerification.valuesInOrder());
        properties.add(verification);
        for (PushSetting setting : PushSetting.values()) {
            properties.add(new ProviderConfigProperty(
                    setting.key(),
                    setting.label(),
                    setting.help(),
                    ProviderConfigProperty.STRING_TYPE,
                    String.valueOf(setting.defaultValue())));
        }
        properties.add(new ProviderConfigProperty(
                PushSettings.MAILS_KEY,
                "Mails",
                "On: users get an e-mail when a phone is enrolled for them, and when they reported a request.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        properties.add(new ProviderConfigProperty(
                PushSettings.APP_ADDRESS_KEY,
                "Address of the app",
                "Where phones find the app, if not at the realm's own address: https, with a slash at the end.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        properties.add(new ProviderConfigProperty(
                PushSettings.ALERT_ADDRESS_KEY,
                "Who is told of reports",
                "An e-mail address that gets a mail when a user reports a request, beside the user.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        properties.add(new ProviderConfigProperty(
                PushSettings.CONTACT_KEY,
                "Contact for push services",
                "A mailto: or https: address that push services see, to tell you of trouble.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        properties.add(new ProviderConfigProperty(
                PushSettings.PUSH_HOSTS_KEY,
                "Push services of your own",
                "Hosts, with or without :port, that may be asked although they are not on the public Internet.",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null));
        return List.copyOf(properties);
    }
}
