package dev.holdfast.device.realm;

/**
 * The URLs of one realm as discovery lists them; {@code aud} is compared with them character by character.
 *
 * @param issuer the realm's issuer, without a slash at the end
 */
public record Endpoints(String issuer) {
    public String nonce() {
        return at("/nonce");
    }

    public String agentBegin() {
        return at("/agents/begin");
    }

    public String agentFinish() {
        return at("/agents/finish");
    }

    public String agentRenew() {
        return at("/agents/renew");
    }

    public String agentAdopt() {
        return at("/agents/adopt");
    }

    /** Where the device CA's revocation list is read. */
    public String revocationList() {
        return at("/crl");
    }

    public String registrations() {
        return at("/registrations");
    }

    public String exchange() {
        return at("/exchange");
    }

    public String proof() {
        return at("/proof");
    }

    public String posture() {
        return at("/posture");
    }

    public String unlock() {
        return at("/unlock");
    }

    public String revoke() {
        return at("/revoke");
    }

    /** The audience of a DUST. */
    public String login() {
        return at("/login");
    }

    public String jwks() {
        return at("/jwks");
    }

    private String at(String path) {
        return issuer + "/device-token" + path;
    }
}
