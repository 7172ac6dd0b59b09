package dev.holdfast.push.limit;

/** Whether a phone may be asked now. */
public sealed interface Verdict {
    record Send() implements Verdict {}

    /** @param retryAfterSeconds after how many seconds the same attempt could be sent, at least 1 */
    record Refuse(Reason reason, long retryAfterSeconds) implements Verdict {}

    enum Reason {
        OUTSTANDING_FOR_RESOURCE("too many concurrent push requests"),
        OUTSTANDING_FOR_USER("too many concurrent push requests"),
        UNANSWERED_PER_HOUR("too many unanswered push requests"),
        UNANSWERED_PER_DAY("too many unanswered push requests"),
        DENIED_PER_HOUR("too many denied push requests"),
        DENIED_PER_DAY("too many denied push requests"),
        BLOCKED("push requests of unknown browsers are blocked"),
        REPORTED_PER_DAY("a push request of a client was reported"),
        CLIENT_PER_MINUTE("too many push requests of the client"),
        ADDRESS_PER_MINUTE("too many push requests from the address");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** For the event. */
        public String sentence() {
            return sentence;
        }
    }
}
