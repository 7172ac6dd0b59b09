package dev.holdfast.push.realm;

import dev.holdfast.device.nonce.Nonces;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/**
 * Everything that the ceremonies of one realm's push share.
 *
 * @param id the realm's id, which is part of every key of single-use memory
 * @param label how the realm calls itself to people
 */
public record PushRealm(
        String id,
        String label,
        PushEndpoints endpoints,
        PushSettings settings,
        PushKeys keys,
        Clock clock,
        SecureRandom random) {
    /** Its secret is push's own: a nonce of device login is none of push. */
    public Nonces nonces() {
        return new Nonces(id, keys.nonceSecret(), settings.seconds(PushSetting.NONCE_LIFETIME), clock, random);
    }

    public Instant now() {
        return clock.instant();
    }

    public String app() {
        return settings.appAddress().orElseGet(endpoints::app);
    }

    /** The origin of the app's pages, as browsers write it. */
    public String appOrigin() {
        URI app = URI.create(app());
        return app.getScheme() + "://" + app.getRawAuthority();
    }

    /** The relying party of the app's WebAuthn credentials (WebAuthn §5.4.2). */
    public String rpId() {
        return URI.create(app()).getHost();
    }
}
