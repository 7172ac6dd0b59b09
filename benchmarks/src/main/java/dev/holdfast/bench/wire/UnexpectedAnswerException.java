package dev.holdfast.bench.wire;

/** An operation that is measured did not succeed: its figures would mean nothing. */
public final class UnexpectedAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 600;

    /**
     * @param wanted what should have come
     * @param answer what came
     */
    public UnexpectedAnswerException(String wanted, Answer answer) {
        super(answer.uri().getPath() + " did not answer " + wanted + " but " + answer.status() + ": "
                + shortened(answer.body()));
    }

    private static String shortened(String body) {
        String oneLine = body.replaceAll("(?s)<head>.*</head>", "").replaceAll("\\s+", " ");
        return oneLine.length() > SHOWN ? oneLine.substring(0, SHOWN) + "…" : oneLine;
    }
}
