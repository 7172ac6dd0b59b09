package dev.holdfast.device.enrolment;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.message.FreshMessage;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.OpenEnrolment;
import dev.holdfast.device.registry.TpmIdentity;
import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.tpm.AttestationKey;
import dev.holdfast.device.tpm.CredentialChallenge;
import dev.holdfast.device.tpm.EndorsementTrust;
import dev.holdfast.device.tpm.KeyCertification;
import dev.holdfast.device.tpm.PublicArea;
import dev.holdfast.device.tpm.TpmClock;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds out whether an agent key lives in a TPM that the realm trusts (docs/protocol.md §4): the vendor vouches for the
 * endorsement key, the endorsement key for the attestation key, the attestation key for the agent key.
 */
final class TpmAttestation {
    private static final int SECRET_BYTES = 32;

    private final DeviceRealm realm;

    TpmAttestation(DeviceRealm realm) {
        this.realm = realm;
    }

    /**
     * @param challenge what goes to the agent
     * @param open what the realm remembers of it
     */
    record Begun(CredentialChallenge challenge, OpenEnrolment.Attestation open) {}

    /** Challenges the TPM that a request names; nothing where the realm does not trust it. */
    Optional<Begun> begin(Claims tpm, Instant now) {
        byte[] endorsement = tpm.bytes("ek_public", PublicArea.MAX_BYTES);
        Optional<byte[]> certificate = tpm.has("ek_certificate")
                ? Optional.of(tpm.bytes("ek_certificate", EndorsementTrust.MAX_CERTIFICATE_BYTES))
                : Optional.empty();
        AttestationKey attestationKey = AttestationKey.parse(tpm.bytes("ak_public", PublicArea.MAX_BYTES));
        return realm.settings()
                .endorsements()
                .verify(endorsement, certificate, now)
                .map(key -> {
                    CredentialChallenge challenge = key.challenge(attestationKey, realm.random());
                    return new Begun(
                            challenge,
                            new OpenEnrolment.Attestation(key.hash(), attestationKey, hash(challenge.secret())));
                });
    }

    /** Verifies what the TPM answered; nothing where the agent shows no TPM, or one that was not challenged. */
    Optional<TpmIdentity> finish(OpenEnrolment open, FreshMessage message, byte[] csr) {
        Claims claims = message.claims();
        if (!claims.has("activated_secret")) {
            return Optional.empty();
        }
        OpenEnrolment.Attestation attestation = open.attestation()
                .orElseThrow(() -> Refusal.ATTESTATION_FAILED.because("secret of a credential that was never made"));
        if (!hash(claims.exactBytes("activated_secret", SECRET_BYTES)).matches(attestation.secret())) {
            throw Refusal.ATTESTATION_FAILED.because("activated secret");
        }
        byte[] expected = LabelledHash.of("holdfast-agent-enrol")
                .add(message.nonce())
                .add(csr)
                .bytes();
        TpmClock clock = attestation
                .attestationKey()
                .verify(KeyCertification.of(claims.object("tpm")), message.signer(), expected);
        return Optional.of(new TpmIdentity(attestation.endorsementKey(), attestation.attestationKey(), clock));
    }

    private static Hash hash(byte[] secret) {
        return new Hash(LabelledHash.of("holdfast-activated-secret").add(secret).base64Url());
    }
}
