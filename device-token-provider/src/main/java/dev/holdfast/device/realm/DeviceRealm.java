package dev.holdfast.device.realm;

import dev.holdfast.device.nonce.Nonces;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;

/**
 * Everything that the ceremonies of one realm share.
 *
 * @param id the realm's id, which is part of every key of single-use memory
 * @param name the realm's name as people see it
 * @param trustedOrigins the origins of the realm's login pages
 */
public record DeviceRealm(
        String id,
        String name,
        Endpoints endpoints,
        Set<Origin> trustedOrigins,
        DeviceSettings settings,
        RealmKeys keys,
        Clock clock,
        SecureRandom random) {
    public DeviceRealm {
        trustedOrigins = Set.copyOf(trustedOrigins);
    }

    public Nonces nonces() {
        return new Nonces(id, keys.nonceSecret(), settings.seconds(DeviceSetting.NONCE_LIFETIME), clock, random);
    }
}
