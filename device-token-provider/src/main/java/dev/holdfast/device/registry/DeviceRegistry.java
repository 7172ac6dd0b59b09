package dev.holdfast.device.registry;

import dev.holdfast.device.authority.CertificatePath;
import dev.holdfast.device.authority.CertifiedName;
import dev.holdfast.device.certificate.RevokedCertificate;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.rotation.Hash;
import dev.holdfast.device.tpm.TpmClock;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The durable memory of one realm. Whatever must happen only once is decided here, each by one conditional update that
 * answers whether it took effect; every look-up is limited to the realm.
 */
public interface DeviceRegistry {
    Optional<EnrolmentToken> enrolmentToken(Hash secret);

    /** Remembers an enrolment until its second message, or until it expires. */
    void open(OpenEnrolment enrolment);

    /** An enrolment that is still open at {@code now}. */
    Optional<OpenEnrolment> openEnrolment(UUID enrolmentId, Instant now);

    /** Closes a pending enrolment; true for one caller alone. */
    boolean closeEnrolment(UUID enrolmentId);

    /** Spends one use of the token; false if none is left or its time is over. */
    boolean spendEnrolmentToken(UUID enrolmentToken, Instant now);

    /** Adds a device; false if its agent key is known already. */
    boolean add(Device device);

    /** Remembers the token that a known device enrolled with last. */
    void enrolledWith(UUID did, UUID enrolmentToken);

    /** Stores what an attested device's TPM showed; false if it showed a later clock before. */
    boolean advanceClock(UUID did, TpmClock clock);

    Optional<Device> device(UUID did);

    Assignment assignment(UUID did);

    /** The device that an authority calls so. */
    Optional<Device> adopted(CertifiedName name);

    /** Adds a device with the path of its certificate; false if its agent key or its certified name is known already. */
    boolean adopt(Device device, CertificatePath path);

    /**
     * Stores the present certificate of an adopted device that is not revoked.
     *
     * @param agentKey the key that the certificate names
     * @param owner whom it names as the device's user; where it names nobody the owner stays
     * @return false if the key is another device's, or the device has ended
     */
    boolean readopt(UUID did, DeviceKey agentKey, Optional<String> owner, CertificatePath path);

    /** The path of an adopted device's certificate, as {@link CertificatePath#encoded} wrote it. */
    Optional<String> adoptedPath(UUID did);

    Optional<Device> deviceWithAgentKey(Thumbprint thumbprint);

    /** Remembers a certificate, so that it can stand in the revocation list when its device is revoked. */
    void issued(UUID did, BigInteger serial, Instant notAfter);

    /** Certificates of revoked devices that have not expired at {@code now}. */
    List<RevokedCertificate> revokedCertificates(Instant now);

    Optional<RegisteredDevice> registration(UUID registration);

    /**
     * Makes this the live registration of its device and user; the former one ends as revoked.
     *
     * @param idTokenId the {@code jti} of the ID token, used once
     * @return the registration that it replaced, or why it cannot be
     */
    Addition add(Registration registration, String idTokenId);

    /** What came of {@link #add(Registration, String)}. */
    sealed interface Addition {
        record Added(Optional<UUID> replaced) implements Addition {}

        record KeyInUse() implements Addition {}

        record IdTokenUsed() implements Addition {}
    }

    /** Registrations of the device since then, ended ones included. */
    long countRegistrations(UUID did, Instant since);

    /** Stores a rotation if the row is live and still at {@code rotated.version()}. */
    boolean storeRotation(Registration rotated, Instant usedAt);

    /** Spends the DUST of that generation; true once, and never again for it or an earlier one. */
    boolean spendDust(UUID registration, long generation);

    /**
     * Spends the proof of a session; true for one caller alone, whatever becomes of its transaction.
     *
     * @param proof the id of its DUST
     * @param expiresAt when the DUST is over, after which it need not be remembered
     */
    boolean spendProof(UUID registration, UUID proof, Instant expiresAt);

    /** Stores that the user of a live registration was present; a later presence that is stored already stays. */
    boolean renew(UUID registration, Presence presence);

    /** The same for an unlock by the device itself, which counts towards its limit. */
    boolean unlock(UUID registration, Presence presence, RateWindow rate);

    /** Ends a live registration; true for one caller alone. */
    boolean end(UUID registration, Registration.Status status);

    /** Takes a device to another standing; true for one caller alone, false from any other standing. */
    boolean change(UUID did, StandingChange change);

    List<UUID> liveRegistrations(UUID did);

    /**
     * Stores what a source says of a device, over what it said before; false if it is not later than that. Two reports of an
     * agent are never equally late; a managing system may say the same again.
     */
    boolean storePosture(UUID did, PostureReport report);

    /** The latest report of each source. */
    List<PostureReport> posture(UUID did);
}
