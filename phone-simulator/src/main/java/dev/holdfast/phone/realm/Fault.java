package dev.holdfast.phone.realm;

/** Why something came to nothing; the message is for the person at the command line. */
public abstract sealed class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private Fault(String message) {
        super(message);
    }

    /** The realm said no (section 10). */
    public static final class Refused extends Fault {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final long retryAfter;

        public Refused(String code, long retryAfter) {
            super("The realm refused: " + code);
            this.code = code;
            this.retryAfter = retryAfter;
        }

        public String code() {
            return code;
        }

        public boolean is(String other) {
            return code.equals(other);
        }

        /** Seconds to wait; 0 where the realm named none. */
        public long retryAfter() {
            return retryAfter;
        }
    }

    /** Nothing came back that can be read: the realm may have acted or not. */
    public static final class NoAnswer extends Fault {
        private static final long serialVersionUID = 1L;

        public NoAnswer(String message) {
            super(message);
        }
    }

    /** The answer is not one of this realm, or not of this protocol. */
    public static final class Distrusted extends Fault {
        private static final long serialVersionUID = 1L;

        public Distrusted(String message) {
            super(message);
        }
    }
}
