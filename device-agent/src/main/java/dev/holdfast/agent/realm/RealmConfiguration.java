package dev.holdfast.agent.realm;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.origin.Issuer;
import java.net.URI;
import java.util.Optional;

/**
 * The device configuration of a realm (section 3 of the protocol).
 *
 * @param issuer the realm that was asked
 * @param nonceEndpoint gives nonces
 * @param agentBeginEndpoint begins an enrolment
 * @param agentFinishEndpoint finishes it
 * @param agentRenewalEndpoint renews a certificate, in realms that do so
 * @param agentAdoptionEndpoint adopts certificates of other authorities, in realms that do so
 * @param registrationEndpoint registers a user
 * @param exchangeEndpoint rotates
 * @param proofEndpoint proves sessions, where the realm binds them to devices
 * @param postureEndpoint takes reports of the device's condition, where the realm wants them
 * @param unlockEndpoint unlocks by a PIN, in realms that know of it
 * @param leastForPin the assurance from which a device's PIN counts; empty where none does
 * @param revocationEndpoint ends
 * @param jwksUri the keys of challenges
 * @param authorizationEndpoint OpenID Connect's
 * @param tokenEndpoint OpenID Connect's
 * @param clientId the agent's client
 * @param unlockedSeconds how long a user stays unlocked after being present
 * @param postureSeconds how long a report of the device's condition counts
 */
public record RealmConfiguration(
        Issuer issuer,
        URI nonceEndpoint,
        URI agentBeginEndpoint,
        URI agentFinishEndpoint,
        Optional<URI> agentRenewalEndpoint,
        Optional<URI> agentAdoptionEndpoint,
        URI registrationEndpoint,
        URI exchangeEndpoint,
        Optional<URI> proofEndpoint,
        Optional<URI> postureEndpoint,
        Optional<URI> unlockEndpoint,
        Optional<String> leastForPin,
        URI revocationEndpoint,
        URI jwksUri,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        String clientId,
        long unlockedSeconds,
        long postureSeconds) {

    /** The version of the protocol that this agent speaks. */
    public static final long VERSION = 1;

    private static final long DEFAULT_POSTURE_SECONDS = 3_600;

    /**
     * Reads the document that {@code asked} answered.
     *
     * @throws MalformedJsonException if it is of another issuer (compared exactly) or another version, lacks a member,
     *     or names an endpoint without https
     */
    public static RealmConfiguration of(Issuer asked, JsonObject document) throws MalformedJsonException {
        if (!asked.value().equals(document.string("issuer"))) {
            throw new MalformedJsonException("the device configuration is of another issuer than " + asked.value());
        }
        if (document.number("version") != VERSION) {
            throw new MalformedJsonException("the realm speaks version " + document.number("version"));
        }
        return new RealmConfiguration(
                asked,
                endpoint(document, "nonce_endpoint"),
                endpoint(document, "agent_begin_endpoint"),
                endpoint(document, "agent_finish_endpoint"),
                document.has("agent_renewal_endpoint")
                        ? Optional.of(endpoint(document, "agent_renewal_endpoint"))
                        : Optional.empty(),
                document.has("agent_adoption_endpoint")
                        ? Optional.of(endpoint(document, "agent_adoption_endpoint"))
                        : Optional.empty(),
                endpoint(document, "registration_endpoint"),
                endpoint(document, "exchange_endpoint"),
                document.has("proof_endpoint") ? Optional.of(endpoint(document, "proof_endpoint")) : Optional.empty(),
                document.has("posture_endpoint")
                        ? Optional.of(endpoint(document, "posture_endpoint"))
                        : Optional.empty(),
                document.has("unlock_endpoint") ? Optional.of(endpoint(document, "unlock_endpoint")) : Optional.empty(),
                document.has("unlock") ? document.object("unlock").optionalString("device") : Optional.empty(),
                endpoint(document, "revocation_endpoint"),
                endpoint(document, "jwks_uri"),
                endpoint(document, "authorization_endpoint"),
                endpoint(document, "token_endpoint"),
                document.string("client_id"),
                document.object("lifetimes").number("unlocked"),
                document.object("lifetimes").optionalNumber("posture").orElse(DEFAULT_POSTURE_SECONDS));
    }

    private static URI endpoint(JsonObject document, String name) throws MalformedJsonException {
        try {
            return Issuer.requireSafe(document.string(name));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("the device configuration's " + name + " is not usable");
        }
    }
}
