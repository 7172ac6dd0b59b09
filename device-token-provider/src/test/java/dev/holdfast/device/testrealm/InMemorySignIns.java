package dev.holdfast.device.testrealm;

import dev.holdfast.device.registration.SignInProof;
import dev.holdfast.device.registration.SignInProofs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The realm's own ID tokens: an opaque text that only this issuer can turn back into what it proves, for ten minutes. */
public final class InMemorySignIns implements SignInProofs {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Clock clock;
    private final ConcurrentMap<String, SignInProof> issued = new ConcurrentHashMap<>();

    public InMemorySignIns(Clock clock) {
        this.clock = clock;
    }

    /** A user signs in now; the ID token carries that nonce. */
    public String signIn(String userId, String nonce) {
        return issue(userId, nonce, clock.instant());
    }

    /** An ID token issued now for a sign-in that was earlier. */
    public String issue(String userId, String nonce, Instant authTime) {
        String token = "id-token." + UUID.randomUUID();
        issued.put(token, new SignInProof(userId, nonce, UUID.randomUUID().toString(), authTime, clock.instant()));
        return token;
    }

    @Override
    public Optional<SignInProof> verify(String idToken) {
        return Optional.ofNullable(issued.get(idToken))
                .filter(proof -> proof.issuedAt().plus(LIFETIME).isAfter(clock.instant()));
    }
}
