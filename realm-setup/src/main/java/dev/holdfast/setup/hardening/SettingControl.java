package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A demand on one setting.
 *
 * @param demands by profile; one that is absent is that of the profile before it
 * @param concerns whether the realm has what the control is about
 * @param applies whether the setting may be changed without asking anybody
 */
record SettingControl(
        String id,
        String title,
        List<String> standards,
        RealmSetting setting,
        Map<Profile, Demand> demands,
        Predicate<RealmFacts> concerns,
        Predicate<RealmFacts> applies,
        String mend)
        implements Control {
    static final Predicate<RealmFacts> ALWAYS = realm -> true;
    static final Predicate<RealmFacts> NEVER = realm -> false;

    /** A control that concerns every realm, and may be applied without asking. */
    static SettingControl of(
            String id,
            String title,
            List<String> standards,
            RealmSetting setting,
            Map<Profile, Demand> demands,
            String mend) {
        return new SettingControl(id, title, standards, setting, demands, ALWAYS, ALWAYS, mend);
    }

    /** A control that concerns every realm, and is a person's to mend. */
    static SettingControl reported(
            String id,
            String title,
            List<String> standards,
            RealmSetting setting,
            Map<Profile, Demand> demands,
            String mend) {
        return new SettingControl(id, title, standards, setting, demands, ALWAYS, NEVER, mend);
    }

    @Override
    public Optional<Finding> find(RealmFacts realm, Profile profile) {
        return demand(profile).map(demand -> {
            Shown wanted = demand.shown(setting);
            Optional<String> value = realm.value(setting);
            if (value.isEmpty() || !concerns.test(realm)) {
                return finding(
                        value.map(setting::shown).orElse(Shown.Names.NONE),
                        wanted,
                        Finding.Outcome.NOT_APPLICABLE,
                        false);
            }
            boolean holds = demand.holds(value.get());
            return finding(
                    setting.shown(value.get()),
                    wanted,
                    holds ? Finding.Outcome.PASS : Finding.Outcome.FAIL,
                    applies.test(realm));
        });
    }

    @Override
    public Optional<Change> change(RealmFacts realm, Profile profile) {
        return find(realm, profile)
                .filter(finding -> finding.outcome() == Finding.Outcome.FAIL && finding.applied())
                .flatMap(finding -> demand(profile))
                .flatMap(demand -> realm.value(setting).map(value -> new Change(id, setting, value, demand.target())));
    }

    private Optional<Demand> demand(Profile profile) {
        return Demand.of(demands, profile);
    }
}
