package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A demand on every client. Clients are named, never changed: only their owners know what would break.
 *
 * @param from the first profile that demands it
 * @param offends which clients do not satisfy it
 */
record ClientControl(
        String id,
        String title,
        List<String> standards,
        Profile from,
        Predicate<ClientFacts> offends,
        String wanted,
        String mend)
        implements Control {
    @Override
    public Optional<Finding> find(RealmFacts realm, Profile profile) {
        if (!profile.includes(from)) {
            return Optional.empty();
        }
        List<String> offenders = realm.clients().stream()
                .filter(offends)
                .map(ClientFacts::clientId)
                .sorted()
                .toList();
        return Optional.of(finding(
                Names.inWords(offenders),
                wanted,
                offenders.isEmpty() ? Finding.Outcome.PASS : Finding.Outcome.FAIL,
                false));
    }

    @Override
    public Optional<Change> change(RealmFacts realm, Profile profile) {
        return Optional.empty();
    }
}
