package dev.holdfast.setup.hardening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Audits a realm against a profile, and says what would make it satisfy the profile. Changes nothing. */
public final class Hardening {
    private Hardening() {}

    public static Report audit(RealmFacts realm, Profile profile) {
        return new Report(
                profile,
                Controls.ALL.stream()
                        .map(control -> control.find(realm, profile))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** The changes that settings can make; none where everything holds already, and none that weakens anything. */
    public static List<Change> plan(RealmFacts realm, Profile profile) {
        List<Change> changes = new ArrayList<>();
        for (Control control : Controls.ALL) {
            // What another change mends already is left as it is.
            control.change(realm.with(changes), profile).ifPresent(changes::add);
        }
        return List.copyOf(changes);
    }
}
