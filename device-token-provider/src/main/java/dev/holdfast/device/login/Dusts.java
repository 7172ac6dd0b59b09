package dev.holdfast.device.login;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.possession.Standing;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.VerificationMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes DUSTs and redeems them at the login page, each once (docs/protocol.md §6). */
public final class Dusts {
    /** The authentication method of a key whose hardware the realm verified (RFC 8176 §2). */
    private static final String HARDWARE_KEY = "hwk";

    /** The authentication method of every other key, whatever its agent says of it. */
    private static final String SOFTWARE_KEY = "swk";

    /** The user's presence was tested. */
    private static final String USER = "user";

    /** Possession, and what the user knows or is. */
    private static final String SEVERAL_FACTORS = "mfa";

    /** What a silent sign-in by a device is worth: possession of a bound key, without a user's presence. */
    private static final String ACR = "urn:holdfast:acr:device";

    private final DeviceRealm realm;

    public Dusts(DeviceRealm realm) {
        this.realm = realm;
    }

    /** @param generation of the DURT that goes out with it */
    public String mint(RegisteredDevice subject, long generation, VerifiedChallenge challenge) {
        Map<String, Object> claims = claims(subject, challenge);
        claims.put("gen", generation);
        return realm.keys().signing().sign(MessageType.DUST, claims);
    }

    /** A DUST that proves a session; it is spent by its own id, since nothing rotated for it. */
    public String mintProof(RegisteredDevice subject, VerifiedChallenge challenge) {
        Map<String, Object> claims = claims(subject, challenge);
        SessionHash session = challenge
                .session()
                .orElseThrow(() -> new IllegalArgumentException("a challenge for a session is needed"));
        claims.put(Challenges.SESSION, session.value());
        return realm.keys().signing().sign(MessageType.DUST, claims);
    }

    private Map<String, Object> claims(RegisteredDevice subject, VerifiedChallenge challenge) {
        Registration registration = subject.registration();
        long now = realm.clock().instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", realm.endpoints().issuer());
        claims.put("aud", realm.endpoints().login());
        claims.put("sub", registration.userId());
        claims.put("purpose", challenge.purpose().value());
        claims.put("txn", challenge.txn());
        claims.put("cc", challenge.codeChallenge());
        claims.put("registration", registration.id().toString());
        claims.put("did", registration.did().toString());
        claims.put("cnf", Map.of("jkt", registration.duk().thumbprint().value()));
        claims.put("amr", methods(subject, realm.clock().instant()));
        claims.put("acr", ACR);
        claims.put("verified_at", registration.verifiedAt().getEpochSecond());
        claims.put("evidence", registration.presence().evidence().value());
        claims.put("unlocked", registration.presence().isUnlockOf(challenge.txn()));
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now);
        claims.put("exp", now + realm.settings().number(DeviceSetting.DUST_LIFETIME));
        return claims;
    }

    /**
     * The authentication methods (RFC 8176 §2): possession of the key, and its user while an unlock is young. An agent's
     * word says more than possession only where the TPM that holds its keys was verified.
     */
    private List<String> methods(RegisteredDevice subject, Instant now) {
        boolean attested = subject.device().assurance() == Assurance.ATTESTED;
        List<String> methods = new ArrayList<>(List.of(attested ? HARDWARE_KEY : SOFTWARE_KEY));
        Presence presence = subject.registration().presence();
        boolean young =
                now.isBefore(presence.verifiedAt().plus(realm.settings().seconds(DeviceSetting.PRESENCE_WINDOW)));
        boolean asked = switch (presence.evidence()) {
            case SIGN_IN -> false;
            case AGENT -> attested;
            case VERIFIED -> true;
        };
        if (young && asked) {
            methods.add(USER);
            presence.method().map(VerificationMethod::value).ifPresent(methods::add);
            methods.add(SEVERAL_FACTORS);
        }
        return methods;
    }

    /**
     * What the login page's request brings beside the DUST.
     *
     * @param attempt the attempt of this browser tab, its verifier as the cookie gave it
     * @param origin the request's {@code Origin} header
     * @param identified the user that this flow knows already
     */
    public record Presentation(
            String txn, Optional<String> verifier, Optional<String> origin, Optional<String> identified) {
        /** Without the verifier, which is the cookie's secret. */
        @Override
        public String toString() {
            return "Presentation[" + txn + ", origin " + origin + "]";
        }
    }

    /**
     * A device that proved itself to this login, once.
     *
     * @param evidence what showed that its user was present
     * @param unlockedHere whether its user unlocked it in this very sign-in attempt
     */
    public record Proof(
            RegisteredDevice subject,
            String userId,
            List<String> amr,
            String acr,
            Instant verifiedAt,
            Evidence evidence,
            boolean unlockedHere) {}

    /** Checks a DUST of a sign-in or a renewal and spends it. */
    public Proof redeem(String dust, Purpose purpose, Presentation presented, DeviceRegistry registry) {
        if (purpose == Purpose.REPROOF) {
            throw new IllegalArgumentException("a proof is for a session; see redeemProof");
        }
        Claims claims = verify(dust, purpose);
        RegisteredDevice subject = check(claims, presented, registry);
        // The one decision that must not be taken twice; it also refuses an ended registration.
        if (!registry.spendDust(subject.registration().id(), claims.integer("gen"))) {
            throw Refusal.INVALID_CHALLENGE.because("DUST spent before, or its registration ended");
        }
        return proof(claims, subject);
    }

    /**
     * Checks a DUST that proves a session, and spends it.
     *
     * @param registration the one that the session belongs to; a proof by any other key is refused
     */
    public Proof redeemProof(
            String dust, SessionHash session, UUID registration, Presentation presented, DeviceRegistry registry) {
        Claims claims = verify(dust, Purpose.REPROOF);
        if (!session.matches(claims.text(Challenges.SESSION))) {
            throw Refusal.INVALID_CHALLENGE.because("DUST for another session");
        }
        RegisteredDevice subject = check(claims, presented, registry);
        if (!subject.registration().id().equals(registration)) {
            throw Refusal.DEVICE_NOT_ALLOWED.because("DUST of another registration than the session's");
        }
        Standing.require(subject, realm.clock().instant());
        Instant expiresAt = Instant.ofEpochSecond(claims.integer("exp"));
        if (!registry.spendProof(registration, claims.uuid("jti"), expiresAt)) {
            throw Refusal.INVALID_CHALLENGE.because("DUST spent before");
        }
        return proof(claims, subject);
    }

    /** Origin, tab, browser, user, standing: everything but the spending. */
    private RegisteredDevice check(Claims claims, Presentation presented, DeviceRegistry registry) {
        if (!presented
                .origin()
                .flatMap(Origin::parse)
                .filter(realm.trustedOrigins()::contains)
                .isPresent()) {
            throw Refusal.ORIGIN_MISMATCH.because("Origin header of the login request");
        }
        if (!equal(claims.text("txn"), presented.txn())) {
            throw Refusal.INVALID_CHALLENGE.because("DUST of another sign-in attempt");
        }
        String codeChallenge = presented
                .verifier()
                .map(SignInAttempt::codeChallengeOf)
                .orElseThrow(() -> Refusal.INVALID_CHALLENGE.because("verifier cookie missing"));
        if (!equal(claims.text("cc"), codeChallenge)) {
            throw Refusal.INVALID_CHALLENGE.because("verifier cookie of another browser");
        }
        String userId = claims.text("sub");
        if (presented.identified().filter(user -> !user.equals(userId)).isPresent()) {
            throw Refusal.DEVICE_NOT_ALLOWED.because("DUST of another user than this sign-in's");
        }
        RegisteredDevice subject = registry.registration(claims.uuid("registration"))
                .filter(found -> found.registration().userId().equals(userId))
                .orElseThrow(() -> Refusal.REGISTRATION_REVOKED.because("registration gone"));
        subject.device().requireGoodStanding();
        return subject;
    }

    private static Proof proof(Claims claims, RegisteredDevice subject) {
        return new Proof(
                subject,
                claims.text("sub"),
                claims.texts("amr", 10, 20),
                claims.text("acr"),
                Instant.ofEpochSecond(claims.integer("verified_at")),
                Evidence.named(claims.text("evidence")),
                claims.flag("unlocked"));
    }

    private Claims verify(String dust, Purpose purpose) {
        CompactJws jws = CompactJws.parse(dust);
        DeviceKey key = jws.header()
                .optionalText("kid")
                .flatMap(realm.keys()::verificationKey)
                .orElseThrow(() -> Refusal.INVALID_SIGNATURE.because("DUST of another key"));
        if (!jws.isSignedBy(key.publicKey(), key.algorithm()) || !jws.hasType(MessageType.DUST)) {
            throw Refusal.INVALID_SIGNATURE.because("DUST signature or typ");
        }
        Claims claims = jws.unverifiedClaims(); // Verified above: these are our own.
        if (!claims.text("aud", 2_048).equals(realm.endpoints().login())
                || !claims.text("iss", 2_048).equals(realm.endpoints().issuer())) {
            throw Refusal.INVALID_SIGNATURE.because("DUST for another audience");
        }
        if (!claims.text("purpose").equals(purpose.value())) {
            throw Refusal.INVALID_CHALLENGE.because("DUST for another purpose");
        }
        if (claims.integer("exp") <= realm.clock().instant().getEpochSecond()) {
            throw Refusal.INVALID_CHALLENGE.because("DUST expired");
        }
        return claims;
    }

    private static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
