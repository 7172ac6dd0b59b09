package dev.holdfast.setup.hardening;

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
        return Controls.ALL.stream()
                .map(control -> control.change(realm, profile))
                .flatMap(Optional::stream)
                .toList();
    }
}
