package dev.holdfast.access.keycloak.apikey;

import dev.holdfast.keycloak.StatelessFactory;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The realm component {@code holdfast-api-key}: what is needed to know a key again, and not the key. Internal to Keycloak's
 * admin API, so that nobody plants the hash of a key of their own or reads one.
 */
public final class RealmApiKeyFactory implements ApiKeyProviderFactory, StatelessFactory<ApiKeyProvider> {
    static final String ID = "holdfast-api-key";
    static final String HASH_KEY = "hash";
    static final String CLIENT_KEY = "client";
    static final String ACCOUNT_KEY = "account";
    static final String CREATED_KEY = "createdAt";
    static final String CREATED_BY_KEY = "createdBy";
    static final String EXPIRES_KEY = "expiresAt";

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public ApiKeyProvider create(KeycloakSession session, ComponentModel model) {
        return () -> {
            // Holds nothing.
        };
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        if (!String.valueOf(model.get(HASH_KEY)).matches("[A-Za-z0-9_-]{43}")
                || model.get(CLIENT_KEY) == null
                || model.get(ACCOUNT_KEY) == null
                || !String.valueOf(model.get(EXPIRES_KEY)).matches("[0-9]{1,12}")) {
            throw new ComponentValidationException(
                    "An API key has a SHA-256 hash, a client, its service account and an expiry");
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "A long-lived key of a service account for conditional access and the record's queries.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        ProviderConfigProperty hash = new ProviderConfigProperty(
                HASH_KEY, "Hash", "SHA-256 of the key.", ProviderConfigProperty.PASSWORD, null);
        hash.setSecret(true);
        return List.of(
                hash,
                new ProviderConfigProperty(
                        CLIENT_KEY,
                        "Client",
                        "By its internal id, which no other client ever has.",
                        ProviderConfigProperty.STRING_TYPE,
                        null),
                new ProviderConfigProperty(
                        ACCOUNT_KEY,
                        "Service account",
                        "The user in whose name it calls, by id.",
                        ProviderConfigProperty.STRING_TYPE,
                        null),
                new ProviderConfigProperty(
                        CREATED_KEY, "Created", "Seconds since 1970.", ProviderConfigProperty.STRING_TYPE, null),
                new ProviderConfigProperty(
                        CREATED_BY_KEY, "Created by", "A user's id.", ProviderConfigProperty.STRING_TYPE, null),
                new ProviderConfigProperty(
                        EXPIRES_KEY, "Expires", "Seconds since 1970.", ProviderConfigProperty.STRING_TYPE, null));
    }
}
