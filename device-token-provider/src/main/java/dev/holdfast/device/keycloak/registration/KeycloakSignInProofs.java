package dev.holdfast.device.keycloak.registration;

import dev.holdfast.device.registration.SignInProof;
import dev.holdfast.device.registration.SignInProofs;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.IDToken;
import org.keycloak.util.TokenUtil;

/** Verifies ID tokens with the realm's own keys. */
public final class KeycloakSignInProofs implements SignInProofs {
    private final KeycloakSession session;
    private final String issuer;

    public KeycloakSignInProofs(KeycloakSession session, String issuer) {
        this.session = session;
        this.issuer = issuer;
    }

    @Override
    public Optional<SignInProof> verify(String idToken) {
        IDToken token = session.tokens().decode(idToken, IDToken.class);
        if (token == null
                || !TokenUtil.TOKEN_TYPE_ID.equals(token.getType())
                || !issuer.equals(token.getIssuer())
                || !token.hasAudience(CLIENT_ID)
                || token.getAudience().length != 1
                || !token.isActive()
                || token.getNonce() == null
                || token.getId() == null
                || token.getSubject() == null
                || token.getIat() == null
                || token.getAuth_time() == null) {
            return Optional.empty();
        }
        return Optional.of(new SignInProof(
                token.getSubject(),
                token.getNonce(),
                token.getId(),
                Instant.ofEpochSecond(token.getAuth_time()),
                Instant.ofEpochSecond(token.getIat())));
    }
}
