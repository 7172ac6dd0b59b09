package dev.holdfast.push.realm;

import java.util.Arrays;
import java.util.Optional;

/** Every lifetime and limit of push, with default and bounds: the one screen where they all stand. */
public enum PushSetting {
    NONCE_LIFETIME("pushNonceLifetime", "Nonce lifetime", "Seconds that a nonce can be used", 120, 30, 600),
    REQUEST_LIFETIME("pushRequestLifetime", "Request lifetime", "Seconds that a phone has to answer", 60, 30, 300),
    ENROLMENT_LIFETIME(
            "pushEnrolmentLifetime", "Enrolment lifetime", "Seconds that a QR code can be used", 300, 60, 900),
    CONFIRM_TRIES(
            "pushConfirmTries",
            "Tries at the code",
            "Wrong codes of a new phone after which its enrolment is over",
            3,
            1,
            5),
    CONSENT_LIFETIME(
            "pushConsentLifetime",
            "Lifetime of a consent",
            "Seconds in which a user may enrol a phone by an administrator's consent",
            86_400,
            300,
            604_800),
    PHONES_PER_USER("pushPhonesPerUser", "Phones per user", "Phones of one user, at most", 1, 1, 5),
    PER_RESOURCE(
            "pushPerApplication",
            "Outstanding requests per application",
            "Requests of one user and application that wait at once, at most; 0 turns this limit off",
            1,
            0,
            10),
    PER_USER(
            "pushPerUser",
            "Outstanding requests per user",
            "Requests of one user that wait at once over all doors, at most",
            3,
            1,
            20),
    UNANSWERED_PER_HOUR(
            "pushUnansweredPerHour",
            "Unanswered requests per hour",
            "Requests without a right answer per user and hour, after which none is sent",
            10,
            1,
            100),
    UNANSWERED_PER_DAY(
            "pushUnansweredPerDay",
            "Unanswered requests per day",
            "Requests without a right answer per user and day, after which none is sent",
            30,
            1,
            500),
    DENIED_PER_HOUR(
            "pushDeniedPerHour",
            "Denied requests per hour",
            "Denied requests per user and hour, after which none is sent",
            5,
            1,
            100),
    DENIED_PER_DAY(
            "pushDeniedPerDay",
            "Denied requests per day",
            "Denied requests per user and day, after which none is sent",
            10,
            1,
            500),
    DENIALS_TO_BLOCK(
            "pushDenialsToBlock",
            "Denials that block",
            "Denials one after the other after which unknown browsers are blocked; one report always blocks them",
            2,
            1,
            10),
    DENIAL_MEMORY(
            "pushDenialMemory",
            "Memory of a denial",
            "Seconds after which a single denial is forgotten",
            3_600,
            60,
            86_400),
    FIRST_BLOCK(
            "pushFirstBlock",
            "First block",
            "Seconds that unknown browsers are blocked at first; each further block is twice as long",
            900,
            60,
            14_400),
    LONGEST_BLOCK(
            "pushLongestBlock",
            "Longest block",
            "Seconds that unknown browsers are blocked, at most",
            14_400,
            60,
            86_400),
    KNOWN_BROWSER_LIFETIME(
            "pushKnownBrowserLifetime",
            "Memory of a browser",
            "Seconds after an approved sign-in in which its browser counts as known",
            7_776_000,
            3_600,
            31_536_000),
    ENROLMENT_REFUSALS_PER_MINUTE(
            "pushEnrolmentRefusalsPerMinute",
            "Refused enrolments per minute",
            "Refused enrolments from one address per minute, at most",
            30,
            1,
            1_000),
    BACKCHANNEL_PER_USER(
            "pushCibaPerUser",
            "Outstanding requests by CIBA",
            "Requests by CIBA of one user that wait at once over all clients, at most",
            1,
            1,
            10),
    BACKCHANNEL_UNANSWERED_PER_HOUR(
            "pushCibaUnansweredPerHour",
            "Unanswered requests by CIBA per hour",
            "Requests by CIBA without a right answer per user and hour, after which none is sent by CIBA",
            5,
            1,
            100),
    BACKCHANNEL_UNANSWERED_PER_DAY(
            "pushCibaUnansweredPerDay",
            "Unanswered requests by CIBA per day",
            "Requests by CIBA without a right answer per user and day, after which none is sent by CIBA",
            15,
            1,
            500),
    BACKCHANNEL_DENIED_PER_HOUR(
            "pushCibaDeniedPerHour",
            "Denied requests by CIBA per hour",
            "Denied requests by CIBA per user and hour, after which none is sent by CIBA",
            2,
            1,
            100),
    BACKCHANNEL_PER_CLIENT(
            "pushCibaPerClient",
            "Requests by CIBA of a client per minute",
            "Requests by CIBA that one client sends in a minute, at most",
            60,
            1,
            10_000),
    BACKCHANNEL_PER_ADDRESS(
            "pushCibaPerAddress",
            "Requests by CIBA from an address per minute",
            "Requests by CIBA that are sent for one address in a minute, at most",
            120,
            1,
            10_000);

    private final String key;
    private final String label;
    private final String purpose;
    private final long defaultValue;
    private final long min;
    private final long max;

    PushSetting(String key, String label, String purpose, long defaultValue, long min, long max) {
        this.key = key;
        this.label = label;
        this.purpose = purpose;
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
        return purpose;
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    public long defaultValue() {
        return defaultValue;
    }

    public static Optional<PushSetting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    /** One sentence for the administrator, with default and bounds. */
    public String help() {
        return purpose + " (" + min + " to " + max + ", default " + defaultValue + ").";
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
