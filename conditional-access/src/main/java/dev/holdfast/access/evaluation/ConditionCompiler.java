package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.AddressSieve;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.access.truth.Truth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns conditions into nodes. Equal conditions become one node, so that policies which share one are tested together. */
final class ConditionCompiler {
    private final Map<String, AddressSet> ipLists;
    private final List<AddressSet> lists = new ArrayList<>();
    private final Map<AddressSet, Integer> indices = new IdentityHashMap<>();
    private final Map<ZoneId, Integer> zones = new HashMap<>();
    private final Map<Condition, Node> compiled = new HashMap<>();
    private final Set<SignalKind> needs = EnumSet.noneOf(SignalKind.class);

    /** @param ipLists by id and by name */
    ConditionCompiler(Map<String, AddressSet> ipLists) {
        this.ipLists = ipLists;
    }

    Node compile(Condition condition) {
        Node known = compiled.get(condition);
        if (known != null) {
            return known;
        }
        Node node = node(condition);
        compiled.put(condition, node);
        return node;
    }

    /** The address lists that were named so far. */
    AddressSieve lists() {
        return AddressSieve.of(lists);
    }

    /** How many time zones were named so far. */
    int zones() {
        return zones.size();
    }

    /** What the conditions compiled so far look at. */
    Set<SignalKind> needs() {
        return Collections.unmodifiableSet(needs);
    }

    private Node node(Condition condition) {
        if (condition instanceof Condition.All all) {
            List<Node> parts = all.parts().stream().map(this::compile).toList();
            return Node.of(condition, parts, all(tests(parts)));
        }
        if (condition instanceof Condition.Any any) {
            List<Node> parts = any.parts().stream().map(this::compile).toList();
            return Node.of(condition, parts, any(tests(parts)));
        }
        if (condition instanceof Condition.Not not) {
            Node part = compile(not.part());
            Node.Test test = part.test();
            return Node.of(condition, List.of(part), request -> test.of(request).not());
        }
        return leaf(condition);
    }

    private Node leaf(Condition condition) {
        if (condition instanceof Condition.AddressIn in) {
            return needing(SignalKind.ADDRESS, in, addressIn(in));
        }
        if (condition instanceof Condition.LocationIn in) {
            return needing(SignalKind.PLACE, in, PlaceTests.locationIn(in));
        }
        if (condition instanceof Condition.DeviceManaged managed) {
            return needing(SignalKind.DEVICE, managed, DeviceTests.managed(managed));
        }
        if (condition instanceof Condition.DeviceAssurance assurance) {
            return needing(SignalKind.DEVICE, assurance, DeviceTests.assurance(assurance));
        }
        if (condition instanceof Condition.DeviceEncrypted encrypted) {
            return needing(SignalKind.POSTURE, encrypted, DeviceTests.encrypted(encrypted));
        }
        if (condition instanceof Condition.DeviceFirewall firewall) {
            return needing(SignalKind.POSTURE, firewall, DeviceTests.firewall(firewall));
        }
        if (condition instanceof Condition.DeviceCompliant compliant) {
            return needing(SignalKind.POSTURE, compliant, DeviceTests.compliant(compliant));
        }
        if (condition instanceof Condition.DeviceOs os) {
            return needing(SignalKind.POSTURE, os, DeviceTests.os(os));
        }
        if (condition instanceof Condition.DeviceScreenLock lock) {
            return needing(SignalKind.POSTURE, lock, DeviceTests.screenLock(lock));
        }
        if (condition instanceof Condition.DevicePostureAge age) {
            return needing(SignalKind.POSTURE, age, DeviceTests.postureAge(age));
        }
        if (condition instanceof Condition.UserAttribute attribute) {
            return needing(SignalKind.ATTRIBUTES, attribute, PersonTests.attribute(attribute));
        }
        if (condition instanceof Condition.Role role) {
            return needing(SignalKind.ROLES, role, PersonTests.role(role));
        }
        if (condition instanceof Condition.Group group) {
            return needing(SignalKind.GROUPS, group, PersonTests.group(group));
        }
        if (condition instanceof Condition.MfaConfigured configured) {
            return needing(SignalKind.MFA_CONFIGURED, configured, PersonTests.mfaConfigured(configured));
        }
        if (condition instanceof Condition.AuthenticationMethod method) {
            return needing(SignalKind.METHODS, method, SignInTests.method(method));
        }
        if (condition instanceof Condition.TimeOfDay time) {
            return needing(SignalKind.TIME, time, SignInTests.timeOfDay(time, zone(time.zone())));
        }
        if (condition instanceof Condition.Risk risk) {
            return needing(SignalKind.RISK, risk, SignInTests.risk(risk));
        }
        throw new AssertionError("Condition is sealed, and each of its kinds stands above");
    }

    private int indexOf(AddressSet list) {
        return indices.computeIfAbsent(list, added -> {
            lists.add(added);
            return lists.size() - 1;
        });
    }

    private int zone(ZoneId zone) {
        Integer known = zones.putIfAbsent(zone, zones.size());
        return known == null ? zones.size() - 1 : known;
    }

    private Node needing(SignalKind kind, Condition source, Node.Test test) {
        needs.add(kind);
        return Node.leaf(source, kind, test);
    }

    /** A list that is not there says nothing: neither that the address is in it, nor that it is not. */
    private Node.Test addressIn(Condition.AddressIn in) {
        boolean missing = in.lists().stream().anyMatch(list -> !ipLists.containsKey(list));
        AddressSet[] named = in.lists().stream()
                .filter(ipLists::containsKey)
                .map(ipLists::get)
                .distinct()
                .toArray(AddressSet[]::new);
        int[] index = Arrays.stream(named).mapToInt(this::indexOf).toArray();
        Truth elsewhere = missing ? Truth.UNKNOWN : Truth.FALSE;
        return request -> {
            var address = request.signals().address();
            if (address.isEmpty()) {
                return Truth.UNKNOWN;
            }
            for (int i = 0; i < named.length; i++) {
                if (request.isIn(named[i], index[i], address.get())) {
                    return Truth.TRUE;
                }
            }
            return elsewhere;
        };
    }

    private static Node.Test all(Node.Test[] parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        if (parts.length == 2) {
            return both(parts[0], parts[1]);
        }
        return request -> {
            Truth value = Truth.TRUE;
            for (Node.Test part : parts) {
                value = value.and(part.of(request));
                if (value == Truth.FALSE) {
                    return value;
                }
            }
            return value;
        };
    }

    /** As most conditions are. */
    private static Node.Test both(Node.Test first, Node.Test second) {
        return request -> {
            Truth value = first.of(request);
            return value == Truth.FALSE ? value : value.and(second.of(request));
        };
    }

    /** Of no parts it matches, as an empty condition does. */
    private static Node.Test any(Node.Test[] parts) {
        if (parts.length == 0) {
            return request -> Truth.TRUE;
        }
        return request -> {
            Truth value = Truth.FALSE;
            for (Node.Test part : parts) {
                value = value.or(part.of(request));
                if (value == Truth.TRUE) {
                    return value;
                }
            }
            return value;
        };
    }

    /** The cheap ones first: in which order parts are tested makes no difference to what they come to. */
    private static Node.Test[] tests(List<Node> parts) {
        return parts.stream()
                .sorted(Comparator.comparingInt(part -> cost(part.source())))
                .map(Node::test)
                .toArray(Node.Test[]::new);
    }

    private static int cost(Condition condition) {
        if (condition instanceof Condition.All all) {
            return cost(all.parts());
        } else if (condition instanceof Condition.Any any) {
            return cost(any.parts());
        } else if (condition instanceof Condition.Not not) {
            return cost(not.part());
        } else if (condition instanceof Condition.AddressIn) {
            return 4;
        } else if (condition instanceof Condition.TimeOfDay || condition instanceof Condition.DeviceOs) {
            return 3;
        }
        boolean looksUp = condition instanceof Condition.Role
                || condition instanceof Condition.Group
                || condition instanceof Condition.UserAttribute
                || condition instanceof Condition.LocationIn;
        return looksUp ? 2 : 1;
    }

    private static int cost(List<Condition> parts) {
        return parts.stream().mapToInt(ConditionCompiler::cost).max().orElse(0);
    }
}
