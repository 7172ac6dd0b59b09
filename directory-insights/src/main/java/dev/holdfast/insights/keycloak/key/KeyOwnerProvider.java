package dev.holdfast.insights.keycloak.key;

import java.util.Optional;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * The long-lived keys of the realm of the session's context: {@code session.getProvider(KeyOwnerProvider.class)}, null where
 * nobody hands any out.
 */
public interface KeyOwnerProvider extends Provider {
    /**
     * In whose name a key calls now.
     *
     * @param key as it was shown, which may be any text
     * @return nothing for one that is unknown, over, or of another realm
     */
    Optional<UserModel> ownerOf(String key);
}
