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
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * WebAuthn's two verifications (Level 2 §§7.1, 7.2) for who wants a user present and verified, and no attestation: many
 * platforms have none to give.
 */
public final class AuthenticatorVerifier {
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256),
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.RS256));
    private static final boolean WANTS_VERIFICATION = true;
    private static final boolean WANTS_PRESENCE = true;

    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final WebAuthnManager WEBAUTHN = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    private static final AttestedCredentialDataConverter ATTESTED = new AttestedCredentialDataConverter(CONVERTER);

    private final String origin;
    private final String relyingParty;

    /**
     * @param origin of the pages that may ask
     * @param relyingParty the relying party's id, a host
     */
    public AuthenticatorVerifier(String origin, String relyingParty) {
        this.origin = origin;
        this.relyingParty = relyingParty;
    }

    /**
     * A new credential.
     *
     * @param id base64url
     * @param attestedData the attested credential data (§6.5.1) with its public key, base64url
     * @param backupEligible whether it may be on other machines as well (Level 3 §6.1.3)
     */
    public record Made(String id, String attestedData, long signCount, boolean backupEligible) {}

    /** What a verified assertion showed. */
    public record Shown(long signCount, boolean backupEligible) {}

    /** The COSE algorithm identifiers (RFC 9053) that a page may ask for, the preferred first. */
    public static List<Long> algorithms() {
        return ALGORITHMS.stream().map(known -> known.getAlg().getValue()).toList();
    }

    /** @throws UnverifiedException if it is not what was asked for */
    public Made made(byte[] challenge, byte[] attestationObject, byte[] clientData) {
        RegistrationData data = ask(() -> WEBAUTHN.verify(
                new RegistrationRequest(attestationObject, clientData),
                new RegistrationParameters(server(challenge), ALGORITHMS, WANTS_VERIFICATION, WANTS_PRESENCE)));
        var authenticator = present(data.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData attested = present(authenticator.getAttestedCredentialData());
        return new Made(
                text(attested.getCredentialId()),
                text(ATTESTED.convert(attested)),
                authenticator.getSignCount(),
                authenticator.isFlagBE());
    }

    /**
     * An assertion by a credential that is known.
     *
     * @param known as it was made, with the counter that was seen last
     * @throws UnverifiedException if it shows nothing, or its counter did not grow
     */
    public Shown shown(
            Made known,
            byte[] challenge,
            byte[] credentialId,
            byte[] authenticatorData,
            byte[] clientData,
            byte[] signature) {
        CredentialRecordImpl record = record(known);
        AuthenticationData data = ask(() -> WEBAUTHN.verify(
                new AuthenticationRequest(credentialId, authenticatorData, clientData, signature),
                new AuthenticationParameters(
                        server(challenge), record, List.of(bytes(known.id())), WANTS_VERIFICATION, WANTS_PRESENCE)));
        var authenticator = present(data.getAuthenticatorData());
        return new Shown(authenticator.getSignCount(), authenticator.isFlagBE());
    }

    /** Not the library's own exceptions alone: of some malformed answers its parser makes a NullPointerException. */
    private static <T> T ask(Supplier<T> library) {
        try {
            return library.get();
        } catch (RuntimeException e) {
            throw new UnverifiedException(e.getClass().getSimpleName());
        }
    }

    private ServerProperty server(byte[] challenge) {
        return ServerProperty.builder()
                .origin(new Origin(origin))
                .rpId(relyingParty)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static CredentialRecordImpl record(Made known) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                WANTS_VERIFICATION,
                null,
                null,
                known.signCount(),
                ATTESTED.convert(bytes(known.attestedData())),
                null,
                null,
                null,
                null);
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new UnverifiedException("a part of the authenticator's answer is missing");
        }
        return part;
    }

    private static byte[] bytes(String base64Url) {
        return Base64.getUrlDecoder().decode(base64Url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
