package dev.holdfast.push.verification;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.message.Claims;
import dev.holdfast.push.phone.PhoneCredential;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Whether the phone's platform asked its user (docs/push-protocol.md §§4 and 6): WebAuthn ceremonies whose challenge is
 * what the user was asked, so that an assertion is good for one decision alone.
 */
public final class UserAsked {
    private static final int MAX_CREDENTIAL_ID = 1_023;
    private static final int MAX_PART = 16_384;

    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.RS256));

    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final AttestedCredentialDataConverter ATTESTED = new AttestedCredentialDataConverter(CONVERTER);
    // Without attestation: which make of phone it is, nobody asks.
    private static final WebAuthnManager WEBAUTHN = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);

    private final PushRealm realm;

    public UserAsked(PushRealm realm) {
        this.realm = realm;
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
        RegistrationRequest request = new RegistrationRequest(
                webauthn.bytes("attestation_object", MAX_PART), webauthn.bytes("client_data_json", MAX_PART));
        try {
            RegistrationData data =
                    WEBAUTHN.verify(request, new RegistrationParameters(server(challenge), ALGORITHMS, true, true));
            if (data.getAttestationObject() == null) {
                throw unverified("no attestation object");
            }
            AttestedCredentialData attested =
                    data.getAttestationObject().getAuthenticatorData().getAttestedCredentialData();
            if (attested == null) {
                throw unverified("no credential");
            }
            return new PhoneCredential(
                    base64Url(attested.getCredentialId()),
                    base64Url(ATTESTED.convert(attested)),
                    data.getAttestationObject().getAuthenticatorData().getSignCount());
        } catch (WebAuthnException e) {
            throw unverified(e.getClass().getSimpleName());
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
        byte[] id = webauthn.bytes("credential_id", MAX_CREDENTIAL_ID);
        if (!Arrays.equals(id, bytes(credential.id()))) {
            throw unverified("another credential");
        }
        AuthenticationRequest request = new AuthenticationRequest(
                id,
                webauthn.bytes("authenticator_data", MAX_PART),
                webauthn.bytes("client_data_json", MAX_PART),
                webauthn.bytes("signature", MAX_PART));
        CredentialRecordImpl stored = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                null,
                null,
                credential.counter(),
                ATTESTED.convert(bytes(credential.attested())),
                null,
                null,
                null,
                null);
        try {
            AuthenticationData data = WEBAUTHN.verify(
                    request, new AuthenticationParameters(server(challenge), stored, List.of(id), true, true));
            if (data.getAuthenticatorData() == null) {
                throw unverified("no authenticator data");
            }
            return data.getAuthenticatorData().getSignCount();
        } catch (WebAuthnException e) {
            throw unverified(e.getClass().getSimpleName());
        }
    }

    private ServerProperty server(byte[] challenge) {
        return new ServerProperty(new Origin(realm.appOrigin()), realm.rpId(), new DefaultChallenge(challenge));
    }

    private static PushRefusedException unverified(String check) {
        return PushRefusal.USER_VERIFICATION_REQUIRED.because("webauthn: " + check);
    }

    private static byte[] bytes(String base64Url) {
        return Base64.getUrlDecoder().decode(base64Url);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
