package dev.holdfast.setup.hardening;

import java.util.List;

/** What a setting must be. */
sealed interface Demand {
    boolean holds(String value);

    /** The value nearest to what most realms have that satisfies the demand. */
    String target();

    /** For people, without the setting's unit. */
    String inWords(RealmSetting setting);

    /** @param allowed the first is the target */
    record OneOf(List<String> allowed) implements Demand {
        public OneOf {
            allowed = List.copyOf(allowed);
        }

        @Override
        public boolean holds(String value) {
            return allowed.contains(value);
        }

        @Override
        public String target() {
            return allowed.get(0);
        }

        @Override
        public String inWords(RealmSetting setting) {
            return String.join(" or ", allowed);
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
        public String inWords(RealmSetting setting) {
            return "at most " + setting.shown(target());
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
        public String inWords(RealmSetting setting) {
            return "at least " + setting.shown(target());
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
