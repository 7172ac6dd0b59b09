package dev.holdfast.access.keycloak.apikey;

import dev.holdfast.access.key.ApiKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The API keys of a realm. What a key opens, whoever checks it decides; it is shown at no other door than ours. */
public final class ApiKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Clock clock = Clock.systemUTC();

    public ApiKeys(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** What is known of a key. */
    public record Kept(
            String id, String name, String clientId, Instant createdAt, String createdBy, Instant expiresAt) {}

    public Stream<Kept> all() {
        return components().map(this::kept);
    }

    public Optional<Kept> find(String id) {
        return component(id).map(this::kept);
    }

    /**
     * Makes a key.
     *
     * @param client which has a service account
     * @return the key, which is known nowhere else
     */
    public ApiKey create(String name, ClientModel client, UserModel creator, Instant expiresAt) {
        ApiKey key = ApiKey.generate(UUID.randomUUID(), RANDOM);
        ComponentModel model = new ComponentModel();
        model.setId(key.id().toString());
        model.setName(name);
        model.setParentId(realm.getId());
        model.setProviderType(ApiKeyProvider.class.getName());
        model.setProviderId(RealmApiKeyFactory.ID);
        model.put(RealmApiKeyFactory.HASH_KEY, key.hash());
        model.put(RealmApiKeyFactory.CLIENT_KEY, client.getClientId());
        model.put(RealmApiKeyFactory.CREATED_KEY, clock.instant().getEpochSecond());
        model.put(RealmApiKeyFactory.CREATED_BY_KEY, creator.getId());
        model.put(RealmApiKeyFactory.EXPIRES_KEY, expiresAt.getEpochSecond());
        realm.addComponentModel(model);
        return key;
    }

    /** False where there is no such key. */
    public boolean revoke(String id) {
        Optional<ComponentModel> key = component(id);
        key.ifPresent(realm::removeComponent);
        return key.isPresent();
    }

    /** In whose name a key calls now; nothing for one that is unknown, expired, or whose service account is gone. */
    public Optional<ApiKeyOwner> ownerOf(String text) {
        return ApiKey.read(text)
                .flatMap(key -> component(key.id().toString())
                        .filter(model -> key.isKnownBy(model.get(RealmApiKeyFactory.HASH_KEY, "")))
                        .filter(model -> clock.instant().isBefore(kept(model).expiresAt()))
                        .flatMap(model -> owner(model.get(RealmApiKeyFactory.CLIENT_KEY))));
    }

    private Optional<ApiKeyOwner> owner(String clientId) {
        return Optional.ofNullable(session.clients().getClientByClientId(realm, clientId))
                .filter(client -> client.isEnabled() && client.isServiceAccountsEnabled())
                .flatMap(client -> Optional.ofNullable(session.users().getServiceAccount(client))
                        .filter(UserModel::isEnabled)
                        .map(user -> new ApiKeyOwner(client, user)));
    }

    private Stream<ComponentModel> components() {
        return realm.getComponentsStream(realm.getId(), ApiKeyProvider.class.getName());
    }

    private Optional<ComponentModel> component(String id) {
        return Optional.ofNullable(realm.getComponent(id))
                .filter(model -> model.getProviderType().equals(ApiKeyProvider.class.getName()));
    }

    private Kept kept(ComponentModel model) {
        return new Kept(
                model.getId(),
                model.getName(),
                model.get(RealmApiKeyFactory.CLIENT_KEY, ""),
                Instant.ofEpochSecond(model.get(RealmApiKeyFactory.CREATED_KEY, 0L)),
                model.get(RealmApiKeyFactory.CREATED_BY_KEY, ""),
                Instant.ofEpochSecond(model.get(RealmApiKeyFactory.EXPIRES_KEY, 0L)));
    }
}
