package dev.holdfast.device.realm;

import dev.holdfast.device.authority.CertificatePath;
import dev.holdfast.device.authority.RevocationAnswers;
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
 * @param revocations what other authorities say of their certificates
 */
public record DeviceRealm(
        String id,
        String name,
        Endpoints endpoints,
        Set<Origin> trustedOrigins,
        DeviceSettings settings,
        RealmKeys keys,
        RevocationAnswers revocations,
        Clock clock,
        SecureRandom random) {
    public DeviceRealm {
        trustedOrigins = Set.copyOf(trustedOrigins);
    }

    /**
     * Refuses a certificate that its authority revoked; asks it where no answer is at hand.
     *
     * @throws dev.holdfast.device.refusal.RefusedException as {@link RevocationAnswers#require} says
     */
    public void requireUnrevoked(CertificatePath path) {
        revocations.require(
                path,
                settings.authorities().revocation(),
                settings.seconds(DeviceSetting.REVOCATION_AGE),
                clock.instant());
    }

    public Nonces nonces() {
        return new Nonces(id, keys.nonceSecret(), settings.seconds(DeviceSetting.NONCE_LIFETIME), clock, random);
    }
}
