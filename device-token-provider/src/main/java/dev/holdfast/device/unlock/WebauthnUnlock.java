package dev.holdfast.device.unlock;

import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.VerifiedChallenge;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.webauthn.Assertion;
import dev.holdfast.device.webauthn.PlatformCredential;
import dev.holdfast.device.webauthn.RelyingParty;
import dev.holdfast.device.webauthn.VerifiedUser;
import java.util.UUID;

/**
 * Verifies at the sign-in page that the user of a registration is present, by the machine's own authenticator
 * (docs/protocol.md §8). It unlocks nothing yet: that is done by the exchange which answers the challenge made of it.
 */
public final class WebauthnUnlock {
    private final DeviceRealm realm;

    public WebauthnUnlock(DeviceRealm realm) {
        this.realm = realm;
    }

    /**
     * What the page posted.
     *
     * @param challenge the page's own, whole
     * @param registration the one to unlock
     */
    public record Posted(String challenge, UUID registration, Assertion assertion) {
        /** Reads a form; the challenge's length is bounded by {@link CompactJws}. */
        public Posted {
            if (challenge.isEmpty()) {
                throw Refusal.INVALID_REQUEST.because("no challenge");
            }
        }
    }

    /**
     * @param txn the sign-in attempt of the tab that posted
     * @param origin of the realm's sign-in pages
     * @param credential of the registration that is to be unlocked
     * @throws dev.holdfast.device.refusal.RefusedException if the challenge is another tab's, or the user was not verified
     */
    public VerifiedUser verify(Posted posted, String txn, Origin origin, PlatformCredential credential) {
        if (!realm.settings().unlock().countsWebauthn()) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("unlock by an authenticator does not count");
        }
        VerifiedChallenge challenge = new Challenges(realm).verify(CompactJws.parse(posted.challenge()));
        if (challenge.purpose() != Purpose.LOGIN || !challenge.txn().equals(txn)) {
            throw Refusal.INVALID_CHALLENGE.because("an assertion for another sign-in");
        }
        if (!credential.registration().equals(posted.registration())) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("credential of another registration");
        }
        return new RelyingParty(origin)
                .verify(
                        credential,
                        challenge.unlockChallenge(posted.registration()),
                        posted.assertion(),
                        realm.clock().instant());
    }
}
