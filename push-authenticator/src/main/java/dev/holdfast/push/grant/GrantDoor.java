package dev.holdfast.push.grant;

import dev.holdfast.push.request.SignIn;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server may ask a user's phone by the password grant (RFC 6749 §4.3), as RADIUS and LDAP servers do, or of its
 * own (OpenID CIBA). Each is closed for every client that an administrator did not open it for (A62).
 *
 * @param shared whether the client stands for many machines, so that two sign-ins at once are nothing odd; the cap per user
 *     holds all the same
 */
public record GrantDoor(Number number, boolean shared) {
    public static final String ATTRIBUTE = "holdfast.push.grant";
    public static final String BACKCHANNEL_ATTRIBUTE = "holdfast.push.ciba";
    public static final String SHARED_ATTRIBUTE = "holdfast.push.shared";

    /** What becomes of the number that a user types into the phone. */
    public enum Number {
        /** The door is closed. */
        NONE_ASKED,
        /** The client has no way to show one. */
        NOT_SHOWN,
        /** The client shows it to its user. */
        SHOWN
    }

    /** @param attributes the client's; null where there is none of that name */
    public static GrantDoor read(Function<String, String> attributes) {
        return new GrantDoor(number(attributes.apply(ATTRIBUTE)), "true".equals(attributes.apply(SHARED_ATTRIBUTE)));
    }

    /** The same for what a client asks of its own; no such client stands for many machines. */
    public static GrantDoor backchannel(Function<String, String> attributes) {
        return new GrantDoor(number(attributes.apply(BACKCHANNEL_ATTRIBUTE)), false);
    }

    private static Number number(@Nullable String configured) {
        return configured == null
                ? Number.NONE_ASKED
                : switch (configured.trim()) {
                    case "show-number" -> Number.SHOWN;
                    case "no-number" -> Number.NOT_SHOWN;
                    default -> Number.NONE_ASKED;
                };
    }

    /** Whether an administrator opened it. */
    public boolean isListed() {
        return number != Number.NONE_ASKED;
    }

    /**
     * Why nobody is asked.
     *
     * @param confidential whether the client proved who it is by a secret of its own
     * @param numberMatching whether the realm lets nobody approve without the number
     * @return for the log; empty where the phone may be asked
     */
    public Optional<String> closedBecause(boolean confidential, boolean numberMatching) {
        if (number == Number.NONE_ASKED) {
            return Optional.of("client is not among those that may ask a phone");
        }
        if (!confidential) {
            return Optional.of("a public client may not ask a phone");
        }
        if (numberMatching && number == Number.NOT_SHOWN) {
            return Optional.of("the realm wants a number typed, and the client shows none");
        }
        return Optional.empty();
    }

    /**
     * The same of one request of a client that asks of its own, and itself draws what its user is to type.
     *
     * @param shownNumber as the client sent it
     */
    public Optional<String> closedBecause(boolean confidential, boolean numberMatching, Optional<String> shownNumber) {
        return closedBecause(confidential, numberMatching)
                .or(() -> numberMatching && shownNumber.filter(SignIn::isNumber).isEmpty()
                        ? Optional.of("the realm wants a number typed, and the request has none of two digits")
                        : Optional.empty());
    }
}
