package dev.holdfast.setup.hardening;

import java.util.List;

/** Lists of names that may be long. */
final class Names {
    private static final int MOST = 20;

    private Names() {}

    static String inWords(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
