package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.PublicJwk;
import java.security.GeneralSecurityException;

/** A key that can be used and not read. */
public interface DeviceKey {
    /** Its name in the store. */
    KeyName name();

    /** The one algorithm it signs with, an {@code alg} of RFC 7518. */
    String algorithm();

    /** Its public part. */
    PublicJwk publicJwk();

    /**
     * Signs with {@link #algorithm()}.
     *
     * @return the signature in the form of RFC 7518 section 3.4
     * @throws GeneralSecurityException if the store cannot use the key now, {@link KeyUnusableException} if there is
     *     something that the user can do about it
     */
    byte[] sign(byte[] input) throws GeneralSecurityException;
}
