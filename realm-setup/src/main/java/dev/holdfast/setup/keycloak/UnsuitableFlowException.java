package dev.holdfast.setup.keycloak;

/** The realm's browser flow has no place for an alternative step; the message tells the administrator what to do. */
public final class UnsuitableFlowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsuitableFlowException(String message) {
        super(message, null, false, false);
    }
}
