package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.condition.Vocabulary;
import dev.holdfast.access.keycloak.signal.ClientTypes;
import dev.holdfast.access.keycloak.signal.KnownDevices;
import dev.holdfast.access.keycloak.signal.People;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;

/**
 * A request as an administrator describes it: {@code {"user", "client"?, "type"?, "ip"?, "place"?, "device"?, "time"?,
 * "methods"?, "risk"?}}. What is not described is not known, as it would be then.
 */
final class Described {
    static final Set<String> MEMBERS =
            Set.of("user", "client", "type", "ip", "place", "device", "time", "methods", "risk");

    private static final int LONGEST = 255;
    private static final int MOST_MINUTES = 525_600;

    private final AccessCall call;
    private final Members members;
    private final UserModel user;

    /**
     * @throws RefusedRequestException if there is no such user
     * @throws jakarta.ws.rs.ForbiddenException if the caller may not see the user, be there one or not
     */
    Described(AccessCall call, Members members) {
        this.call = call;
        this.members = members;
        String named = members.required("user", LONGEST);
        members.check();
        UserModel byName = call.session().users().getUserByUsername(call.realm(), named);
        UserModel found = byName != null ? byName : call.session().users().getUserById(call.realm(), named);
        if (found == null) {
            // Who may see nobody learns of no name whether it is there.
            call.caller().permissions().users().requireView();
            throw RefusedRequestException.invalid("/user", "There is no user of this name or id");
        }
        call.caller().permissions().users().requireView(found);
        this.user = found;
    }

    UserModel user() {
        return user;
    }

    /** Mistakes are kept in the members. */
    Signals signals() {
        Optional<ClientModel> client = members.text("client", LONGEST).flatMap(this::client);
        ResourceType type = members.text("type", LONGEST)
                .map(word -> constant("type", word, ResourceType.values(), ResourceType.APPLICATION))
                .orElseGet(() -> client.map(this::typeOf).orElse(ResourceType.USER_PORTAL));
        Optional<IpAddress> address = members.text("ip", LONGEST).flatMap(this::address);
        return new Signals(
                People.of(call.session(), call.realm(), user),
                type,
                client.map(ClientModel::getClientId).orElse(""),
                members.text("time", LONGEST).map(this::time).orElseGet(Instant::now),
                address,
                place(address),
                members.object("device").map(this::device).orElseGet(DeviceSignal.None::new),
                methods(),
                members.object("risk").map(this::risk));
    }

    private Optional<ClientModel> client(String named) {
        Optional<ClientModel> client =
                Optional.ofNullable(call.session().clients().getClientByClientId(call.realm(), named));
        if (client.isEmpty()) {
            members.problem("client", "There is no client of this id");
        }
        return client;
    }

    /** The gate lets nobody in to a client whose attribute means nothing, and there is nothing to decide. */
    private ResourceType typeOf(ClientModel client) {
        try {
            return ClientTypes.of(client);
        } catch (IllegalArgumentException e) {
            members.problem("client", String.valueOf(e.getMessage()));
            return ResourceType.APPLICATION;
        }
    }

    private Optional<IpAddress> address(String text) {
        Optional<IpAddress> address = IpAddress.parse(text.strip());
        if (address.isEmpty()) {
            members.problem("ip", "An IPv4 or IPv6 address belongs here");
        }
        return address;
    }

    private Place place(Optional<IpAddress> address) {
        JsonNode told = members.value("place");
        if (told.isMissingNode() || told.isNull()) {
            return address.map(known -> RequestSignals.placeOf(call.session(), known.toString()))
                    .orElse(Place.UNKNOWN);
        }
        if (told.isTextual()) {
            switch (told.textValue()) {
                case "unknown":
                    return Place.UNKNOWN;
                case "private":
                    return Place.PRIVATE_NETWORK;
                default:
                    members.problem("place", "unknown, private or {\"country\": …} belongs here");
                    return Place.UNKNOWN;
            }
        }
        return members.object("place")
                .map(place -> place.only(Set.of("country", "continent", "region", "city")))
                .map(this::located)
                .orElse(Place.UNKNOWN);
    }

    private Place located(Members place) {
        String country = place.required("country", LONGEST);
        if (!Vocabulary.COUNTRIES.contains(country)) {
            place.problem("country", "The code of a country (ISO 3166-1, as AT or GB) belongs here");
            return Place.UNKNOWN;
        }
        Optional<String> region = place.text("region", LONGEST);
        if (region.filter(code -> !Vocabulary.REGION.matcher(code).matches()).isPresent()) {
            place.problem("region", "The code of a region (ISO 3166-2, as AT-9 or US-CA) belongs here");
        }
        return new Place.Located(
                country,
                oneOf(place, "continent", Vocabulary.CONTINENTS),
                region,
                place.text("city", LONGEST),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private DeviceSignal device(Members device) {
        device.only(Set.of(
                "id",
                "managed",
                "assurance",
                "encrypted",
                "firewall",
                "screenLockMinutes",
                "os",
                "osVersion",
                "compliant",
                "reportedMinutesAgo"));
        String assurance = oneOf(device, "assurance", Vocabulary.ASSURANCES).orElse("software");
        Optional<String> version = device.text("osVersion", LONGEST);
        if (version.filter(text -> !Vocabulary.VERSION.matcher(text).lookingAt())
                .isPresent()) {
            device.problem("osVersion", "Numbers with dots, as 14.5, belong here");
        }
        Optional<DeviceSignal> registered = device.text("id", LONGEST)
                .filter(id -> device.isOnly("id"))
                .flatMap(id -> KnownDevices.of(call.session(), call.realm(), id));
        if (registered.isPresent()) {
            return registered.get();
        }
        if (device.isOnly("id")) {
            device.problem("id", "There is no device of this id");
        }
        return new DeviceSignal.Proven(
                device.text("id", LONGEST).orElse("described"),
                assurance,
                device.flag("managed").orElse(true),
                device.flag("encrypted"),
                device.flag("firewall"),
                device.number("screenLockMinutes", 0, Integer.MAX_VALUE),
                oneOf(device, "os", Vocabulary.FAMILIES),
                version,
                device.flag("compliant"),
                device.number("reportedMinutesAgo", 0, MOST_MINUTES)
                        .map(minutes -> Instant.now().minus(Duration.ofMinutes(minutes))));
    }

    /** What no condition can match would be answered as if it mattered. */
    private static Optional<String> oneOf(Members members, String name, List<String> words) {
        Optional<String> word = members.text(name, LONGEST);
        if (word.filter(text -> !words.contains(text)).isPresent()) {
            members.problem(name, "One of " + String.join(", ", words) + " belongs here");
        }
        return word;
    }

    private Instant time(String text) {
        try {
            return java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            members.problem("time", "A time with its offset belongs here, as 2026-07-01T22:15:00+02:00");
            return Instant.now();
        }
    }

    private Set<Factor> methods() {
        Set<Factor> methods = new TreeSet<>();
        for (String name : members.texts("methods", 50, LONGEST).orElse(List.of("PASSWORD"))) {
            try {
                methods.add(new Factor(name));
            } catch (IllegalArgumentException e) {
                members.problem("methods", String.valueOf(e.getMessage()));
            }
        }
        return methods;
    }

    private Risk risk(Members risk) {
        risk.only(Set.of("level", "facts"));
        RiskLevel level = constant("risk/level", risk.required("level", LONGEST), RiskLevel.values(), RiskLevel.LOW);
        return new Risk(
                level,
                risk.texts("facts", 20, LONGEST).orElse(List.of()).stream()
                        .map(name -> new Risk.Fact(name, "described"))
                        .toList());
    }

    private <E extends Enum<E>> E constant(String name, String word, E[] constants, E otherwise) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseGet(() -> {
                    members.problem(
                            name,
                            "One of "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(constants)
                                                    .map(constant ->
                                                            constant.name().toLowerCase(Locale.ROOT))
                                                    .toList())
                                    + " belongs here");
                    return otherwise;
                });
    }
}
