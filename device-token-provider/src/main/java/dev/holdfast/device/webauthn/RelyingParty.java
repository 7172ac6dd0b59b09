package dev.holdfast.device.webauthn;

import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The realm's sign-in pages as a WebAuthn relying party that asks for one thing: that a machine's own authenticator
 * verified its user. A credential that could be on another machine too does not serve (Level 3 §6.1.3): a synced passkey
 * would unlock this device from there.
 */
public final class RelyingParty {
    private final AuthenticatorVerifier verifier;

    /** @param origin of the sign-in pages; its host is the relying party's id */
    public RelyingParty(Origin origin) {
        this.verifier = new AuthenticatorVerifier(
                origin.value(), URI.create(origin.value()).getHost());
    }

    /** The COSE algorithm identifiers (RFC 9053) that a page may ask for, the preferred first. */
    public static List<Long> algorithms() {
        return AuthenticatorVerifier.algorithms();
    }

    /**
     * Checks a new credential (WebAuthn Level 2 §7.1).
     *
     * @param challenge the bytes that the page was given
     * @throws RefusedException {@link Refusal#USER_VERIFICATION_REQUIRED}
     */
    public PlatformCredential register(UUID registration, byte[] challenge, Creation creation) {
        try {
            AuthenticatorVerifier.Made made =
                    verifier.made(challenge, bytes(creation.attestationObject()), bytes(creation.clientData()));
            requireOnThisMachineAlone(made.backupEligible());
            return new PlatformCredential(made.id(), registration, made.attestedData(), made.signCount());
        } catch (UnverifiedException e) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("credential: " + e.getMessage());
        }
    }

    /**
     * Checks that the credential's authenticator verified its user for this challenge (WebAuthn Level 2 §7.2).
     *
     * @throws RefusedException {@link Refusal#USER_VERIFICATION_REQUIRED}
     */
    public VerifiedUser verify(PlatformCredential credential, byte[] challenge, Assertion assertion, Instant now) {
        try {
            AuthenticatorVerifier.Shown shown = verifier.shown(
                    new AuthenticatorVerifier.Made(
                            credential.id(), credential.attestedData(), credential.signCount(), false),
                    challenge,
                    bytes(assertion.credentialId()),
                    bytes(assertion.authenticatorData()),
                    bytes(assertion.clientData()),
                    bytes(assertion.signature()));
            requireOnThisMachineAlone(shown.backupEligible());
            return new VerifiedUser(credential.registration(), now, shown.signCount());
        } catch (UnverifiedException e) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("assertion: " + e.getMessage());
        }
    }

    private static void requireOnThisMachineAlone(boolean backupEligible) {
        if (backupEligible) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("a credential that can leave its machine");
        }
    }

    private static byte[] bytes(String base64Url) {
        try {
            return Base64.getUrlDecoder().decode(base64Url);
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because("not base64url");
        }
    }
}
