package dev.holdfast.phone.message;

import java.util.Optional;

/** What is answered to a request (section 6). */
public sealed interface Decision {
    /** The word on the wire. */
    String word();

    /**
     * Yes.
     *
     * @param number the two digits that the page shows, where the request wants them
     */
    record Approve(Optional<String> number) implements Decision {
        @Override
        public String word() {
            return "approve";
        }
    }

    /** Not now, not mine, changed my mind. */
    record Deny() implements Decision {
        @Override
        public String word() {
            return "deny";
        }
    }

    /** This wasn't me. */
    record Report() implements Decision {
        @Override
        public String word() {
            return "report";
        }
    }
}
