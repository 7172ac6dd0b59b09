package dev.holdfast.agent.registration;

import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.util.Optional;

/**
 * An ID token, read to find the registration it belongs to and to tell the user whose it is. Its signature is the
 * server's to check: the server made it, and nothing here follows from it.
 *
 * @param compact the token
 * @param issuer its {@code iss}
 * @param nonce its {@code nonce}
 * @param account the best name in it
 */
public record IdToken(String compact, String issuer, String nonce, String account) {

    /**
     * Reads one.
     *
     * @throws MalformedJsonException if it is not a JWS with the claims that count here
     */
    public static IdToken parse(String compact) throws MalformedJsonException {
        JsonObject claims = CompactJws.parse(compact).payload();
        Optional<String> name = claims.optionalString("preferred_username");
        if (name.isEmpty()) {
            name = claims.optionalString("email");
        }
        return new IdToken(
                compact,
                claims.string("iss"),
                claims.string("nonce"),
                AccountName.shown(name.isPresent() ? name.get() : claims.string("sub")));
    }

    /** {@link #parse} of what a page or an endpoint handed over. */
    public static IdToken read(String compact) throws Refusal {
        try {
            return parse(compact);
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.INVALID_ID_TOKEN, e);
        }
    }

    /** The token is a secret. */
    @Override
    public String toString() {
        return "IdToken[" + issuer + ", " + account + "]";
    }
}
