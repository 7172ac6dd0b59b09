package dev.holdfast.insights.query;

import java.util.List;

/** What records have to be like. */
public sealed interface Term {
    /** All of them; true of every record where there are none. */
    record All(List<Term> terms) implements Term {
        public All {
            terms = List.copyOf(terms);
        }
    }

    /** At least one of them. */
    record Any(List<Term> terms) implements Term {
        public Any {
            terms = List.copyOf(terms);
        }
    }

    /** Also true of a record that lacks the member. */
    record Not(Term term) implements Term {}

    /** The member is one of these texts, or begins with one of the prefixes. */
    record Text(Field field, List<String> values, List<String> prefixes) implements Term {
        public Text {
            values = List.copyOf(values);
            prefixes = List.copyOf(prefixes);
            if (field.isFlag() || values.isEmpty() && prefixes.isEmpty()) {
                throw new IllegalArgumentException("no texts");
            }
        }
    }

    record Flag(Field field, boolean value) implements Term {
        public Flag {
            if (!field.isFlag()) {
                throw new IllegalArgumentException("no flag");
            }
        }
    }

    /** True of every record. */
    static Term everything() {
        return new All(List.of());
    }
}
