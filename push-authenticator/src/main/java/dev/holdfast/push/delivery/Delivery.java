package dev.holdfast.push.delivery;

/** What became of a wake-up. That a phone could not be asked is not that its user did not answer. */
public sealed interface Delivery {
    /** The push service took it. */
    record Accepted() implements Delivery {}

    /** The push service knows no such subscription any more (404, 410): it is of no use from now on. */
    record Gone() implements Delivery {}

    /** @param why for the operator's log: a status, a time-out, an address that is not public; no secret */
    record CouldNotAsk(String why) implements Delivery {}
}
