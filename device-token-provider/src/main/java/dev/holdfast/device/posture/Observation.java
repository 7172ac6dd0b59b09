package dev.holdfast.device.posture;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody found out of one fact: a value, or why there is none. Never a guess. */
public sealed interface Observation {
    /** Words for means and reasons. */
    Pattern WORD = Pattern.compile("[a-z][a-z0-9_.-]{0,39}");

    /** How it was found, such as {@code luks2}; null where nothing was said. */
    @Nullable
    String by();

    record Text(String value, @Nullable String by) implements Observation {
        /** Printable ASCII: every database and every page can hold it. */
        static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,64}");

        public Text {
            if (!FORM.matcher(value).matches()) {
                throw new IllegalArgumentException("a text of 1 to 64 printable ASCII characters is wanted");
            }
            word(by);
        }
    }

    record Flag(boolean value, @Nullable String by) implements Observation {
        public Flag {
            word(by);
        }
    }

    record Count(long value, @Nullable String by) implements Observation {
        /** More than any count or time of a device can be. */
        static final long MAX = 1_000_000_000;

        public Count {
            if (value < 0 || value > MAX) {
                throw new IllegalArgumentException("a count from 0 to " + MAX + " is wanted");
            }
            word(by);
        }
    }

    /** @param reason why there is no value, such as {@code needs_root} */
    record Unknown(String reason, @Nullable String by) implements Observation {
        public Unknown {
            word(reason);
            word(by);
        }
    }

    private static void word(@Nullable String word) {
        if (word != null && !WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("a word of 1 to 40 of a-z, 0-9, _ . - is wanted");
        }
    }
}
