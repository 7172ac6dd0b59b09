package dev.holdfast.keycloak;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Which credentials are a second factor in a realm, or one that is enough alone: who asks whether people have one asks here.
 *
 * <p>Those are one-time codes, security keys and passkeys, phones and devices, and what the realm's conditional access maps to
 * a factor of another extension. A password is none. Nor is what a browser unlocks a device with: the device is the factor.
 * Recovery codes get somebody in whose factor is lost, and end; who has nothing else has no factor for tomorrow.
 */
public final class SecondFactors {
    /** The realm's component that maps factors to authenticators, and where it does. */
    static final String MAPPING_COMPONENT = "holdfast-access";

    static final String MAPPING_KEY = "factorAuthenticators";

    private static final Set<String> USUAL = Set.of(
            OTPCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            "holdfast-phone",
            "holdfast-device");

    /** Whatever a realm maps. */
    private static final Set<String> NEVER = Set.of(
            PasswordCredentialModel.TYPE,
            PasswordCredentialModel.PASSWORD_HISTORY,
            RecoveryAuthnCodesCredentialModel.TYPE,
            "holdfast-unlock");

    private final Set<String> types;

    private SecondFactors(Set<String> types) {
        this.types = Set.copyOf(types);
    }

    public static SecondFactors in(KeycloakSession session, RealmModel realm) {
        List<String> mapping = realm.getComponentsStream(realm.getId())
                .filter(component -> MAPPING_COMPONENT.equals(component.getProviderId()))
                .flatMap(component -> component.getConfig().getOrDefault(MAPPING_KEY, List.of()).stream())
                .toList();
        return mapped(authenticators(mapping).stream()
                .flatMap(id -> credentialOf(session, id).stream())
                .toList());
    }

    /** @param credentials of authenticators that the realm maps */
    static SecondFactors mapped(Collection<String> credentials) {
        Set<String> types = new HashSet<>(USUAL);
        types.addAll(credentials);
        types.removeAll(NEVER);
        return new SecondFactors(types);
    }

    /** @param mapping lines as {@code FACTOR=authenticator,other} */
    static Set<String> authenticators(Collection<String> mapping) {
        return mapping.stream()
                .flatMap(line -> Stream.of(line.substring(line.indexOf('=') + 1).split(",", -1)))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    private static Optional<String> credentialOf(KeycloakSession session, String authenticator) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator)
                        instanceof AuthenticatorFactory factory
                ? Optional.ofNullable(factory.getReferenceCategory())
                : Optional.empty();
    }

    /** Types of credentials. */
    public Set<String> types() {
        return types;
    }

    /** Whether the user has one, here or in the federation that the user comes from. */
    public boolean hasOne(UserModel user) {
        return Stream.concat(
                        user.credentialManager().getStoredCredentialsStream().map(CredentialModel::getType),
                        user.credentialManager().getConfiguredUserStorageCredentialTypesStream())
                .anyMatch(types::contains);
    }
}
