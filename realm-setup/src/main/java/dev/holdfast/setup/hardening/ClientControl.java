package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
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
        BiPredicate<ClientFacts, Profile> offends,
        Function<Profile, Shown> wanted,
        String mend)
        implements Control {
    /** A demand that is the same in each profile. */
    static ClientControl of(
            String id,
            String title,
            List<String> standards,
            Profile from,
            Predicate<ClientFacts> offends,
            String wanted,
            String mend) {
        return new ClientControl(
                id,
                title,
                standards,
                from,
                (client, profile) -> offends.test(client),
                profile -> new Shown.Verbatim(wanted),
                mend);
    }

    @Override
    public Optional<Finding> find(RealmFacts realm, Profile profile) {
        if (!profile.includes(from)) {
            return Optional.empty();
        }
        List<String> offenders = realm.clients().stream()
                .filter(client -> offends.test(client, profile))
                .map(ClientFacts::clientId)
                .sorted()
                .toList();
        return Optional.of(finding(
                new Shown.Names(offenders),
                wanted.apply(profile),
                offenders.isEmpty() ? Finding.Outcome.PASS : Finding.Outcome.FAIL,
                false));
    }

    @Override
    public Optional<Change> change(RealmFacts realm, Profile profile) {
        return Optional.empty();
    }
}
