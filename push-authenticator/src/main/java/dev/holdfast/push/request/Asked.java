package dev.holdfast.push.request;

import dev.holdfast.push.limit.Verdict;
import dev.holdfast.push.phone.Phone;
import java.util.List;

/** What became of asking a user's phones. */
public sealed interface Asked {
    /** @param phones those to wake, once the transaction has ended */
    record Waiting(PushRequest request, List<Phone> phones) implements Asked {}

    /** Nothing was sent. */
    record Limited(Verdict.Refuse refuse) implements Asked {}

    /** The user has no phone. */
    record NoPhone() implements Asked {}
}
