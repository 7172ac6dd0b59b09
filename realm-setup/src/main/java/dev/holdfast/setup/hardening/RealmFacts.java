package dev.holdfast.setup.hardening;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an audit looks at of a realm.
 *
 * @param settings true or false, whole numbers, or words; what the realm has not is absent
 * @param administrators who holds a role of realm management
 * @param mailServer whether the realm can send mail
 * @param secureRequest whether the administrator's request came over TLS
 */
public record RealmFacts(
        Map<RealmSetting, String> settings,
        List<ClientFacts> clients,
        List<Administrator> administrators,
        boolean mailServer,
        boolean secureRequest) {
    /** @param factor whether this one has a second factor, or a key */
    public record Administrator(String username, boolean factor) {}

    public RealmFacts {
        settings = Map.copyOf(settings);
        clients = List.copyOf(clients);
        administrators = List.copyOf(administrators);
    }

    Optional<String> value(RealmSetting setting) {
        return Optional.ofNullable(settings.get(setting));
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
