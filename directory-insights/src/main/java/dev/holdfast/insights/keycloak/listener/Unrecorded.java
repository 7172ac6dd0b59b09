package dev.holdfast.insights.keycloak.listener;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

/**
 * Lets nothing be committed that lacks its record. Keycloak logs what a listener throws and goes on, so the transaction
 * itself must fail; and it must fail aloud, since one that is merely rolled back is answered as if it had been done.
 */
final class Unrecorded extends AbstractKeycloakTransaction {
    private final Throwable cause;

    private Unrecorded(Throwable cause) {
        this.cause = cause;
    }

    static void refuse(KeycloakTransactionManager transactions, Throwable cause) {
        transactions.setRollbackOnly();
        // Of those that are enlisted it is the last to be rolled back, and the others are, whatever it throws.
        transactions.enlistAfterCompletion(new Unrecorded(cause));
    }

    @Override
    protected void commitImpl() {
        throw new AssertionError("committed without its record", cause);
    }

    @Override
    protected void rollbackImpl() {
        throw new IllegalStateException("rolled back, since it could not be recorded", cause);
    }
}
