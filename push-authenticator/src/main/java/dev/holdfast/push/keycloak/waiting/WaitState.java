package dev.holdfast.push.keycloak.waiting;

import java.util.Locale;

/** What a page that waits learns (docs/push-protocol.md §12). */
public enum WaitState {
    WAITING,
    DECIDED,
    EXPIRED,
    UNREACHABLE;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
