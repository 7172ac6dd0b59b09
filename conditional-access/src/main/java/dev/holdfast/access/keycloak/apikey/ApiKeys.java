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

    /**
     * What is known of a key.
     *
     * @param clientId what its client is called now; empty where that is gone
     */
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
     * @param owner the client and its service account, both of which it is bound to: others by the same names are others
     * @return the key, which is known nowhere else
     */
    public ApiKey create(String name, ApiKeyOwner owner, UserModel creator, Instant expiresAt) {
        ApiKey key = ApiKey.generate(UUID.randomUUID(), RANDOM);
        ComponentModel model = new ComponentModel();
        model.setId(key.id().toString());
        model.setName(name);
        model.setParentId(realm.getId());
        model.setProviderType(ApiKeyProvider.class.getName());
        model.setProviderId(RealmApiKeyFactory.ID);
        model.put(RealmApiKeyFactory.HASH_KEY, key.hash());
        model.put(RealmApiKeyFactory.CLIENT_KEY, owner.client().getId());
        model.put(RealmApiKeyFactory.ACCOUNT_KEY, owner.user().getId());
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
                        .flatMap(model -> client(model)
                                .flatMap(this::owner)
                                .filter(owner ->
                                        owner.user().getId().equals(model.get(RealmApiKeyFactory.ACCOUNT_KEY)))));
    }

    /** In whose name keys of a client call; nothing where it is switched off or has no service account. */
    public Optional<ApiKeyOwner> owner(ClientModel client) {
        return Optional.of(client)
                .filter(one -> one.isEnabled() && one.isServiceAccountsEnabled())
                .flatMap(one -> Optional.ofNullable(session.users().getServiceAccount(one)))
                .filter(UserModel::isEnabled)
                .map(user -> new ApiKeyOwner(client, user));
    }

    private Optional<ClientModel> client(ComponentModel model) {
        return Optional.ofNullable(
                session.clients().getClientById(realm, model.get(RealmApiKeyFactory.CLIENT_KEY, "")));
    }

    private Stream<ComponentModel> components() {
        return realm.getComponentsStream(realm.getId(), ApiKeyProvider.class.getName());
    }

    private Optional<ComponentModel> component(String id) {
        return Optional.ofNullable(realm.getComponent(id))
                .filter(model -> model.getProviderType().equals(ApiKeyProvider.class.getName())
                        && realm.getId().equals(model.getParentId()));
    }

    private Kept kept(ComponentModel model) {
        return new Kept(
                model.getId(),
                model.getName(),
                client(model).map(ClientModel::getClientId).orElse(""),
                Instant.ofEpochSecond(model.get(RealmApiKeyFactory.CREATED_KEY, 0L)),
                model.get(RealmApiKeyFactory.CREATED_BY_KEY, ""),
                Instant.ofEpochSecond(model.get(RealmApiKeyFactory.EXPIRES_KEY, 0L)));
    }
}
