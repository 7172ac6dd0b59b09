package dev.holdfast.setup.hardening;

import java.util.List;

/** What a finding says of a value, before it is said in somebody's language. */
public sealed interface Shown {
    /** For people. */
    String in(Words words);

    /** As the realm has it; the same in each language. */
    record Verbatim(String text) implements Shown {
        @Override
        public String in(Words words) {
            return text;
        }
    }

    record Seconds(String number) implements Shown {
        @Override
        public String in(Words words) {
            return words.seconds(number);
        }
    }

    record AtMost(Shown value) implements Shown {
        @Override
        public String in(Words words) {
            return words.atMost(value.in(words));
        }
    }

    record AtLeast(Shown value) implements Shown {
        @Override
        public String in(Words words) {
            return words.atLeast(value.in(words));
        }
    }

    record AnyOf(List<String> values) implements Shown {
        public AnyOf {
            values = List.copyOf(values);
        }

        @Override
        public String in(Words words) {
            return words.anyOf(values);
        }
    }

    /** Names, of which there may be many or none. */
    record Names(List<String> names) implements Shown {
        static final Names NONE = new Names(List.of());

        public Names {
            names = List.copyOf(names);
        }

        @Override
        public String in(Words words) {
            return words.names(names);
        }
    }

    /**
     * Who has no second factor.
     *
     * @param people how many were looked at
     * @param cutOff whether there are more
     */
    record Factors(int people, List<String> without, boolean cutOff) implements Shown {
        public Factors {
            without = List.copyOf(without);
        }

        @Override
        public String in(Words words) {
            return words.factors(people, without, cutOff);
        }
    }
}
