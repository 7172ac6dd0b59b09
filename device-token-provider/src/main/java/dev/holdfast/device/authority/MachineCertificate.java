package dev.holdfast.device.authority;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * A certificate that an authority trusted by the realm issued to a device. Only {@link TrustedAuthorities#verify} makes
 * one. Whether it was revoked since is another question: {@link RevocationAnswers}.
 */
public final class MachineCertificate {
    private static final String SENDER = "urn:holdfast:certificate:";

    private final CertificatePath path;
    private final CertifiedName name;
    private final Optional<String> user;

    MachineCertificate(CertificatePath path, CertifiedName name, Optional<String> user) {
        this.path = path;
        this.name = name;
        this.user = user;
    }

    public CertificatePath path() {
        return path;
    }

    public CertifiedName name() {
        return name;
    }

    /** Whom the certificate names as the device's user, where the realm's rule asks for one. */
    public Optional<String> user() {
        return user;
    }

    /**
     * The key that it certifies, pinned to the algorithm of a message.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#UNTRUSTED_CERTIFICATE} if the key is of another
     *     kind or too weak
     */
    public DeviceKey key(SignatureAlgorithm algorithm) {
        return DeviceKey.certifiedBy(path.leaf(), algorithm)
                .orElseThrow(() -> Refusal.UNTRUSTED_CERTIFICATE.because("key of the certificate"));
    }

    /** The {@code iss} of a message whose sender is known by nothing but this certificate: its {@code x5t#S256}. */
    public String sender() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(path.leaf().getEncoded());
            return SENDER + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate that was read has an encoding, and every Java has SHA-256", e);
        }
    }
}
