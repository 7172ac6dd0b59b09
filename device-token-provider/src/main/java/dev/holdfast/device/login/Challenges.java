package dev.holdfast.device.login;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.webauthn.VerifiedUser;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes and recognizes the realm's challenges (docs/protocol.md §6). */
public final class Challenges {
    static final String SESSION = "sid_hash";

    private static final String VERIFIED = "verified_registration";
    private static final String VERIFIED_AT = "verified_at";

    private static final String AUDIENCE = "holdfast-agent";

    private final DeviceRealm realm;

    public Challenges(DeviceRealm realm) {
        this.realm = realm;
    }

    /**
     * @param origin of the page that will hand the challenge to the agent
     * @param clientId the application that the user signs in to
     */
    public String issue(SignInAttempt attempt, Purpose purpose, Origin origin, String clientId, String clientName) {
        if (purpose == Purpose.REPROOF) {
            throw new IllegalArgumentException("a proof is for a session; see issueForSession");
        }
        return realm.keys()
                .signing()
                .sign(MessageType.CHALLENGE, claims(attempt, purpose, origin, clientId, clientName));
    }

    /** A challenge by which the device proves that this session is still used on it. */
    public String issueForSession(
            SignInAttempt attempt, SessionHash session, Origin origin, String clientId, String clientName) {
        Map<String, Object> claims = claims(attempt, Purpose.REPROOF, origin, clientId, clientName);
        claims.put(SESSION, session.value());
        return realm.keys().signing().sign(MessageType.CHALLENGE, claims);
    }

    /**
     * A challenge of a sign-in whose user an authenticator has just verified: the exchange that answers it unlocks the
     * user's registration, and no other.
     */
    public String issueForVerified(
            SignInAttempt attempt, VerifiedUser user, Origin origin, String clientId, String clientName) {
        Map<String, Object> claims = claims(attempt, Purpose.LOGIN, origin, clientId, clientName);
        claims.put(VERIFIED, user.registration().toString());
        claims.put(VERIFIED_AT, user.at().getEpochSecond());
        return realm.keys().signing().sign(MessageType.CHALLENGE, claims);
    }

    private Map<String, Object> claims(
            SignInAttempt attempt, Purpose purpose, Origin origin, String clientId, String clientName) {
        long now = realm.clock().instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.endpoints().issuer());
        claims.put("aud", AUDIENCE);
        claims.put("txn", attempt.txn());
        claims.put("cc", attempt.codeChallenge());
        claims.put("origin", origin.value());
        claims.put("client_id", clientId);
        claims.put("client_name", clientName);
        claims.put("purpose", purpose.value());
        claims.put("nonce", realm.nonces().issue());
        claims.put("iat", now);
        claims.put("exp", now + realm.settings().number(DeviceSetting.CHALLENGE_LIFETIME));
        return claims;
    }

    /** Recognizes an own challenge that is alive. */
    public VerifiedChallenge verify(CompactJws jws) {
        DeviceKey key = jws.header()
                .optionalText("kid")
                .flatMap(realm.keys()::verificationKey)
                .orElseThrow(() -> Refusal.INVALID_CHALLENGE.because("challenge of another key"));
        if (!jws.isSignedBy(key.publicKey(), key.algorithm()) || !jws.hasType(MessageType.CHALLENGE)) {
            throw Refusal.INVALID_CHALLENGE.because("challenge signature or typ");
        }
        Claims claims = jws.unverifiedClaims(); // Verified above: these are our own.
        if (!claims.text("iss", 2_048).equals(realm.endpoints().issuer())
                || !claims.text("aud").equals(AUDIENCE)) {
            throw Refusal.INVALID_CHALLENGE.because("challenge of another realm");
        }
        if (claims.integer("exp") <= realm.clock().instant().getEpochSecond()) {
            throw Refusal.INVALID_CHALLENGE.because("challenge expired");
        }
        Purpose purpose = Purpose.named(claims.text("purpose"))
                .orElseThrow(() -> Refusal.INVALID_CHALLENGE.because("challenge purpose"));
        Origin origin = Origin.parse(claims.text("origin", 300))
                .orElseThrow(() -> Refusal.INVALID_CHALLENGE.because("challenge origin"));
        Optional<SessionHash> session =
                purpose == Purpose.REPROOF ? Optional.of(new SessionHash(claims.text(SESSION))) : Optional.empty();
        Optional<VerifiedChallenge.UserVerification> verification = claims.has(VERIFIED)
                ? Optional.of(new VerifiedChallenge.UserVerification(
                        claims.uuid(VERIFIED), Instant.ofEpochSecond(claims.integer(VERIFIED_AT))))
                : Optional.empty();
        return new VerifiedChallenge(
                purpose,
                claims.text("txn"),
                claims.text("cc"),
                origin,
                claims.text("client_id"),
                claims.text("nonce"),
                session,
                verification);
    }
}
