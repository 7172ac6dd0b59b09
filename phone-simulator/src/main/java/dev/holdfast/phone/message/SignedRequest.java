package dev.holdfast.phone.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A sign-in that waits for a decision, as the realm signed it (section 5). There is none that was not verified.
 *
 * @param compact its compact form, which an answer names by its hash
 * @param id of the request
 * @param expiresAt seconds since the epoch, by the server's clock
 * @param account whose sign-in it is
 * @param label the realm's
 * @param purpose {@code login}, {@code step_up}, {@code reset_password}, {@code direct_grant} or {@code ciba}
 * @param clientId the application
 * @param clientName what people call it
 * @param bindingMessage what the application shows too
 * @param ip the address that asks
 * @param location where that is
 * @param browser what asks
 * @param os what that runs on
 * @param knownBrowser whether the user approved a sign-in there before
 * @param numberMatching whether an approval needs the number
 * @param userVerification {@code none}, {@code optional} or {@code required}
 */
public record SignedRequest(
        String compact,
        String id,
        long expiresAt,
        String account,
        String label,
        String purpose,
        String clientId,
        String clientName,
        Optional<String> bindingMessage,
        String ip,
        Optional<String> location,
        Optional<String> browser,
        Optional<String> os,
        boolean knownBrowser,
        boolean numberMatching,
        String userVerification) {

    private static final String TYPE = "holdfast-push-request+jwt";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * Believes a request if the realm signed it, for this phone, and it is not over.
     *
     * @param jws what was received
     * @param key the realm's key of the header's {@code kid}
     * @param issuer the realm that was asked
     * @param phone the sender URN of this phone
     * @param now the server's clock
     * @throws MalformedException if it is anything else
     */
    public static SignedRequest verified(CompactJws jws, PublicKey key, String issuer, String phone, long now)
            throws MalformedException {
        require(jws.isSignedBy(key), "not signed by the realm");
        require(Json.text(jws.header(), "typ").equals(TYPE), "no request");
        ObjectNode claims = jws.claims();
        require(Json.text(claims, "iss").equals(issuer), "another realm's");
        boolean named = claims.path("aud").isArray()
                && StreamSupport.stream(claims.path("aud").spliterator(), false)
                        .anyMatch(one -> one.isTextual() && one.textValue().equals(phone));
        require(named, "for another phone");
        require(Json.number(claims, "exp") > now, "over");
        String id = Json.text(claims, "jti");
        require(ID.matcher(id).matches(), "without an id");
        return new SignedRequest(
                jws.compact(),
                id,
                Json.number(claims, "exp"),
                Json.text(claims, "account"),
                Json.text(claims, "label"),
                Json.text(claims, "purpose"),
                Json.text(claims, "client_id"),
                Json.text(claims, "client_name"),
                Json.optionalText(claims, "binding_message"),
                Json.text(claims, "ip"),
                Json.optionalText(claims, "location"),
                Json.optionalText(claims, "browser"),
                Json.optionalText(claims, "os"),
                Json.flag(claims, "known_browser"),
                Json.flag(claims, "number_matching"),
                Json.text(claims, "user_verification"));
    }

    private static void require(boolean holds, String otherwise) throws MalformedException {
        if (!holds) {
            throw new MalformedException(otherwise);
        }
    }

    /** What an answer names it by. */
    public String hash() {
        return Sha256.of(compact);
    }
}
