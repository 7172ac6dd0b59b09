package dev.holdfast.device.key;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one instance of Bouncy Castle that keys and signatures name; it need not be installed in the JVM. */
public final class CryptoProvider {
    public static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private CryptoProvider() {}
}
