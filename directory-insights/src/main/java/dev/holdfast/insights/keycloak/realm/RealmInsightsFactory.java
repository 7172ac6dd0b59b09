package dev.holdfast.insights.keycloak.realm;

import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.setting.InsightSettings;
import dev.holdfast.insights.store.AccessKey;
import dev.holdfast.insights.store.ObjectStore;
import dev.holdfast.keycloak.StatelessFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** The realm component {@code holdfast-insights}: typed settings with bounds, and a secret that the admin API masks. */
public final class RealmInsightsFactory implements InsightsProviderFactory, StatelessFactory<InsightsProvider> {
    public static final String ID = "holdfast-insights";

    private static final String SECRET_KEY = "insightsWebhookSecret";
    private static final String STORE_KEY_ID = "insightsStoreKeyId";
    private static final String STORE_KEY_SECRET = "insightsStoreKeySecret";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The realm's component, if its record is set up. */
    public static Optional<ComponentModel> componentOf(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), InsightsProvider.class.getName())
                .findFirst();
    }

    /** The realm's record, or nothing where it is not set up or switched off. */
    public static Optional<InsightsProvider> of(KeycloakSession session, RealmModel realm) {
        return setUpIn(session, realm).filter(insights -> insights.settings().on());
    }

    /** The realm's record, switched on or off. */
    public static Optional<InsightsProvider> setUpIn(KeycloakSession session, RealmModel realm) {
        // Not by the session's look-up, which asks the realm of the request: an event may be another realm's.
        return componentOf(realm).map(RealmInsightsFactory::read);
    }

    /** The settings that a component holds. */
    public static InsightSettings settingsIn(ComponentModel component) {
        return read(component).settings();
    }

    /** A new component with default settings and a fresh secret. */
    public static ComponentModel newComponent(RealmModel realm) {
        ComponentModel model = new ComponentModel();
        model.setName("Holdfast insights");
        model.setParentId(realm.getId());
        model.setProviderType(InsightsProvider.class.getName());
        model.setProviderId(ID);
        return model;
    }

    /** A new secret in place of the former, and its text for the administrator to take away. */
    public static String renewSecret(ComponentModel model) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        model.put(SECRET_KEY, text);
        return text;
    }

    /** What the object storage knows the realm by from now on. */
    public static AccessKey setStoreKey(ComponentModel model, AccessKey key) {
        model.put(STORE_KEY_ID, key.id());
        model.put(STORE_KEY_SECRET, key.secret());
        return key;
    }

    /**
     * What the object storage knows the realm by.
     *
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    public static Optional<AccessKey> storeKeyOf(ComponentModel model) {
        String id = Optional.ofNullable(model.get(STORE_KEY_ID)).orElse("").trim();
        String secret =
                Optional.ofNullable(model.get(STORE_KEY_SECRET)).orElse("").trim();
        return id.isEmpty() && secret.isEmpty() ? Optional.empty() : Optional.of(new AccessKey(id, secret));
    }

    @Override
    public InsightsProvider create(KeycloakSession session, ComponentModel model) {
        return read(model);
    }

    private static InsightsProvider read(ComponentModel model) {
        String cached = RealmInsights.class.getName();
        if (model.getNote(cached) instanceof RealmInsights insights) {
            return insights;
        }
        RealmInsights insights = new RealmInsights(settingsOf(model), secretOf(model), storeKeyOf(model));
        model.setNote(cached, insights);
        return insights;
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            requireSafe(settingsOf(model));
            if (model.get(SECRET_KEY) == null || model.get(SECRET_KEY).isBlank()) {
                renewSecret(model);
            }
            secretOf(model);
            storeKeyOf(model);
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(e.getMessage());
        }
    }

    /** Whoever removes it, by whatever door: the record tells its own end. */
    @Override
    public void preRemove(KeycloakSession session, RealmModel realm, ComponentModel model) {
        session.getKeycloakSessionFactory().publish(new RecordEndsEvent(session, realm, model));
    }

    /** In the clear only to hosts that the administrator named: a collector beside the server. */
    private static void requireSafe(InsightSettings settings) {
        AllowedHosts hosts = AllowedHosts.read(settings.hosts());
        if (settings.addresses().anyMatch(url -> "http".equals(url.getScheme()) && !hosts.include(url))) {
            throw new IllegalArgumentException("An address that records are sent to must be https;"
                    + " http is for a host of your own alone, named as such");
        }
    }

    private static InsightSettings settingsOf(ComponentModel model) {
        return InsightSettings.read(key -> model.getConfig().getOrDefault(key, List.of()));
    }

    /** @throws IllegalArgumentException with a sentence for the administrator */
    private static byte[] secretOf(ComponentModel model) {
        try {
            byte[] secret = Base64.getUrlDecoder().decode(String.valueOf(model.get(SECRET_KEY)));
            if (secret.length >= SECRET_BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the cause, which quotes the secret.
        }
        throw new IllegalArgumentException("The webhook's secret is base64url of at least " + SECRET_BYTES + " bytes");
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "What happened in the realm: record, retention, webhook, object storage.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(settings());
        ProviderConfigProperty secret = new ProviderConfigProperty(
                SECRET_KEY,
                "Webhook secret",
                "At least 32 bytes, base64url: signs calls of the webhook (HMAC-SHA256).",
                ProviderConfigProperty.PASSWORD,
                null);
        secret.setSecret(true);
        properties.add(secret);
        properties.add(new ProviderConfigProperty(
                STORE_KEY_ID,
                "Access key of the object storage",
                "The id of the key that objects are put with.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        ProviderConfigProperty storeSecret = new ProviderConfigProperty(
                STORE_KEY_SECRET,
                "Secret of the access key",
                "Signs each object that is put (Signature Version 4).",
                ProviderConfigProperty.PASSWORD,
                null);
        storeSecret.setSecret(true);
        properties.add(storeSecret);
        return List.copyOf(properties);
    }

    /** The declaration of every setting that is no secret: from it the component, its checks and every form are made. */
    public static List<ProviderConfigProperty> settings() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        properties.add(new ProviderConfigProperty(
                InsightSettings.ON_KEY,
                "Record",
                "Off: nothing that happens is recorded from now on; what was recorded stays for its days.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "true"));
        for (InsightSetting setting : InsightSetting.values()) {
            properties.add(new ProviderConfigProperty(
                    setting.key(),
                    setting.label(),
                    setting.help(),
                    ProviderConfigProperty.STRING_TYPE,
                    String.valueOf(setting.defaultValue())));
        }
        properties.add(new ProviderConfigProperty(
                InsightSettings.WEBHOOK_KEY,
                "Webhook",
                "An https address that every record is sent to, signed, in order, again and again until it is taken.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        properties.add(new ProviderConfigProperty(
                InsightSettings.STORE_KEY,
                "Object storage",
                "The https address of an S3 bucket, or of a folder in it, that every record is put into, as compressed lines of JSON.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        properties.add(new ProviderConfigProperty(
                InsightSettings.STORE_REGION_KEY,
                "Region",
                "What the object storage calls its place.",
                ProviderConfigProperty.STRING_TYPE,
                ObjectStore.DEFAULT_REGION));
        properties.add(new ProviderConfigProperty(
                InsightSettings.HOSTS_KEY,
                "Hosts of your own",
                "Hosts, with or without :port, that records may be sent to although they are not on the public Internet.",
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null));
        return List.copyOf(properties);
    }
}
