package dev.holdfast.push.phone;

import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.push.delivery.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The realm's phones. */
public interface Phones {
    Optional<Phone> find(UUID id);

    boolean isKeyKnown(Thumbprint key);

    /** The user's phones that can be asked, the oldest first. */
    List<Phone> activeOf(String userId);

    /** Adds a pending phone; fails where its key is there already, also when two nodes add it at the same instant. */
    void add(Phone phone);

    /**
     * Makes a pending phone active, if the user has fewer than {@code most} active ones.
     *
     * @return false if it is not pending, or there is no room; of several at the same instant no more than there is room
     *     for succeed
     */
    boolean activate(Phone phone, long most);

    /** Ends a phone that is not over yet. */
    boolean end(UUID phone);

    void subscribe(UUID phone, Optional<Subscription> subscription);

    /**
     * Takes over a signature counter.
     *
     * @return false if another answer counted further meanwhile
     */
    boolean count(UUID phone, long seen, long next);
}
