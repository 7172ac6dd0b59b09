package dev.holdfast.demo;

/** A step of the demo came to nothing. */
final class StepFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String step;

    StepFailedException(String step, Exception cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        this.step = step;
    }

    /** The step, as it was announced. */
    String step() {
        return step;
    }
}
