package dev.holdfast.agent.signin;

import dev.holdfast.agent.jose.CompactJws;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.realm.RealmKeys;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Section 6, step 2 of the protocol. There is no comparison with a clock: a challenge's age is the server's business,
 * and a device whose clock is wrong by a day signs in.
 */
public final class ChallengeVerifier {
    private static final String TYPE = "holdfast-challenge+jwt";
    private static final String AUDIENCE = "holdfast-agent";

    private ChallengeVerifier() {}

    /** The issuer that a challenge names, not yet believed: it says whose keys to verify with. */
    public static String claimedIssuer(String compact) throws Refusal {
        try {
            return CompactJws.parse(compact).payload().string("iss");
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.INVALID_CHALLENGE, e);
        }
    }

    /**
     * Verifies.
     *
     * @param compact what the page handed over
     * @param reported the origin that the browser reported for the page
     * @param device whose issuer and trusted origins count
     * @param keys the realm's
     * @param purposes the ones that the request is about
     * @throws Refusal {@code untrusted_origin}, {@code origin_mismatch}, {@code invalid_challenge} or
     *     {@code server_unreachable}
     */
    public static VerifiedChallenge verify(
            String compact, WebOrigin reported, Device device, RealmKeys keys, Set<Purpose> purposes) throws Refusal {
        if (!device.trustedOrigins().contains(reported)) {
            throw Refusal.of(ErrorCode.UNTRUSTED_ORIGIN);
        }
        try {
            CompactJws jws = CompactJws.parse(compact);
            requireSignature(jws, keys);
            JsonObject claims = jws.payload();
            require(claims.string("iss").equals(device.issuer().value()), "iss");
            require(claims.string("aud").equals(AUDIENCE), "aud");
            if (!reported.value().equals(claims.string("origin"))) {
                // The mark of a relay: the realm made this challenge for another page than the one that holds it.
                throw Refusal.of(ErrorCode.ORIGIN_MISMATCH);
            }
            Optional<Purpose> purpose = Purpose.of(claims.string("purpose"));
            require(purpose.isPresent() && purposes.contains(purpose.get()), "purpose");
            claims.string("txn");
            claims.string("cc");
            return new VerifiedChallenge(compact, purpose.orElseThrow(), reported, claims.string("nonce"));
        } catch (MalformedJsonException e) {
            throw Refusal.of(ErrorCode.INVALID_CHALLENGE, e);
        }
    }

    private static void requireSignature(CompactJws jws, RealmKeys keys) throws MalformedJsonException, Refusal {
        require(TYPE.equals(jws.header().string("typ")), "typ");
        String kid = jws.header().string("kid");
        Optional<PublicJwk> key;
        try {
            key = keys.find(kid);
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
        require(key.isPresent() && jws.isSignedBy(key.get()), "signature");
    }

    private static void require(boolean holds, String what) throws MalformedJsonException {
        if (!holds) {
            throw new MalformedJsonException("the challenge's " + what + " is wrong");
        }
    }
}
