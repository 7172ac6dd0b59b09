package dev.holdfast.agent.tpm;

import dev.holdfast.agent.key.Attestation;
import dev.holdfast.agent.tpm.TpmCommand.Authorization;
import java.util.List;

/** The commands that keys need (TPM 2.0 Library, Part 3), each with its answer read to the last byte. */
final class TpmCommands {
    private static final int CREATE_PRIMARY = 0x131;
    private static final int ACTIVATE_CREDENTIAL = 0x147;
    private static final int CERTIFY = 0x148;
    private static final int NV_READ = 0x14E;
    private static final int OBJECT_CHANGE_AUTH = 0x150;
    private static final int POLICY_SECRET = 0x151;
    private static final int CREATE = 0x153;
    private static final int LOAD = 0x157;
    private static final int SIGN = 0x15D;
    private static final int NV_READ_PUBLIC = 0x169;
    private static final int READ_PUBLIC = 0x173;
    private static final int START_AUTH_SESSION = 0x176;

    private static final int NULL_HANDLE = 0x40000007;
    private static final int NULL_ALGORITHM = 0x0010;
    private static final int SHA256 = 0x000B;
    private static final int ECDSA = 0x0018;
    private static final int POLICY_SESSION = 0x01;
    private static final int HASH_CHECK = 0x8024;
    private static final int NV_OWNER_READ = 1 << 17;
    private static final int NV_AUTH_READ = 1 << 18;
    /** Smaller than the buffer of any TPM of a PC. */
    private static final int NV_CHUNK = 512;

    private static final byte[] EMPTY = {};

    private final TpmConnection tpm;

    TpmCommands(TpmConnection tpm) {
        this.tpm = tpm;
    }

    /**
     * A key in a slot of the TPM.
     *
     * @param slot frees it
     * @param publicArea {@code TPMT_PUBLIC}
     */
    record Loaded(TpmConnection.Slot slot, byte[] publicArea) implements AutoCloseable {
        int handle() {
            return slot.handle();
        }

        @Override
        public void close() {
            slot.close();
        }
    }

    /**
     * A key outside of the TPM.
     *
     * @param wrapped its private part, which only the TPM that made it can open ({@code TPM2B_PRIVATE} without its size)
     * @param publicArea {@code TPMT_PUBLIC}
     */
    record Wrapped(byte[] wrapped, byte[] publicArea) {}

    /** Derives the key that a template describes; the same template gives the same key until the TPM is cleared. */
    Loaded createPrimary(Hierarchy hierarchy, KeyTemplate template) throws TpmException {
        TpmAnswer answer;
        try {
            answer = tpm.execute(new TpmCommand(
                    CREATE_PRIMARY,
                    List.of(hierarchy.handle()),
                    List.of(Authorization.NONE),
                    creation(template, EMPTY),
                    true));
        } catch (TpmException.Refused e) {
            if (ResponseCode.isWrongAuthorization(e.code()) || ResponseCode.base(e.code()) == ResponseCode.HIERARCHY) {
                throw new TpmException.Owned(hierarchy);
            }
            throw e;
        }
        TpmConnection.Slot slot = tpm.slot(answer.handle());
        TpmReader reader = answer.parameters();
        byte[] publicArea = reader.sized();
        skipCreation(reader);
        reader.sized();
        reader.end();
        return new Loaded(slot, publicArea);
    }

    /** Makes a new key under a parent; it is not loaded. */
    Wrapped create(Loaded parent, KeyTemplate template, byte[] secret) throws TpmException {
        TpmReader reader = tpm.execute(new TpmCommand(
                        CREATE,
                        List.of(parent.handle()),
                        List.of(Authorization.NONE),
                        creation(template, secret),
                        false))
                .parameters();
        byte[] wrapped = reader.sized();
        byte[] publicArea = reader.sized();
        skipCreation(reader);
        reader.end();
        if (!template.fits(publicArea)) {
            throw new TpmException.Malformed("a key of another kind than was asked for");
        }
        return new Wrapped(wrapped, publicArea);
    }

    /**
     * Gives a loaded key another authorization value (TPM2_ObjectChangeAuth).
     *
     * @return the same key to store in place of the former; its public area is unchanged
     */
    Wrapped changeAuthorization(Loaded key, Loaded parent, Authorization present, byte[] next) throws TpmException {
        TpmReader reader = withPin(new TpmCommand(
                        OBJECT_CHANGE_AUTH,
                        List.of(key.handle(), parent.handle()),
                        List.of(present),
                        new TpmWriter().sized(next).toBytes(),
                        false))
                .parameters();
        byte[] wrapped = reader.sized();
        reader.end();
        return new Wrapped(wrapped, key.publicArea());
    }

    /**
     * Loads a key.
     *
     * @throws TpmException.ForeignKey if this parent did not make it, or a bit of it changed since
     */
    Loaded load(Loaded parent, Wrapped key) throws TpmException {
        TpmAnswer answer;
        try {
            answer = tpm.execute(new TpmCommand(
                    LOAD,
                    List.of(parent.handle()),
                    List.of(Authorization.NONE),
                    new TpmWriter().sized(key.wrapped()).sized(key.publicArea()).toBytes(),
                    true));
        } catch (TpmException.Refused e) {
            // Whatever the TPM dislikes about it (integrity, size, binding), it is not what this TPM gave us.
            throw ResponseCode.isAboutInput(e.code()) ? new TpmException.ForeignKey() : e;
        }
        TpmConnection.Slot slot = tpm.slot(answer.handle());
        answer.parameters().sized();
        answer.parameters().end();
        return new Loaded(slot, key.publicArea());
    }

    /**
     * Signs a digest with a P-256 key.
     *
     * @return R and S, 32 bytes each
     * @throws TpmException.WrongPin if the authorization is not the key's
     */
    byte[] sign(Loaded key, Authorization authorization, byte[] sha256) throws TpmException {
        byte[] parameters = new TpmWriter()
                .sized(sha256)
                .u16(NULL_ALGORITHM)
                // No ticket: the key is not restricted, so the TPM need not have made the digest itself.
                .u16(HASH_CHECK)
                .u32(NULL_HANDLE)
                .sized(EMPTY)
                .toBytes();
        TpmReader reader = withPin(
                        new TpmCommand(SIGN, List.of(key.handle()), List.of(authorization), parameters, false))
                .parameters();
        if (reader.u16() != ECDSA || reader.u16() != SHA256) {
            throw new TpmException.Malformed("a signature of another kind than was asked for");
        }
        byte[] r = SigningPublic.fixed(reader.sized());
        byte[] s = SigningPublic.fixed(reader.sized());
        reader.end();
        return new TpmWriter().bytes(r).bytes(s).toBytes();
    }

    /**
     * Lets the TPM say, signed by its attestation key, that it holds a key and what kind of key that is.
     *
     * @param qualifying at most 32 bytes that stand in what is signed
     */
    Attestation certify(Loaded key, Authorization authorization, Loaded attestationKey, byte[] qualifying)
            throws TpmException {
        TpmReader reader = withPin(new TpmCommand(
                        CERTIFY,
                        List.of(key.handle(), attestationKey.handle()),
                        List.of(authorization, Authorization.NONE),
                        new TpmWriter().sized(qualifying).u16(NULL_ALGORITHM).toBytes(),
                        false))
                .parameters();
        byte[] certifyInfo = reader.sized();
        byte[] signature = reader.take(reader.rest());
        return new Attestation(key.publicArea(), certifyInfo, signature);
    }

    /**
     * Opens a credential that was made for an endorsement key and the name of an attestation key.
     *
     * @param endorsementKey its handle
     * @param credential {@code TPM2B_ID_OBJECT} without its size
     * @param secret {@code TPM2B_ENCRYPTED_SECRET} without its size
     */
    byte[] activateCredential(
            Loaded attestationKey,
            int endorsementKey,
            Authorization endorsementAuthorization,
            byte[] credential,
            byte[] secret)
            throws TpmException {
        TpmReader reader = tpm.execute(new TpmCommand(
                        ACTIVATE_CREDENTIAL,
                        List.of(attestationKey.handle(), endorsementKey),
                        List.of(Authorization.NONE, endorsementAuthorization),
                        new TpmWriter().sized(credential).sized(secret).toBytes(),
                        false))
                .parameters();
        byte[] opened = reader.sized();
        reader.end();
        return opened;
    }

    /** Begins a policy session. */
    TpmConnection.Slot startPolicySession(byte[] nonce) throws TpmException {
        TpmAnswer answer = tpm.execute(new TpmCommand(
                START_AUTH_SESSION,
                List.of(NULL_HANDLE, NULL_HANDLE),
                List.of(),
                new TpmWriter()
                        .sized(nonce)
                        .sized(EMPTY)
                        .u8(POLICY_SESSION)
                        .u16(NULL_ALGORITHM)
                        .u16(SHA256)
                        .toBytes(),
                true));
        TpmConnection.Slot slot = tpm.slot(answer.handle());
        answer.parameters().sized();
        answer.parameters().end();
        return slot;
    }

    /** Fulfils the policy of an endorsement key: the caller knows the endorsement hierarchy's password, an empty one. */
    void policySecretOfEndorsement(TpmConnection.Slot session) throws TpmException {
        byte[] parameters = new TpmWriter()
                .sized(EMPTY)
                .sized(EMPTY)
                .sized(EMPTY)
                // The session does not expire.
                .u32(0)
                .toBytes();
        try {
            TpmReader reader = tpm.execute(new TpmCommand(
                            POLICY_SECRET,
                            List.of(Hierarchy.ENDORSEMENT.handle(), session.handle()),
                            List.of(Authorization.NONE),
                            parameters,
                            false))
                    .parameters();
            reader.sized();
            skipTicket(reader);
            reader.end();
        } catch (TpmException.Refused e) {
            if (ResponseCode.isWrongAuthorization(e.code())) {
                throw new TpmException.Owned(Hierarchy.ENDORSEMENT);
            }
            throw e;
        }
    }

    /** The public area of a key that is in the TPM already. */
    byte[] readPublic(int handle) throws TpmException {
        TpmReader reader = tpm.execute(new TpmCommand(READ_PUBLIC, List.of(handle), List.of(), EMPTY, false))
                .parameters();
        byte[] publicArea = reader.sized();
        reader.sized();
        reader.sized();
        reader.end();
        return publicArea;
    }

    /** The whole content of an NV index. */
    byte[] nvRead(int index) throws TpmException {
        TpmReader reader = tpm.execute(new TpmCommand(NV_READ_PUBLIC, List.of(index), List.of(), EMPTY, false))
                .parameters();
        TpmReader description = new TpmReader(reader.sized());
        reader.sized();
        reader.end();
        description.u32();
        description.u16();
        int attributes = description.u32();
        description.sized();
        int size = description.u16();
        description.end();
        int authority = (attributes & NV_AUTH_READ) != 0 || (attributes & NV_OWNER_READ) == 0
                ? index
                : Hierarchy.OWNER.handle();
        TpmWriter content = new TpmWriter();
        for (int offset = 0; offset < size; offset += NV_CHUNK) {
            content.bytes(nvRead(authority, index, Math.min(NV_CHUNK, size - offset), offset));
        }
        return content.toBytes();
    }

    private byte[] nvRead(int authority, int index, int count, int offset) throws TpmException {
        TpmReader reader = tpm.execute(new TpmCommand(
                        NV_READ,
                        List.of(authority, index),
                        List.of(Authorization.NONE),
                        new TpmWriter().u16(count).u16(offset).toBytes(),
                        false))
                .parameters();
        byte[] chunk = reader.sized();
        reader.end();
        if (chunk.length != count) {
            throw new TpmException.Malformed("a part of an NV index");
        }
        return chunk;
    }

    private TpmAnswer withPin(TpmCommand command) throws TpmException {
        try {
            return tpm.execute(command);
        } catch (TpmException.Refused e) {
            if (ResponseCode.isWrongAuthorization(e.code())) {
                throw new TpmException.WrongPin();
            }
            throw e;
        }
    }

    private static byte[] creation(KeyTemplate template, byte[] secret) {
        byte[] sensitive = new TpmWriter().sized(secret).sized(EMPTY).toBytes();
        return new TpmWriter()
                .sized(sensitive)
                .sized(template.toBytes())
                // No outside information, no platform registers.
                .sized(EMPTY)
                .u32(0)
                .toBytes();
    }

    /** Creation data, its hash and its ticket: the certificate by an attestation key says more. */
    private static void skipCreation(TpmReader reader) throws TpmException {
        reader.sized();
        reader.sized();
        skipTicket(reader);
    }

    private static void skipTicket(TpmReader reader) throws TpmException {
        reader.u16();
        reader.u32();
        reader.sized();
    }
}
