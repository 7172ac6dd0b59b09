package dev.holdfast.device.webauthn;

/** An authenticator's answer does not show what was asked; whoever asked makes its own refusal of it. */
public final class UnverifiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param failedCheck for the operator's log */
    UnverifiedException(String failedCheck) {
        super(failedCheck);
    }
}
