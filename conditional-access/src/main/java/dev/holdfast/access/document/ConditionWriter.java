package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.condition.Condition;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Writes conditions in one way each, so that equal ones are written the same. */
final class ConditionWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ConditionWriter() {}

    /** Parts that are all meant stand beside each other, where each has a name of its own. */
    static ObjectNode write(Condition condition) {
        if (condition instanceof Condition.All all && all.parts().size() != 1) {
            List<ObjectNode> parts =
                    all.parts().stream().map(ConditionWriter::single).toList();
            Set<String> names = new HashSet<>();
            if (parts.stream().allMatch(part -> names.add(part.fieldNames().next()))) {
                ObjectNode beside = JSON.objectNode();
                parts.forEach(beside::setAll);
                return beside;
            }
        }
        return single(condition);
    }

    /** An object of one member. */
    private static ObjectNode single(Condition condition) {
        ObjectNode object = JSON.objectNode();
        if (condition instanceof Condition.All all) {
            return object.set("all", parts(all.parts()));
        } else if (condition instanceof Condition.Any any) {
            return object.set("any", parts(any.parts()));
        } else if (condition instanceof Condition.Not not) {
            return object.set("not", write(not.part()));
        } else if (condition instanceof Condition.AddressIn in) {
            in.lists().forEach(object.putArray("ipAddressIn")::add);
        } else if (condition instanceof Condition.LocationIn in) {
            locationIn(object.putObject("locationIn"), in);
        } else if (condition instanceof Condition.DeviceManaged managed) {
            object.put("deviceManaged", managed.expected());
        } else if (condition instanceof Condition.DeviceEncrypted encrypted) {
            object.put("deviceEncrypted", encrypted.expected());
        } else if (condition instanceof Condition.DeviceFirewall firewall) {
            object.put("deviceFirewall", firewall.expected());
        } else if (condition instanceof Condition.DeviceCompliant compliant) {
            object.put("deviceCompliant", compliant.expected());
        } else if (condition instanceof Condition.DeviceOs os) {
            ObjectNode value = object.putObject("deviceOs").put("family", os.family());
            os.minVersion().ifPresent(version -> value.put("minVersion", version));
        } else if (condition instanceof Condition.DeviceScreenLock lock) {
            object.putObject("deviceScreenLock").put("maxMinutes", lock.maxMinutes());
        } else if (condition instanceof Condition.DeviceAssurance assurance) {
            object.putObject("deviceAssurance").put("atLeast", assurance.atLeast());
        } else if (condition instanceof Condition.DevicePostureAge age) {
            object.putObject("devicePostureAge").put("maxMinutes", age.maxMinutes());
        } else if (condition instanceof Condition.UserAttribute attribute) {
            ObjectNode value = object.putObject("userAttribute").put("name", attribute.name());
            put(value, "values", attribute.values());
        } else if (condition instanceof Condition.Role role) {
            put(object, "role", role.anyOf());
        } else if (condition instanceof Condition.Group group) {
            put(object, "group", group.anyOf());
        } else if (condition instanceof Condition.AuthenticationMethod method) {
            put(object, "authenticationMethod", method.anyOf());
        } else if (condition instanceof Condition.TimeOfDay time) {
            timeOfDay(object.putObject("timeOfDay"), time);
        } else if (condition instanceof Condition.Risk risk) {
            object.putObject("risk").put("atLeast", Fields.lower(risk.atLeast()));
        } else if (condition instanceof Condition.MfaConfigured configured) {
            object.put("mfaConfigured", configured.expected());
        } else {
            throw new AssertionError("Condition is sealed, and each of its kinds stands above");
        }
        return object;
    }

    private static void locationIn(ObjectNode object, Condition.LocationIn in) {
        put(object, "countries", in.countries());
        put(object, "continents", in.continents());
        put(object, "regions", in.regions());
        if (in.unknown()) {
            object.put("unknown", true);
        }
        if (in.privateNetwork()) {
            object.put("private", true);
        }
    }

    private static void timeOfDay(ObjectNode object, Condition.TimeOfDay time) {
        object.put("zone", time.zone().getId());
        if (!time.days().isEmpty()) {
            ArrayNode days = object.putArray("days");
            new TreeSet<>(time.days()).forEach(day -> days.add(day.name().toLowerCase(Locale.ROOT)));
        }
        object.put("from", time.from().toString()).put("to", time.to().toString());
    }

    private static ArrayNode parts(List<Condition> parts) {
        ArrayNode array = JSON.arrayNode();
        parts.forEach(part -> array.add(write(part)));
        return array;
    }

    /** Sets have no order of their own. */
    static void put(ObjectNode object, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            new TreeSet<>(values).forEach(object.putArray(name)::add);
        }
    }
}
