package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Optional;

/** Everybody who administers the realm has a second factor or a key. Where not everybody could be looked at, it fails. */
record AdministratorControl(String id, String title, List<String> standards, Profile from, String mend)
        implements Control {
    private static final Shown WANTED = new Shown.Verbatim("all administrators of the realm have one");

    @Override
    public Optional<Finding> find(RealmFacts realm, Profile profile) {
        if (!profile.includes(from)) {
            return Optional.empty();
        }
        List<String> without = realm.administrators().known().stream()
                .filter(administrator -> !administrator.factor())
                .map(RealmFacts.Administrator::username)
                .sorted()
                .toList();
        boolean cutOff = realm.administrators().cutOff();
        int all = realm.administrators().known().size();
        // Of those whom nobody looked at nothing is known, and what is not known does not pass.
        Finding.Outcome outcome = cutOff || !without.isEmpty()
                ? Finding.Outcome.FAIL
                : all == 0 ? Finding.Outcome.NOT_APPLICABLE : Finding.Outcome.PASS;
        return Optional.of(finding(new Shown.Factors(all, without, cutOff), WANTED, outcome, false));
    }

    @Override
    public Optional<Change> change(RealmFacts realm, Profile profile) {
        return Optional.empty();
    }
}
