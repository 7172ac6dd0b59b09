package dev.holdfast.push.verification;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.webauthn.AuthenticatorVerifier;
import dev.holdfast.device.webauthn.UnverifiedException;
import dev.holdfast.push.phone.PhoneCredential;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;

/**
 * Whether the phone's platform asked its user (docs/push-protocol.md §§4 and 6): WebAuthn ceremonies whose challenge is
 * what the user was asked, so that an assertion is good for one decision alone.
 */
public final class UserAsked {
    private static final int MAX_CREDENTIAL_ID = 1_023;
    private static final int MAX_PART = 16_384;

    private final AuthenticatorVerifier verifier;

    public UserAsked(PushRealm realm) {
        this.verifier = new AuthenticatorVerifier(realm.appOrigin(), realm.rpId());
    }

    /** What a new credential signs. @param key the one-time key */
    public static byte[] enrolmentChallenge(String key, Thumbprint phoneKey) {
        return LabelledHash.of("holdfast-push-enrol")
                .add(key)
                .add(phoneKey.bytes())
                .bytes();
    }

    /** @param number the empty text where there is none */
    public static byte[] answerChallenge(byte[] requestHash, String decision, String number) {
        return LabelledHash.of("holdfast-push")
                .add(requestHash)
                .add(decision)
                .add(number)
                .bytes();
    }

    /**
     * Verifies the making of a credential.
     *
     * @param webauthn {@code attestation_object} and {@code client_data_json}
     * @throws PushRefusedException {@link PushRefusal#USER_VERIFICATION_REQUIRED}
     */
    public PhoneCredential made(Claims webauthn, byte[] challenge) {
        try {
            AuthenticatorVerifier.Made made = verifier.made(
                    challenge,
                    webauthn.bytes("attestation_object", MAX_PART),
                    webauthn.bytes("client_data_json", MAX_PART));
            return new PhoneCredential(made.id(), made.attestedData(), made.signCount());
        } catch (UnverifiedException e) {
            throw unverified(e);
        }
    }

    /**
     * Verifies an assertion by the phone's credential.
     *
     * @param webauthn {@code credential_id}, {@code authenticator_data}, {@code client_data_json}, {@code signature}
     * @return the signature counter that it brought
     * @throws PushRefusedException {@link PushRefusal#USER_VERIFICATION_REQUIRED}
     */
    public long asserted(PhoneCredential credential, Claims webauthn, byte[] challenge) {
        try {
            return verifier.shown(
                            new AuthenticatorVerifier.Made(
                                    credential.id(), credential.attested(), credential.counter(), false),
                            challenge,
                            webauthn.bytes("credential_id", MAX_CREDENTIAL_ID),
                            webauthn.bytes("authenticator_data", MAX_PART),
                            webauthn.bytes("client_data_json", MAX_PART),
                            webauthn.bytes("signature", MAX_PART))
                    .signCount();
        } catch (UnverifiedException e) {
            throw unverified(e);
        }
    }

    private static PushRefusedException unverified(UnverifiedException cause) {
        return PushRefusal.USER_VERIFICATION_REQUIRED.because("webauthn: " + cause.getMessage());
    }
}
