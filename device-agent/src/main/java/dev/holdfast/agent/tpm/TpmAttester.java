package dev.holdfast.agent.tpm;

import dev.holdfast.agent.jose.LabelledHash;
import dev.holdfast.agent.key.Attestation;
import dev.holdfast.agent.key.Endorsement;
import dev.holdfast.agent.key.KeyAttester;
import dev.holdfast.agent.tpm.TpmCommand.Authorization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The attestation key of one realm. It is derived at each use and never stored: the same label gives the same key, and
 * two realms cannot tell by it that they see the same machine (by the endorsement key they can).
 */
final class TpmAttester implements KeyAttester {
    private static final String LABEL = "holdfast-ak";

    private final Tpm tpm;
    private final KeyTemplate template;

    TpmAttester(Tpm tpm, String realm) {
        this.tpm = tpm;
        this.template = KeyTemplate.attestation(LabelledHash.bytesOf(LABEL, realm.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Endorsement endorsement() throws IOException {
        return tpm.run((connection, commands) -> {
            EndorsementKey key = EndorsementKey.of(connection);
            byte[] ekPublic = key.use(connection, commands, (handle, publicArea) -> publicArea);
            try (TpmCommands.Loaded ak = load(commands)) {
                return new Endorsement(
                        ekPublic, EndorsementHash.of(ekPublic), key.certificate(connection, commands), ak.publicArea());
            }
        });
    }

    @Override
    public byte[] activate(byte[] credentialBlob, byte[] secret) throws IOException {
        byte[] blob = content(credentialBlob);
        byte[] encrypted = content(secret);
        return tpm.run((connection, commands) -> {
            try (TpmCommands.Loaded ak = load(commands)) {
                return EndorsementKey.of(connection).activate(tpm, connection, commands, ak, blob, encrypted);
            }
        });
    }

    /** Lets the TPM vouch for a loaded key. */
    Attestation certify(
            TpmCommands commands, TpmCommands.Loaded key, Authorization authorization, byte[] qualifyingData)
            throws TpmException {
        try (TpmCommands.Loaded ak = load(commands)) {
            return commands.certify(key, authorization, ak, qualifyingData);
        }
    }

    private TpmCommands.Loaded load(TpmCommands commands) throws TpmException {
        return commands.createPrimary(Hierarchy.ENDORSEMENT, template);
    }

    /** A {@code TPM2B} came from the server: exactly one, and the TPM does the rest. */
    private static byte[] content(byte[] sized) throws IOException {
        try {
            TpmReader reader = new TpmReader(sized);
            byte[] content = reader.sized();
            reader.end();
            return content;
        } catch (TpmException e) {
            throw new IOException("the realm's credential for the TPM is malformed");
        }
    }
}
