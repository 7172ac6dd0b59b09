package dev.holdfast.push.enrolment;

import java.util.Optional;
import java.util.UUID;

/** The realm's open enrolments. */
public interface Enrolments {
    /** Opens one in place of all others of the user, and forgets phones that these left pending. */
    void open(OpenEnrolment enrolment, String keyHash);

    Optional<OpenEnrolment> withKey(String keyHash);

    Optional<OpenEnrolment> find(UUID id);

    /**
     * Spends the one-time key for a phone.
     *
     * @return false if another phone was first
     */
    boolean bind(UUID enrolment, UUID phone, String codeHash);

    /** A further code for the phone that spent the key; false if it is another's. */
    boolean renewCode(UUID enrolment, UUID phone, String codeHash);

    /**
     * Spends a try of an enrolment as it was seen.
     *
     * @return false if another try or another code came meanwhile
     */
    boolean spendTry(OpenEnrolment seen);

    void close(UUID enrolment);
}
