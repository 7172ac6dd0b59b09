package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.Attestation;
import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.DeviceKeyStore;
import dev.holdfast.agent.key.Endorsement;
import dev.holdfast.agent.key.KeyAttester;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Consumer;

/** What this device can show for its agent key being in hardware (section 4 of the protocol). */
final class HardwareEvidence {
    private final KeyAttester attester;
    private final Endorsement endorsement;
    private final CertifiableKey key;

    private HardwareEvidence(KeyAttester attester, Endorsement endorsement, CertifiableKey key) {
        this.attester = attester;
        this.endorsement = endorsement;
        this.key = key;
    }

    /**
     * Asks the hardware, if the key is in any.
     *
     * @param tell hears why a key in hardware cannot be shown to be there; the enrolment goes on without
     */
    static Optional<HardwareEvidence> of(DeviceKeyStore keys, DeviceKey key, Consumer<String> tell) {
        Optional<KeyAttester> attester = keys.attester();
        if (attester.isEmpty() || !(key instanceof CertifiableKey certifiable)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new HardwareEvidence(attester.get(), attester.get().endorsement(), certifiable));
        } catch (IOException e) {
            tell.accept("The realm cannot verify this TPM. " + e.getMessage());
            return Optional.empty();
        }
    }

    Endorsement endorsement() {
        return endorsement;
    }

    /** Opens the challenge in the answer that began the enrolment. */
    byte[] activate(JsonObject begun) throws IOException {
        try {
            return attester.activate(
                    Base64Url.decode(begun.string("credential_blob")), Base64Url.decode(begun.string("secret")));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("the challenge for the TPM is not base64url");
        }
    }

    Attestation certify(byte[] qualifying) throws GeneralSecurityException {
        return key.certify(qualifying);
    }
}
