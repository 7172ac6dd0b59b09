package dev.holdfast.agent.tpm;

import dev.holdfast.agent.tpm.TpmCommand.Authorization;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The endorsement keys that makers of TPMs certify, with the NV index where each certificate lies (TCG EK Credential
 * Profile, section 2.2.1.4), in the order of preference: the RSA key of the low range is the one that inventories know.
 */
enum EndorsementKey {
    RSA_LOW(0x01C00002, KeyTemplate.endorsementRsaLow(), true),
    P256_LOW(0x01C0000A, KeyTemplate.endorsementP256Low(), true),
    RSA_HIGH(0x01C00012, KeyTemplate.endorsementRsaHigh(), false),
    P256_HIGH(0x01C00014, KeyTemplate.endorsementP256High(), false),
    P384_HIGH(0x01C00016, KeyTemplate.endorsementP384High(), false);

    private static final int CERTIFICATES = 0x01C00000;
    private static final int PERSISTENT_FIRST = 0x81010000;
    private static final int PERSISTENT_LAST = 0x810100FF;
    private static final int SESSION_NONCE = 32;
    private static final int SEQUENCE = 0x30;
    private static final int LONG_TWO = 0x82;
    private static final int DER_HEADER = 4;

    private final int certificateIndex;
    private final KeyTemplate template;
    private final boolean needsPolicy;

    EndorsementKey(int certificateIndex, KeyTemplate template, boolean needsPolicy) {
        this.certificateIndex = certificateIndex;
        this.template = template;
        this.needsPolicy = needsPolicy;
    }

    /** The first one for which this TPM carries a certificate; the usual one if it carries none. */
    static EndorsementKey of(TpmConnection tpm) throws TpmException {
        List<Integer> indices = tpm.handles(CERTIFICATES);
        return Arrays.stream(values())
                .filter(key -> indices.contains(key.certificateIndex))
                .findFirst()
                .orElse(RSA_LOW);
    }

    /** The maker's certificate as DER, if the TPM carries one. */
    Optional<byte[]> certificate(TpmConnection tpm, TpmCommands commands) throws TpmException {
        if (!tpm.handles(certificateIndex).contains(certificateIndex)) {
            return Optional.empty();
        }
        return Optional.of(withoutPadding(commands.nvRead(certificateIndex)));
    }

    /** What is done with the key. */
    @FunctionalInterface
    interface Use<T> {
        T with(int handle, byte[] publicArea) throws TpmException;
    }

    /** Uses the key where the maker or an administrator has put it, or derives it, which takes an RSA key seconds. */
    <T> T use(TpmConnection tpm, TpmCommands commands, Use<T> use) throws TpmException {
        for (int handle : tpm.handles(PERSISTENT_FIRST)) {
            if (Integer.compareUnsigned(handle, PERSISTENT_LAST) <= 0) {
                byte[] publicArea = commands.readPublic(handle);
                if (template.fits(publicArea)) {
                    return use.with(handle, publicArea);
                }
            }
        }
        try (TpmCommands.Loaded derived = commands.createPrimary(Hierarchy.ENDORSEMENT, template)) {
            return use.with(derived.handle(), derived.publicArea());
        }
    }

    /** Uses the key for {@code TPM2_ActivateCredential}, with the authorization that its kind asks for. */
    byte[] activate(
            Tpm tpm, TpmConnection connection, TpmCommands commands, TpmCommands.Loaded ak, byte[] blob, byte[] secret)
            throws TpmException {
        return use(connection, commands, (handle, publicArea) -> {
            if (!needsPolicy) {
                return commands.activateCredential(ak, handle, Authorization.NONE, blob, secret);
            }
            try (TpmConnection.Slot session = commands.startPolicySession(tpm.randomBytes(SESSION_NONCE))) {
                commands.policySecretOfEndorsement(session);
                return commands.activateCredential(ak, handle, Authorization.policy(session.handle()), blob, secret);
            }
        });
    }

    /** Makers reserve more room than a certificate takes, and fill it with zeros or ones. */
    private static byte[] withoutPadding(byte[] content) {
        if (content.length < DER_HEADER || (content[0] & 0xFF) != SEQUENCE || (content[1] & 0xFF) != LONG_TWO) {
            return content;
        }
        int length = DER_HEADER + ((content[2] & 0xFF) << Byte.SIZE | content[3] & 0xFF);
        return length < content.length ? Arrays.copyOf(content, length) : content;
    }
}
