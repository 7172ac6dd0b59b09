package dev.holdfast.device.authority;

/** A question about a certificate got no answer that counts. The message is for the operator's log. */
public final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1;

    public UnansweredException(String why) {
        super(why, null, false, false);
    }
}
