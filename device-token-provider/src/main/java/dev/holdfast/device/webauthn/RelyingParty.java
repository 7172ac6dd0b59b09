package dev.holdfast.device.webauthn;

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
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The realm's sign-in pages as a WebAuthn relying party that asks for one thing: that a machine's own authenticator
 * verified its user (WebAuthn Level 2 §7). A credential that could be on another machine too does not serve (Level 3
 * §6.1.3): a synced passkey would unlock this device from there.
 */
public final class RelyingParty {
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.RS256));
    private static final boolean VERIFIES_USER = true;
    private static final boolean WANTS_PRESENCE = true;

    private static final ObjectConverter CONVERTER = new ObjectConverter();
    // No attestation is asked for: many platforms have none to give, and the registration's own keys say what the
    // machine is.
    private static final WebAuthnManager WEBAUTHN = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    private static final AttestedCredentialDataConverter STORED = new AttestedCredentialDataConverter(CONVERTER);

    private final dev.holdfast.device.realm.Origin origin;

    /** @param origin of the sign-in pages; its host is the relying party's id */
    public RelyingParty(dev.holdfast.device.realm.Origin origin) {
        this.origin = origin;
    }

    /** The COSE algorithm identifiers (RFC 9053) that a page may ask for, the preferred first. */
    public static List<Long> algorithms() {
        return ALGORITHMS.stream().map(known -> known.getAlg().getValue()).toList();
    }

    /**
     * Checks a new credential (WebAuthn Level 2 §7.1).
     *
     * @param challenge the bytes that the page was given
     * @throws RefusedException {@link Refusal#USER_VERIFICATION_REQUIRED}
     */
    public PlatformCredential register(UUID registration, byte[] challenge, Creation creation) {
        try {
            RegistrationData data = WEBAUTHN.verify(
                    new RegistrationRequest(bytes(creation.attestationObject()), bytes(creation.clientData())),
                    new RegistrationParameters(server(challenge), ALGORITHMS, VERIFIES_USER, WANTS_PRESENCE));
            var authenticator = required(data.getAttestationObject()).getAuthenticatorData();
            if (authenticator.isFlagBE()) {
                throw Refusal.USER_VERIFICATION_REQUIRED.because("a credential that can leave its machine");
            }
            AttestedCredentialData attested = required(authenticator.getAttestedCredentialData());
            return new PlatformCredential(
                    text(attested.getCredentialId()),
                    registration,
                    text(STORED.convert(attested)),
                    authenticator.getSignCount());
        } catch (WebAuthnException e) {
            throw refused("credential", e);
        }
    }

    /**
     * Checks that the credential's authenticator verified its user for this challenge (WebAuthn Level 2 §7.2).
     *
     * @throws RefusedException {@link Refusal#USER_VERIFICATION_REQUIRED}
     */
    public VerifiedUser verify(PlatformCredential credential, byte[] challenge, Assertion assertion, Instant now) {
        try {
            AuthenticationData data = WEBAUTHN.verify(
                    new AuthenticationRequest(
                            bytes(assertion.credentialId()),
                            bytes(assertion.authenticatorData()),
                            bytes(assertion.clientData()),
                            bytes(assertion.signature())),
                    new AuthenticationParameters(
                            server(challenge),
                            stored(credential),
                            List.of(bytes(credential.id())),
                            VERIFIES_USER,
                            WANTS_PRESENCE));
            var authenticator = required(data.getAuthenticatorData());
            if (authenticator.isFlagBE()) {
                throw Refusal.USER_VERIFICATION_REQUIRED.because("a credential that can leave its machine");
            }
            return new VerifiedUser(credential.registration(), now, authenticator.getSignCount());
        } catch (WebAuthnException e) {
            throw refused("assertion", e);
        }
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder()
                .origin(new Origin(origin.value()))
                .rpId(URI.create(origin.value()).getHost())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static CredentialRecordImpl stored(PlatformCredential credential) {
        boolean backedUp = false;
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                VERIFIES_USER,
                false,
                backedUp,
                credential.signCount(),
                STORED.convert(bytes(credential.attestedData())),
                null,
                null,
                null,
                null);
    }

    private static RefusedException refused(String what, WebAuthnException cause) {
        return Refusal.USER_VERIFICATION_REQUIRED.because(
                what + ": " + cause.getClass().getSimpleName());
    }

    private static <T> T required(@org.jspecify.annotations.Nullable T part) {
        if (part == null) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("a part of the authenticator's answer is missing");
        }
        return part;
    }

    private static byte[] bytes(String base64Url) {
        try {
            return Base64.getUrlDecoder().decode(base64Url);
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because("not base64url");
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
