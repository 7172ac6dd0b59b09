package dev.holdfast.agent.tpm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The TPM did not do what was asked. Each message says what to do about it, and none holds a secret. */
public abstract sealed class TpmException extends IOException {
    private static final long serialVersionUID = 1L;

    private TpmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** No TPM can be spoken with: there is none, this user may not use it, or it went away. */
    public static final class Unreachable extends TpmException {
        private static final long serialVersionUID = 1L;

        private Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        static Unreachable absent(Path device) {
            return new Unreachable(
                    "There is no TPM at " + device + ". Switch it on in the firmware's settings, or keep the keys in"
                            + " files: holdfast-agent enrol --key-store software",
                    null);
        }

        static Unreachable notADevice(Path path) {
            return new Unreachable(path + " is no TPM device. The usual one is " + TpmAddress.DEFAULT.text(), null);
        }

        static Unreachable forbidden(Path device) {
            return new Unreachable(
                    "This user may not use the TPM at " + device + ". An administrator can allow it: usermod -aG tss "
                            + System.getProperty("user.name", "USER") + ", then sign in to the desktop again",
                    null);
        }

        static Unreachable busy(TpmAddress address) {
            return new Unreachable(
                    "The TPM " + address.text() + " is busy for too long. Try again; if that does not help, look which"
                            + " program holds it",
                    null);
        }

        static Unreachable gone(TpmAddress address, IOException cause) {
            return new Unreachable(
                    "The TPM " + address.text() + " does not answer (" + cause.getMessage()
                            + "). If it is an emulator, start it; else restart this machine",
                    cause);
        }
    }

    /** What answered does not speak TPM 2.0. */
    public static final class Malformed extends TpmException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(
                    "The answer of the TPM cannot be read: " + what
                            + ". Is it a TPM 2.0? If it is, restart this machine, and look for a firmware update",
                    null);
        }
    }

    /** Too many wrong PINs: until some time has passed, no key with a PIN can be used. Other keys can. */
    public static final class LockedOut extends TpmException {
        private static final long serialVersionUID = 1L;

        LockedOut() {
            super(
                    "The TPM has locked itself after too many wrong PINs. Wait (holdfast-agent doctor says how long),"
                            + " or an administrator unlocks it: tpm2_dictionarylockout -c",
                    null);
        }
    }

    /** The PIN is not the key's. Each wrong one counts towards the lock-out. */
    public static final class WrongPin extends TpmException {
        private static final long serialVersionUID = 1L;

        WrongPin() {
            super("The PIN is wrong. After a few wrong ones the TPM locks itself", null);
        }
    }

    /** Somebody set a password for a hierarchy of the TPM, or switched it off: the agent can make no key under it. */
    public static final class Owned extends TpmException {
        private static final long serialVersionUID = 1L;

        Owned(Hierarchy hierarchy) {
            super(
                    "The TPM's " + hierarchy.word() + " hierarchy has a password or is switched off. Whoever set it can"
                            + " clear it (tpm2_changeauth -c " + hierarchy.word() + " -p PASSWORD); else keep the keys"
                            + " in files: holdfast-agent enrol --new-key --key-store software",
                    null);
        }
    }

    /** The key is not one of this TPM, or its file is damaged: the TPM cannot tell one from the other. */
    public static final class ForeignKey extends TpmException {
        private static final long serialVersionUID = 1L;

        ForeignKey() {
            super(
                    "The key was made by another TPM, or the TPM was cleared since, or the key's file is damaged."
                            + " Ask for an enrolment token, then: holdfast-agent enrol --new-key",
                    null);
        }
    }

    /** A response code that has no class of its own here. */
    public static final class Refused extends TpmException {
        private static final long serialVersionUID = 1L;

        private final int code;

        Refused(int command, int code) {
            super(
                    String.format(
                            Locale.ROOT,
                            "The TPM refuses command 0x%X with 0x%03X (tpm2_rc_decode 0x%03X says what that means)",
                            command,
                            code,
                            code),
                    null);
            this.code = code;
        }

        /** The response code (TPM 2.0 Library, Part 2, section 6.6). */
        int code() {
            return code;
        }
    }
}
