package dev.holdfast.agent.tpm;

import java.util.List;

/**
 * A command (TPM 2.0 Library, Part 1, section 18.2).
 *
 * @param code its command code
 * @param handles what it is about
 * @param authorizations one for each handle that needs one, in the order of the handles
 * @param parameters the rest, as the TPM reads it
 * @param answersHandle whether the answer begins with a handle
 */
record TpmCommand(
        int code, List<Integer> handles, List<Authorization> authorizations, byte[] parameters, boolean answersHandle) {
    static final int WITHOUT_SESSIONS = 0x8001;
    static final int WITH_SESSIONS = 0x8002;

    private static final int PASSWORD_SESSION = 0x40000009;

    /** Ends with the command, if the command succeeds. */
    private static final int SESSION_ATTRIBUTES = 0;

    TpmCommand {
        handles = List.copyOf(handles);
        authorizations = List.copyOf(authorizations);
    }

    /**
     * What allows the use of a handle.
     *
     * @param session a session's handle, or the one that stands for a password
     * @param secret the password; empty for a policy session
     */
    record Authorization(int session, byte[] secret) {
        static final Authorization NONE = password(new byte[0]);

        static Authorization password(byte[] secret) {
            return new Authorization(PASSWORD_SESSION, secret);
        }

        static Authorization policy(int session) {
            return new Authorization(session, new byte[0]);
        }

        /** The secret stays out. */
        @Override
        public String toString() {
            return "Authorization";
        }
    }

    boolean hasSessions() {
        return !authorizations.isEmpty();
    }

    /** The bytes that go to the TPM. */
    byte[] frame() {
        TpmWriter body = new TpmWriter();
        handles.forEach(body::u32);
        if (hasSessions()) {
            TpmWriter area = new TpmWriter();
            for (Authorization authorization : authorizations) {
                // The second part is a nonce, which neither kind of session needs from the caller here.
                area.u32(authorization.session())
                        .sized(new byte[0])
                        .u8(SESSION_ATTRIBUTES)
                        .sized(authorization.secret());
            }
            byte[] sessions = area.toBytes();
            body.u32(sessions.length).bytes(sessions);
        }
        byte[] rest = body.bytes(parameters).toBytes();
        int size = TpmTransport.HEADER + rest.length;
        if (size > TpmTransport.MAX_FRAME) {
            throw new IllegalArgumentException("a command of " + size + " bytes");
        }
        return new TpmWriter()
                .u16(hasSessions() ? WITH_SESSIONS : WITHOUT_SESSIONS)
                .u32(size)
                .u32(code)
                .bytes(rest)
                .toBytes();
    }

    @Override
    public String toString() {
        return "TpmCommand[0x" + Integer.toHexString(code) + "]";
    }
}
