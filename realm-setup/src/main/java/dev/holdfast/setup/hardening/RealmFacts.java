package dev.holdfast.setup.hardening;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an audit looks at of a realm.
 *
 * @param settings true or false, whole numbers, or words; what the realm has not is absent
 * @param administrators who holds a role of realm management, in whatever way
 * @param mailServer whether the realm can send mail
 * @param secureRequest whether the administrator's request came over TLS
 */
public record RealmFacts(
        Map<RealmSetting, String> settings,
        List<ClientFacts> clients,
        Administrators administrators,
        boolean mailServer,
        boolean secureRequest) {
    /** @param factor whether this one has a second factor, or a key */
    public record Administrator(String username, boolean factor) {}

    /** @param cutOff whether there may be more than these */
    public record Administrators(List<Administrator> known, boolean cutOff) {
        public Administrators {
            known = List.copyOf(known);
        }
    }

    public RealmFacts {
        settings = Map.copyOf(settings);
        clients = List.copyOf(clients);
    }

    /** What is in force. */
    Optional<String> value(RealmSetting setting) {
        return switch (setting) {
            case REMEMBERED_IDLE -> longer(setting, RealmSetting.SESSION_IDLE);
            case REMEMBERED_MAX -> longer(setting, RealmSetting.SESSION_MAX);
            default -> Optional.ofNullable(settings.get(setting));
        };
    }

    /** A remembered session lives as long as others at least. */
    private Optional<String> longer(RealmSetting remembered, RealmSetting others) {
        return Stream.of(remembered, others)
                .flatMap(setting -> Stream.ofNullable(settings.get(setting)))
                .max(Comparator.comparingLong(Long::parseLong));
    }

    boolean isOn(RealmSetting setting) {
        return "true".equals(settings.get(setting));
    }

    /** The same realm after changes. */
    public RealmFacts with(List<Change> changes) {
        Map<RealmSetting, String> changed = new EnumMap<>(RealmSetting.class);
        changed.putAll(settings);
        changes.forEach(change -> changed.put(change.setting(), change.to()));
        return new RealmFacts(changed, clients, administrators, mailServer, secureRequest);
    }
}
