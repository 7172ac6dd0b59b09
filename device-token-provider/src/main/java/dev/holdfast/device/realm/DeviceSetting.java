package dev.holdfast.device.realm;

import java.util.Arrays;
import java.util.Optional;

/** Every lifetime and limit of device login, with default and bounds: the one screen where they all stand. */
public enum DeviceSetting {
    NONCE_LIFETIME("nonceLifetime", "Nonce lifetime", "Seconds that a nonce can be used", 120, 30, 600),
    CHALLENGE_LIFETIME(
            "challengeLifetime",
            "Challenge lifetime",
            "Seconds that a login page's challenge is good for",
            120,
            30,
            600),
    DUST_LIFETIME(
            "dustLifetime",
            "DUST lifetime",
            "Seconds that a session token waits to be spent by the login page",
            60,
            10,
            300),
    DURT_LIFETIME(
            "durtLifetime",
            "Sign-in token lifetime",
            "Seconds without use after which a device must be registered again",
            1_209_600,
            3_600,
            7_776_000),
    DURT_ABSOLUTE_LIFETIME(
            "durtAbsoluteLifetime",
            "Registration lifetime",
            "Seconds after which a device must be registered again, used or not",
            7_776_000,
            86_400,
            31_536_000),
    UNLOCKED_LIFETIME(
            "unlockedLifetime",
            "Unlocked time",
            "Seconds of silent sign-in after the user was last present",
            43_200,
            1,
            604_800),
    PRESENCE_WINDOW(
            "presenceWindow",
            "Time that an unlock counts as presence",
            "Seconds after an unlock in which a sign-in says in amr that its user was asked",
            300,
            0,
            43_200),
    PROOF_WINDOW(
            "proofWindow",
            "Time without a new proof",
            "Seconds after a proof in which a device session is used without another one, and prompt=none works; while"
                    + " they last a stolen cookie opens the session too",
            0,
            0,
            900),
    POSTURE_LIFETIME(
            "postureLifetime",
            "Posture lifetime",
            "Seconds that a device's report of its condition counts",
            3_600,
            300,
            86_400),
    MANAGED_POSTURE_LIFETIME(
            "managedPostureLifetime",
            "Managed posture lifetime",
            "Seconds that a report of a system that manages devices counts",
            86_400,
            3_600,
            604_800),
    CERTIFICATE_LIFETIME(
            "certificateLifetime",
            "Agent certificate lifetime",
            "Seconds that a device's certificate is valid",
            2_592_000,
            86_400,
            31_536_000),
    SIGN_IN_AGE(
            "signInAge",
            "Age of the sign-in at registration",
            "Seconds between the user's sign-in and the registration, at most",
            300,
            30,
            3_600),
    REVOCATION_AGE(
            "certificateRevocationAge",
            "Age of an answer about a certificate",
            "Seconds after which another authority is asked anew whether it revoked a certificate, at most",
            3_600,
            0,
            86_400),
    EXCHANGES_PER_MINUTE(
            "exchangesPerMinute",
            "Sign-ins per minute",
            "Rotations of one registration per minute, at most",
            30,
            2,
            600),
    REGISTRATIONS_PER_HOUR(
            "registrationsPerHour",
            "Registrations per hour",
            "New registrations of one device per hour, at most",
            30,
            1,
            1_000),
    ENROLMENT_REFUSALS_PER_MINUTE(
            "enrolmentRefusalsPerMinute",
            "Refused enrolments per minute",
            "Refused enrolments from one address per minute, at most",
            30,
            1,
            1_000);

    private final String key;
    private final String label;
    private final String help;
    private final long defaultValue;
    private final long min;
    private final long max;

    DeviceSetting(String key, String label, String help, long defaultValue, long min, long max) {
        this.key = key;
        this.label = label;
        this.help = help;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    public String key() {
        return key;
    }

    public String label() {
        return label;
    }

    /** What it is, without default and bounds. */
    public String purpose() {
        return help;
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    public static Optional<DeviceSetting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    /** One sentence for the administrator, with default and bounds. */
    public String help() {
        return help + " (" + min + " to " + max + ", default " + defaultValue + ").";
    }

    public long defaultValue() {
        return defaultValue;
    }

    /**
     * Reads a configured value.
     *
     * @throws IllegalArgumentException with a sentence for the administrator if it is no number or out of bounds
     */
    public long read(String configured) {
        try {
            long value = Long.parseLong(configured.trim());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below, as any other value outside the bounds.
        }
        throw new IllegalArgumentException(label + " must be a whole number from " + min + " to " + max);
    }
}
