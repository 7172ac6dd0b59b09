package dev.holdfast.push.delivery;

import java.util.concurrent.CompletionStage;

/**
 * The port through which phones are woken; Web Push is one way. An implementation keeps nothing of a realm, and is safe
 * for use by many threads.
 */
public interface PushDelivery {
    /**
     * Begins to send, and returns at once: the caller is the thread of somebody's sign-in.
     *
     * @return what became of it, never exceptionally, within ten seconds
     */
    CompletionStage<Delivery> deliver(WakeUp wakeUp);
}
