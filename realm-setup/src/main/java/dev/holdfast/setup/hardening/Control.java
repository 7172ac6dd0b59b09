package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Optional;

/** One thing that a realm is held to. */
sealed interface Control permits SettingControl, FrameControl, ClientControl, AdministratorControl {
    String id();

    String title();

    List<String> standards();

    String mend();

    /** Empty if the profile does not hold realms to it. */
    Optional<Finding> find(RealmFacts realm, Profile profile);

    /** What mends it, if a setting does and it fails. */
    Optional<Change> change(RealmFacts realm, Profile profile);

    default Finding finding(Shown measured, Shown wanted, Finding.Outcome outcome, boolean applied) {
        return new Finding(id(), title(), standards(), measured, wanted, outcome, applied, mend());
    }
}
