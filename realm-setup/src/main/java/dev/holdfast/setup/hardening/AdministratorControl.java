package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Optional;

/** Everybody who administers the realm has a second factor or a key. */
record AdministratorControl(String id, String title, List<String> standards, Profile from, String mend)
        implements Control {
    @Override
    public Optional<Finding> find(RealmFacts realm, Profile profile) {
        if (!profile.includes(from)) {
            return Optional.empty();
        }
        List<String> without = realm.administrators().stream()
                .filter(administrator -> !administrator.factor())
                .map(RealmFacts.Administrator::username)
                .sorted()
                .toList();
        int all = realm.administrators().size();
        Finding.Outcome outcome = all == 0
                ? Finding.Outcome.NOT_APPLICABLE
                : without.isEmpty() ? Finding.Outcome.PASS : Finding.Outcome.FAIL;
        String measured = without.isEmpty()
                ? "all " + all + " have one"
                : without.size() + " of " + all + " have none: " + Names.inWords(without);
        return Optional.of(finding(measured, "all administrators of the realm have one", outcome, false));
    }

    @Override
    public Optional<Change> change(RealmFacts realm, Profile profile) {
        return Optional.empty();
    }
}
