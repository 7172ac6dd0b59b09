package dev.holdfast.access.cookbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** A request of the page's tables, as the call for what-if reads it. */
final class DescribedRequest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Set<String> MEMBERS =
            Set.of("user", "client", "ip", "place", "device", "time", "methods", "risk");
    private static final Set<String> DEVICE_MEMBERS = Set.of(
            "managed",
            "assurance",
            "encrypted",
            "firewall",
            "screenLockMinutes",
            "os",
            "osVersion",
            "compliant",
            "reportedMinutesAgo");

    private DescribedRequest() {}

    static Signals read(Cookbook cookbook, String text) {
        JsonNode request = parsed(text);
        onlyKnown(request, MEMBERS);
        String client = request.path("client").asText();
        if (!cookbook.clients().contains(client)) {
            throw new AssertionError("the page does not introduce " + client);
        }
        return new Signals(
                person(cookbook.person(request.path("user").asText())),
                typeOf(client),
                client,
                word(request, "time")
                        .map(time -> OffsetDateTime.parse(time).toInstant())
                        .orElse(NOW),
                word(request, "ip").map(address -> IpAddress.parse(address).orElseThrow()),
                place(request.path("place")),
                device(request.path("device")),
                methods(request.path("methods")),
                risk(request.path("risk")));
    }

    private static Person person(Cookbook.Row row) {
        return new Person(row.user(), row.user(), row.groups(), row.roles(), Map.of(), Optional.of(row.secondFactor()));
    }

    private static ResourceType typeOf(String client) {
        return switch (client) {
            case "security-admin-console" -> ResourceType.ADMIN_PORTAL;
            case "account-console" -> ResourceType.USER_PORTAL;
            default -> ResourceType.APPLICATION;
        };
    }

    private static Place place(JsonNode place) {
        if (place.isMissingNode() || place.asText().equals("unknown")) {
            return Place.UNKNOWN;
        }
        if (place.asText().equals("private")) {
            return Place.PRIVATE_NETWORK;
        }
        return new Place.Located(
                place.path("country").asText(),
                word(place, "continent"),
                word(place, "region"),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static DeviceSignal device(JsonNode device) {
        if (device.isMissingNode()) {
            return new DeviceSignal.None();
        }
        onlyKnown(device, DEVICE_MEMBERS);
        return new DeviceSignal.Proven(
                "described",
                word(device, "assurance").orElse("software"),
                flag(device, "managed").orElse(true),
                flag(device, "encrypted"),
                flag(device, "firewall"),
                number(device, "screenLockMinutes"),
                word(device, "os"),
                word(device, "osVersion"),
                flag(device, "compliant"),
                number(device, "reportedMinutesAgo").map(minutes -> NOW.minus(Duration.ofMinutes(minutes))));
    }

    private static Set<Factor> methods(JsonNode methods) {
        Set<Factor> brought = new TreeSet<>();
        methods.forEach(name -> brought.add(new Factor(name.asText())));
        return methods.isMissingNode() ? Set.of(Factor.PASSWORD) : brought;
    }

    private static Optional<Risk> risk(JsonNode risk) {
        return word(risk, "level").map(level -> {
            List<Risk.Fact> facts = new ArrayList<>();
            risk.path("facts").forEach(name -> facts.add(new Risk.Fact(name.asText(), "described")));
            return new Risk(RiskLevel.valueOf(level.toUpperCase(Locale.ROOT)), facts);
        });
    }

    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static void onlyKnown(JsonNode object, Set<String> members) {
        object.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw new AssertionError("nobody reads \"" + name + "\"");
            }
        });
    }

    private static Optional<String> word(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).map(JsonNode::asText);
    }

    private static Optional<Boolean> flag(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).map(JsonNode::asBoolean);
    }

    private static Optional<Integer> number(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).map(JsonNode::asInt);
    }
}
