package dev.holdfast.it;

import dev.holdfast.harness.AuthenticatorApp;
import dev.holdfast.it.wire.WireRealm;
import java.time.Instant;
import java.util.List;

/** A user's one-time passwords, none of which is given twice: Keycloak takes none twice. */
final class OneTimePassword {
    private static final AuthenticatorApp APP = new AuthenticatorApp("one-time-secret-of-20");

    private long used;

    private OneTimePassword() {}

    /** Makes a user, whose password is the name, with an authenticator app. */
    static OneTimePassword of(World world, WireRealm realm, String user) {
        world.addUser(realm, user, List.of(APP.credential()));
        return new OneTimePassword();
    }

    /** A code that is good now: of this step, or of the next, to which Keycloak looks ahead. */
    String now() {
        used = Math.max(Instant.now().getEpochSecond() / AuthenticatorApp.PERIOD_SECONDS, used + 1);
        return APP.code(used);
    }
}
