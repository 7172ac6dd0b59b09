package dev.holdfast.insights.setting;

import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.store.ObjectStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a realm wants of its record.
 *
 * @param on whether anything is recorded
 * @param webhook where records are sent, if anywhere
 * @param store where records are put as objects, if anywhere
 * @param hosts that may be called although they are not on the public Internet
 */
public record InsightSettings(
        Map<InsightSetting, Long> values,
        boolean on,
        Optional<URI> webhook,
        Optional<ObjectStore> store,
        List<String> hosts) {
    public static final String ON_KEY = "insights";
    public static final String WEBHOOK_KEY = "insightsWebhook";
    public static final String STORE_KEY = "insightsStore";
    public static final String STORE_REGION_KEY = "insightsStoreRegion";
    public static final String HOSTS_KEY = "insightsHosts";

    private static final int MAX_ADDRESS = 1_024;

    /** What a realm has that says nothing. */
    public static InsightSettings defaults() {
        return read(key -> List.of());
    }

    public InsightSettings {
        EnumMap<InsightSetting, Long> all = new EnumMap<>(InsightSetting.class);
        for (InsightSetting setting : InsightSetting.values()) {
            all.put(setting, values.getOrDefault(setting, setting.defaultValue()));
        }
        values = Map.copyOf(all);
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads a configuration; what is absent or blank has its default.
     *
     * @param configuration the values of a key, in order; none where it is absent
     * @throws IllegalArgumentException with a sentence for the administrator if a value cannot be used
     */
    public static InsightSettings read(Function<String, List<String>> configuration) {
        EnumMap<InsightSetting, Long> values = new EnumMap<>(InsightSetting.class);
        for (InsightSetting setting : InsightSetting.values()) {
            first(configuration, setting.key()).ifPresent(text -> values.put(setting, setting.read(text)));
        }
        return new InsightSettings(
                values,
                first(configuration, ON_KEY).map(InsightSettings::flag).orElse(true),
                first(configuration, WEBHOOK_KEY).map(text -> address("The webhook", text)),
                store(configuration),
                configuration.apply(HOSTS_KEY).stream()
                        .map(String::trim)
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    /**
     * Reads each key by itself, so that each mistake can be said where it was made.
     *
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

    /** Who gets records. */
    public Set<Recipient> recipients() {
        EnumSet<Recipient> recipients = EnumSet.noneOf(Recipient.class);
        webhook.ifPresent(address -> recipients.add(Recipient.WEBHOOK));
        store.ifPresent(bucket -> recipients.add(Recipient.STORE));
        return recipients;
    }

    /** Every address that is called. */
    public Stream<URI> addresses() {
        return Stream.concat(webhook.stream(), store.map(ObjectStore::address).stream());
    }

    public long number(InsightSetting setting) {
        Long value = values.get(setting);
        if (value == null) {
            throw new AssertionError("the constructor puts a value for every setting");
        }
        return value;
    }

    private static boolean flag(String configured) {
        return switch (configured.trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(ON_KEY + " must be true or false");
        };
    }

    private static Optional<ObjectStore> store(Function<String, List<String>> configuration) {
        String region = first(configuration, STORE_REGION_KEY).map(String::trim).orElse(ObjectStore.DEFAULT_REGION);
        ObjectStore.requireRegion(region);
        return first(configuration, STORE_KEY)
                .map(text -> new ObjectStore(address("The object storage", text), region));
    }

    private static URI address(String whose, String configured) {
        String address = configured.trim();
        try {
            URI uri = new URI(address);
            if (address.length() <= MAX_ADDRESS
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Answered below, as any other text that is no such address.
        }
        throw new IllegalArgumentException(
                whose + "'s address must be a URL with a host, without user name or fragment");
    }

    private static Optional<String> first(Function<String, List<String>> configuration, String key) {
        return configuration.apply(key).stream().findFirst().filter(text -> !text.isBlank());
    }
}
