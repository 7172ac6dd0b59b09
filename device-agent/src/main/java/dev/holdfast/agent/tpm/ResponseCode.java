package dev.holdfast.agent.tpm;

/** The response codes that mean something here (TPM 2.0 Library, Part 2, section 6.6). */
final class ResponseCode {
    static final int SUCCESS = 0;
    static final int HIERARCHY = 0x085;
    private static final int AUTH_FAIL = 0x08E;
    private static final int BAD_AUTH = 0x0A2;

    static final int LOCKOUT = 0x921;

    private static final int OBJECT_MEMORY = 0x902;
    private static final int SESSION_MEMORY = 0x903;
    private static final int YIELDED = 0x908;
    private static final int TESTING = 0x90A;
    private static final int NV_RATE = 0x920;
    private static final int RETRY = 0x922;

    private static final int FORMAT_ONE = 0x080;
    private static final int FORMAT_ONE_ERROR = 0x0BF;

    private ResponseCode() {}

    /** The code without the number of the handle, session or parameter that it complains of. */
    static int base(int code) {
        return (code & FORMAT_ONE) != 0 ? code & FORMAT_ONE_ERROR : code;
    }

    /** Whether the same command will do a little later. */
    static boolean isPassing(int code) {
        return code == RETRY || code == TESTING || code == YIELDED || code == NV_RATE;
    }

    /** Whether the slots are full. */
    static boolean isFull(int code) {
        return code == OBJECT_MEMORY || code == SESSION_MEMORY;
    }

    /** Whether the TPM complains of what it was given, not of its own state. */
    static boolean isAboutInput(int code) {
        return (code & FORMAT_ONE) != 0;
    }

    /** Whether a password or PIN is not the right one. */
    static boolean isWrongAuthorization(int code) {
        return base(code) == AUTH_FAIL || base(code) == BAD_AUTH;
    }
}
