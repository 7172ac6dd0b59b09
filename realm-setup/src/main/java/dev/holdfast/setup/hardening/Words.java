package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Locale;

/** The few words that values are shown with. */
enum Words {
    ENGLISH(
            "at most %s",
            "at least %s",
            "%s seconds",
            " or ",
            "none",
            "%s and %d more",
            "all %d have one",
            "%d of %d have none: %s",
            "more administrators than are looked at; of those who were, %s"),
    GERMAN(
            "höchstens %s",
            "mindestens %s",
            "%s Sekunden",
            " oder ",
            "keine",
            "%s und %d weitere",
            "alle %d haben einen",
            "%d von %d haben keinen: %s",
            "mehr, als angesehen werden; von diesen: %s");

    /** More names are counted. */
    private static final int MOST_NAMES = 20;

    private final String atMost;
    private final String atLeast;
    private final String seconds;
    private final String or;
    private final String none;
    private final String andMore;
    private final String all;
    private final String without;
    private final String cutOff;

    Words(
            String atMost,
            String atLeast,
            String seconds,
            String or,
            String none,
            String andMore,
            String all,
            String without,
            String cutOff) {
        this.atMost = atMost;
        this.atLeast = atLeast;
        this.seconds = seconds;
        this.or = or;
        this.none = none;
        this.andMore = andMore;
        this.all = all;
        this.without = without;
        this.cutOff = cutOff;
    }

    String atMost(String value) {
        return said(atMost, value);
    }

    String atLeast(String value) {
        return said(atLeast, value);
    }

    String seconds(String number) {
        return said(seconds, number);
    }

    String anyOf(List<String> values) {
        return String.join(or, values);
    }

    String names(List<String> names) {
        if (names.isEmpty()) {
            return none;
        }
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? first : said(andMore, first, names.size() - MOST_NAMES);
    }

    String factors(int people, List<String> without, boolean more) {
        String found =
                without.isEmpty() ? said(all, people) : said(this.without, without.size(), people, names(without));
        return more ? said(cutOff, found) : found;
    }

    private static String said(String pattern, Object... parts) {
        return String.format(Locale.ROOT, pattern, parts);
    }
}
