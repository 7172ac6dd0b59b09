package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a setting must be. */
sealed interface Demand {
    boolean holds(String value);

    /** The value nearest to what most realms have that satisfies the demand. */
    String target();

    /** For people, with the setting's unit. */
    Shown shown(RealmSetting setting);

    /** What the profile demands; where it has nothing of its own, what the one before it does. */
    static Optional<Demand> of(Map<Profile, Demand> demands, Profile profile) {
        Optional<Demand> strictest = Optional.empty();
        for (Profile each : Profile.values()) {
            if (profile.includes(each) && demands.containsKey(each)) {
                strictest = Optional.of(demands.get(each));
            }
        }
        return strictest;
    }

    /** @param allowed the first is the target; capitals and small letters are the same */
    record OneOf(List<String> allowed) implements Demand {
        public OneOf {
            allowed = List.copyOf(allowed);
        }

        @Override
        public boolean holds(String value) {
            return allowed.stream().anyMatch(value::equalsIgnoreCase);
        }

        @Override
        public String target() {
            return allowed.get(0);
        }

        @Override
        public Shown shown(RealmSetting setting) {
            return new Shown.AnyOf(allowed);
        }
    }

    /** Zero stands for no limit, or for the limit of another setting: it never holds. */
    record AtMost(long most) implements Demand {
        @Override
        public boolean holds(String value) {
            long number = Long.parseLong(value);
            return number > 0 && number <= most;
        }

        @Override
        public String target() {
            return Long.toString(most);
        }

        @Override
        public Shown shown(RealmSetting setting) {
            return new Shown.AtMost(setting.shown(target()));
        }
    }

    /** @param zeroIsEndless whether zero stands for a value without an end */
    record AtLeast(long least, boolean zeroIsEndless) implements Demand {
        @Override
        public boolean holds(String value) {
            long number = Long.parseLong(value);
            return number >= least || zeroIsEndless && number == 0;
        }

        @Override
        public String target() {
            return Long.toString(least);
        }

        @Override
        public Shown shown(RealmSetting setting) {
            return new Shown.AtLeast(setting.shown(target()));
        }
    }

    static Demand is(String value) {
        return new OneOf(List.of(value));
    }

    static Demand on() {
        return is("true");
    }

    static Demand off() {
        return is("false");
    }

    static Demand atMost(long most) {
        return new AtMost(most);
    }

    static Demand atLeast(long least) {
        return new AtLeast(least, false);
    }
}
