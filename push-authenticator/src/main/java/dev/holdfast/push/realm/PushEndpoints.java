package dev.holdfast.push.realm;

/**
 * The URLs of one realm's push as discovery lists them; {@code aud} is compared with them character by character.
 *
 * @param issuer the realm's issuer, without a slash at the end
 */
public record PushEndpoints(String issuer) {
    public String nonce() {
        return at("/nonce");
    }

    public String enrolments() {
        return at("/enrolments");
    }

    public String requests() {
        return at("/requests");
    }

    public String answers() {
        return at("/answers");
    }

    public String subscription() {
        return at("/subscription");
    }

    public String removal() {
        return at("/remove");
    }

    public String jwks() {
        return at("/jwks");
    }

    /** Where the realm's own app is served, with its slash. */
    public String app() {
        return at("/app/");
    }

    private String at(String path) {
        return issuer + "/push-mfa" + path;
    }
}
