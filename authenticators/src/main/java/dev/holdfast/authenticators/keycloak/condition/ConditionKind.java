package dev.holdfast.authenticators.keycloak.condition;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

/** The conditions that administrators can put into flows of their own: each reads its settings into a policy's condition. */
enum ConditionKind {
    IP_LIST(
            "holdfast-condition-ip",
            "Condition - IP list",
            "True for an address that stands in one of the realm's IP lists.",
            List.of(words("lists", "IP lists", "Names or ids of IP lists of this realm.")),
            settings -> new Condition.AddressIn(settings.words("lists"))),
    LOCATION(
            "holdfast-condition-location",
            "Condition - location",
            "True for an address in one of the places, by the server's own database.",
            List.of(
                    words("countries", "Countries", "Two letters each, as AT and DE (ISO 3166-1)."),
                    words("continents", "Continents", "AF, AN, AS, EU, NA, OC or SA."),
                    words("regions", "Regions", "A country with one of its regions, as AT-9 (ISO 3166-2)."),
                    flag("unknown", "Unknown place", "On: an address that cannot be placed counts as well."),
                    flag("private", "Private network", "On: an address of a private network counts as well.")),
            settings -> new Condition.LocationIn(
                    settings.upper("countries"),
                    settings.upper("continents"),
                    settings.upper("regions"),
                    settings.flag("unknown"),
                    settings.flag("private"))),
    DEVICE(
            "holdfast-condition-device",
            "Condition - device",
            "True when the device of this sign-in proved itself before this step and is what is chosen here.",
            List.of(
                    choice(
                            "is",
                            "Device",
                            "What is asked of the device.",
                            List.of("managed", "compliant", "encrypted", "firewall")),
                    choice(
                            "assurance",
                            "Assurance",
                            "How well its keys are kept, at least.",
                            List.of("software", "hardware", "attested"))),
            settings -> new Condition.All(List.of(
                    device(settings.word("is").orElse("managed")),
                    settings.word("assurance")
                            .<Condition>map(Condition.DeviceAssurance::new)
                            .orElse(Condition.ALWAYS)))),
    GROUP(
            "holdfast-condition-group",
            "Condition - group",
            "True for a member of one of the groups, or of one below.",
            List.of(words("groups", "Groups", "Paths, as /staff/finance, or ids.")),
            settings -> new Condition.Group(Set.copyOf(settings.words("groups")))),
    RISK(
            "holdfast-condition-risk",
            "Condition - risk",
            "True for a sign-in that is at least as unusual as chosen here, by the realm's own record of sign-ins.",
            List.of(choice("atLeast", "At least", "The lowest risk that counts.", List.of("low", "medium", "high"))),
            settings -> new Condition.Risk(
                    RiskLevel.valueOf(settings.word("atLeast").orElse("medium").toUpperCase(Locale.ROOT))));

    static final String NEGATE = "negate";
    static final String UNKNOWN_COUNTS = "unknownCounts";

    /** A step's settings, as the flow editor keeps them. */
    record Settings(Map<String, String> values) {
        List<String> words(String key) {
            return Arrays.stream(Constants.CFG_DELIMITER_PATTERN.split(values.getOrDefault(key, ""), -1))
                    .map(String::trim)
                    .filter(word -> !word.isEmpty())
                    .toList();
        }

        Set<String> upper(String key) {
            return words(key).stream()
                    .map(word -> word.toUpperCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }

        Optional<String> word(String key) {
            return words(key).stream().findFirst();
        }

        boolean flag(String key) {
            return Boolean.parseBoolean(values.get(key));
        }

        /** Unless it is switched off: a step behind the condition asks for more, and what is unknown is not good. */
        boolean unknownCounts() {
            return !"false".equals(values.get(UNKNOWN_COUNTS));
        }
    }

    private final String id;
    private final String label;
    private final String help;
    private final List<ProviderConfigProperty> properties;
    private final Function<Settings, Condition> reader;

    ConditionKind(
            String id,
            String label,
            String help,
            List<ProviderConfigProperty> properties,
            Function<Settings, Condition> reader) {
        this.id = id;
        this.label = label;
        this.help = help;
        this.properties = properties;
        this.reader = reader;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }

    String help() {
        return help;
    }

    List<ProviderConfigProperty> properties() {
        return properties;
    }

    /** @throws IllegalArgumentException if a setting cannot be read */
    Condition read(Settings settings) {
        Condition condition = reader.apply(settings);
        return settings.flag(NEGATE) ? new Condition.Not(condition) : condition;
    }

    private static Condition device(String word) {
        return switch (word) {
            case "managed" -> new Condition.DeviceManaged(true);
            case "compliant" -> new Condition.DeviceCompliant(true);
            case "encrypted" -> new Condition.DeviceEncrypted(true);
            case "firewall" -> new Condition.DeviceFirewall(true);
            default -> throw new IllegalArgumentException("No such condition of a device: " + word);
        };
    }

    private static ProviderConfigProperty words(String name, String label, String help) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.MULTIVALUED_STRING_TYPE, null);
    }

    private static ProviderConfigProperty flag(String name, String label, String help) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.BOOLEAN_TYPE, "false");
    }

    private static ProviderConfigProperty choice(String name, String label, String help, List<String> options) {
        ProviderConfigProperty property =
                new ProviderConfigProperty(name, label, help, ProviderConfigProperty.LIST_TYPE, null);
        property.setOptions(options);
        return property;
    }
}
