package dev.holdfast.access.document;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.condition.Vocabulary;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads conditions: members beside each other are all meant, and none matches everything. */
final class ConditionReader {
    static final int LONGEST_NAME = 255;
    static final int DEEPEST = 16;
    static final int MOST_VALUES = 1_000;
    static final int MOST_MINUTES = 525_600;

    static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    static final Pattern FACTOR = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private final Problems problems;
    private final Map<String, Function<Source, Condition>> leaves = new LinkedHashMap<>();

    ConditionReader(Problems problems) {
        this.problems = problems;
        leaves.put("ipAddressIn", this::addressIn);
        leaves.put("locationIn", this::locationIn);
        leaves.put("deviceManaged", value -> new Condition.DeviceManaged(Fields.flag(value, problems)));
        leaves.put("deviceEncrypted", value -> new Condition.DeviceEncrypted(Fields.flag(value, problems)));
        leaves.put("deviceOs", this::os);
        leaves.put("deviceFirewall", value -> new Condition.DeviceFirewall(Fields.flag(value, problems)));
        leaves.put(
                "deviceScreenLock",
                value -> new Condition.DeviceScreenLock(
                        fields(value, "maxMinutes").requiredNumber("maxMinutes", 1, MOST_MINUTES)));
        leaves.put(
                "deviceAssurance",
                value -> new Condition.DeviceAssurance(one(value, "atLeast", Vocabulary.ASSURANCES)));
        leaves.put("deviceCompliant", value -> new Condition.DeviceCompliant(Fields.flag(value, problems)));
        leaves.put(
                "devicePostureAge",
                value -> new Condition.DevicePostureAge(
                        fields(value, "maxMinutes").requiredNumber("maxMinutes", 1, MOST_MINUTES)));
        leaves.put("userAttribute", this::userAttribute);
        leaves.put("role", value -> new Condition.Role(names(value)));
        leaves.put("group", value -> new Condition.Group(names(value)));
        leaves.put("authenticationMethod", this::authenticationMethod);
        leaves.put("timeOfDay", this::timeOfDay);
        leaves.put("risk", this::risk);
        leaves.put("mfaConfigured", value -> new Condition.MfaConfigured(Fields.flag(value, problems)));
    }

    Condition read(Source source) {
        return read(source, 1);
    }

    /** The names of conditions, those that combine others first. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("all", "any", "not"));
        names.addAll(leaves.keySet());
        return names;
    }

    private Condition read(Source source, int depth) {
        if (depth > DEEPEST) {
            problems.add(source, "conditions are nested at most " + DEEPEST + " deep");
            return Condition.ALWAYS;
        }
        Fields fields = new Fields(source, problems, names());
        List<Condition> parts = new ArrayList<>();
        for (String name : source.members().keySet()) {
            fields.get(name).flatMap(value -> part(name, value, depth)).ifPresent(parts::add);
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
    }

    private Optional<Condition> part(String name, Source value, int depth) {
        return switch (name) {
            case "all" -> Optional.of(new Condition.All(parts(value, depth)));
            case "any" -> Optional.of(new Condition.Any(parts(value, depth)));
            case "not" -> Optional.of(new Condition.Not(read(value, depth + 1)));
            default -> Optional.ofNullable(leaves.get(name)).map(leaf -> leaf.apply(value));
        };
    }

    private List<Condition> parts(Source value, int depth) {
        return Fields.list(value, 0, MOST_VALUES, part -> read(part, depth + 1), problems);
    }

    private Condition addressIn(Source value) {
        return new Condition.AddressIn(
                Fields.list(value, 1, MOST_VALUES, item -> Fields.word(item, LONGEST_NAME, problems), problems));
    }

    private Condition locationIn(Source value) {
        Fields fields = fields(value, "countries", "continents", "regions", "unknown", "private");
        Condition.LocationIn in = new Condition.LocationIn(
                fields.set(
                        "countries",
                        1,
                        MOST_VALUES,
                        item -> of(item, Vocabulary.COUNTRIES, "the code of a country (ISO 3166-1, as AT or GB)")),
                fields.set(
                        "continents",
                        1,
                        MOST_VALUES,
                        item -> of(item, Vocabulary.CONTINENTS, "one of " + String.join(", ", Vocabulary.CONTINENTS))),
                fields.set(
                        "regions",
                        1,
                        MOST_VALUES,
                        item -> Fields.matching(
                                item,
                                Vocabulary.REGION,
                                "the code of a region (ISO 3166-2, as AT-9 or US-CA)",
                                problems)),
                fields.flag("unknown", false),
                fields.flag("private", false));
        boolean named = Stream.of("countries", "continents", "regions").anyMatch(value.members()::containsKey);
        if (value.kind() == Source.Kind.OBJECT && !named && !in.unknown() && !in.privateNetwork()) {
            problems.add(value, "countries, continents, regions, or a true unknown or private belongs here");
        }
        return in;
    }

    private Condition os(Source value) {
        Fields fields = fields(value, "family", "minVersion");
        String family = fields.required("family")
                .map(text -> of(text, Vocabulary.FAMILIES, "one of " + String.join(", ", Vocabulary.FAMILIES)))
                .orElse("");
        return new Condition.DeviceOs(
                family,
                fields.get("minVersion")
                        .map(text ->
                                Fields.matching(text, Vocabulary.VERSION, "numbers with dots, as 14.5,", problems)));
    }

    private Condition userAttribute(Source value) {
        Fields fields = fields(value, "name", "values");
        return new Condition.UserAttribute(
                fields.required("name")
                        .map(text -> Fields.word(text, LONGEST_NAME, problems))
                        .orElse(""),
                fields.set("values", 1, MOST_VALUES, item -> Fields.text(item, 2_000, problems)));
    }

    private Condition authenticationMethod(Source value) {
        return new Condition.AuthenticationMethod(
                Fields.set(value, 1, MOST_VALUES, item -> factor(item).toUpperCase(Locale.ROOT), problems));
    }

    String factor(Source value) {
        return Fields.matching(
                value,
                FACTOR,
                "a factor's name (as DURT, WEBAUTHN, PUSH, TOTP: letters, digits, underscores)",
                problems);
    }

    private Condition timeOfDay(Source value) {
        Fields fields = fields(value, "zone", "days", "from", "to");
        return new Condition.TimeOfDay(
                fields.required("zone").map(this::zone).orElse(ZoneOffset.UTC),
                fields.set("days", 1, 7, item -> Fields.constant(item, DayOfWeek.class, problems)),
                fields.required("from").map(this::time).orElse(LocalTime.MIDNIGHT),
                fields.required("to").map(this::time).orElse(LocalTime.MIDNIGHT));
    }

    private ZoneId zone(Source value) {
        String text = Fields.word(value, LONGEST_NAME, problems);
        try {
            if (!text.isBlank()) {
                return ZoneId.of(text);
            }
        } catch (DateTimeException e) {
            problems.add(value, "a time zone belongs here, as Europe/Vienna or UTC");
        }
        return ZoneOffset.UTC;
    }

    private LocalTime time(Source value) {
        String text = Fields.matching(value, TIME, "a time from 00:00 to 23:59", problems);
        return TIME.matcher(text).matches() ? LocalTime.parse(text) : LocalTime.MIDNIGHT;
    }

    private Condition risk(Source value) {
        RiskLevel level = fields(value, "atLeast")
                .required("atLeast")
                .flatMap(word -> Optional.ofNullable(Fields.constant(word, RiskLevel.class, problems)))
                .orElse(RiskLevel.LOW);
        return new Condition.Risk(level);
    }

    private Set<String> names(Source value) {
        return Fields.set(value, 1, MOST_VALUES, item -> Fields.word(item, LONGEST_NAME, problems), problems);
    }

    private String one(Source value, String name, List<String> words) {
        return fields(value, name)
                .required(name)
                .map(word -> of(word, words, "one of " + String.join(", ", words)))
                .orElse("");
    }

    private String of(Source value, Collection<String> words, String belongs) {
        String text = Fields.text(value, LONGEST_NAME, problems);
        if (value.kind() == Source.Kind.STRING && !words.contains(text)) {
            problems.add(value, belongs + " belongs here");
        }
        return text;
    }

    private Fields fields(Source value, String... names) {
        return new Fields(value, problems, List.of(names));
    }
}
