package dev.holdfast.push.realm;

import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.push.limit.PushLimits;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The settings of a realm's push in force: every {@link PushSetting} has a value within its bounds.
 *
 * @param on whether phones are asked at all
 * @param numberMatching whether an approval needs the number that the page shows
 * @param mails whether users get a mail when a phone is enrolled, and when they report a request
 * @param appAddress where the app is, if not at the realm's own address; ends with a slash
 * @param alertAddress who is told by mail, beside the user, when a request was reported
 * @param contact the {@code sub} of VAPID tokens
 * @param pushHosts push services that may be asked although they are not on the public Internet
 */
public record PushSettings(
        Map<PushSetting, Long> values,
        boolean on,
        UserVerification userVerification,
        boolean numberMatching,
        boolean mails,
        Optional<String> appAddress,
        Optional<String> alertAddress,
        String contact,
        AllowedHosts pushHosts) {
    public static final String ON_KEY = "push";
    public static final String NUMBER_MATCHING_KEY = "numberMatching";
    public static final String MAILS_KEY = "pushMails";
    public static final String APP_ADDRESS_KEY = "appAddress";
    public static final String ALERT_ADDRESS_KEY = "pushAlertAddress";
    public static final String CONTACT_KEY = "pushContact";
    public static final String PUSH_HOSTS_KEY = "pushHosts";
    /** Push services want somebody whom they can write to; a realm that has none says so. */
    public static final String NO_CONTACT = "mailto:push@invalid";

    public PushSettings {
        EnumMap<PushSetting, Long> all = new EnumMap<>(PushSetting.class);
        for (PushSetting setting : PushSetting.values()) {
            all.put(setting, values.getOrDefault(setting, setting.defaultValue()));
        }
        values = Map.copyOf(all);
    }

    /** The settings of a realm that configured nothing. */
    public static PushSettings defaults() {
        return read(key -> List.of());
    }

    /**
     * Reads a configuration; what is absent or blank has its default.
     *
     * @param configuration the values of a key, in order; none where it is absent
     * @throws IllegalArgumentException with a sentence for the administrator if a value cannot be used
     */
    public static PushSettings read(Function<String, List<String>> configuration) {
        EnumMap<PushSetting, Long> values = new EnumMap<>(PushSetting.class);
        for (PushSetting setting : PushSetting.values()) {
            first(configuration, setting.key()).ifPresent(configured -> values.put(setting, setting.read(configured)));
        }
        return new PushSettings(
                values,
                flag(configuration, ON_KEY, true),
                first(configuration, UserVerification.KEY)
                        .map(UserVerification::read)
                        .orElse(UserVerification.OPTIONAL),
                flag(configuration, NUMBER_MATCHING_KEY, true),
                flag(configuration, MAILS_KEY, true),
                first(configuration, APP_ADDRESS_KEY).map(PushSettings::appAddress),
                first(configuration, ALERT_ADDRESS_KEY).map(PushSettings::mailAddress),
                first(configuration, CONTACT_KEY).map(PushSettings::contact).orElse(NO_CONTACT),
                AllowedHosts.read(configuration.apply(PUSH_HOSTS_KEY)));
    }

    /**
     * Reads each key by itself, so that each mistake can be said where it was made.
     *
     * @param configuration new values by key
     * @return a sentence for the administrator by key; none for a value that can be used
     */
    public static Map<String, String> refusals(Map<String, List<String>> configuration) {
        Map<String, String> refusals = new TreeMap<>();
        configuration.forEach((key, values) -> {
            try {
                read(asked -> asked.equals(key) ? values : List.of());
            } catch (IllegalArgumentException e) {
                refusals.put(key, String.valueOf(e.getMessage()));
            }
        });
        return refusals;
    }

    private static String appAddress(String configured) {
        String address = configured.trim();
        try {
            URI uri = new URI(address);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && address.endsWith("/")) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Answered below, as any other text that is no such address.
        }
        throw new IllegalArgumentException(
                "The app's address must be https, with a host and a slash at the end, without query or fragment");
    }

    private static String mailAddress(String configured) {
        String address = configured.trim();
        if (address.length() <= 255 && address.matches("[^\\s@]+@[^\\s@]+")) {
            return address;
        }
        throw new IllegalArgumentException("Who is told of reports must be an e-mail address");
    }

    private static String contact(String configured) {
        String contact = configured.trim();
        if (contact.length() <= 255 && contact.matches("(mailto:[^\\s@]+@[^\\s@]+|https://\\S+)")) {
            return contact;
        }
        throw new IllegalArgumentException("The contact for push services must be a mailto: or https: address");
    }

    private static boolean flag(Function<String, List<String>> configuration, String key, boolean absent) {
        return first(configuration, key)
                .map(configured -> switch (configured.trim()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(key + " must be true or false");
                })
                .orElse(absent);
    }

    private static Optional<String> first(Function<String, List<String>> configuration, String key) {
        return configuration.apply(key).stream().findFirst().filter(configured -> !configured.isBlank());
    }

    public long number(PushSetting setting) {
        Long value = values.get(setting);
        if (value == null) {
            throw new AssertionError("the constructor puts a value for every setting");
        }
        return value;
    }

    public Duration seconds(PushSetting setting) {
        return Duration.ofSeconds(number(setting));
    }

    public PushLimits.Bounds bounds() {
        return new PushLimits.Bounds(
                number(PushSetting.PER_RESOURCE),
                number(PushSetting.PER_USER),
                number(PushSetting.UNANSWERED_PER_HOUR),
                number(PushSetting.UNANSWERED_PER_DAY),
                number(PushSetting.DENIED_PER_HOUR),
                number(PushSetting.DENIED_PER_DAY),
                number(PushSetting.DENIALS_TO_BLOCK),
                seconds(PushSetting.DENIAL_MEMORY),
                seconds(PushSetting.FIRST_BLOCK),
                seconds(PushSetting.LONGEST_BLOCK),
                new PushLimits.Backchannel(
                        number(PushSetting.BACKCHANNEL_PER_USER),
                        number(PushSetting.BACKCHANNEL_UNANSWERED_PER_HOUR),
                        number(PushSetting.BACKCHANNEL_UNANSWERED_PER_DAY),
                        number(PushSetting.BACKCHANNEL_DENIED_PER_HOUR)));
    }
}
