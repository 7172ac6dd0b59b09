package dev.holdfast.place.keycloak;

import dev.holdfast.place.database.DatabaseNews;
import java.time.ZoneOffset;

/**
 * News of the database for who runs the server: what is, what follows from it, and what to do.
 *
 * @param isGood whether nothing is to be done
 */
record DatabaseReport(boolean isGood, String text) {
    static DatabaseReport of(String file, DatabaseNews news) {
        if (news instanceof DatabaseNews.Loaded loaded) {
            return new DatabaseReport(
                    true,
                    "Places come from " + file + ": " + loaded.type() + ", built "
                            + loaded.builtAt().atOffset(ZoneOffset.UTC).toLocalDate() + ".");
        }
        if (news instanceof DatabaseNews.Missing missing) {
            return bad(
                    "There is no file " + file,
                    missing.former(),
                    "Put a database in MaxMind's format there; it is read within seconds.");
        }
        if (news instanceof DatabaseNews.Unreadable unreadable) {
            return bad(
                    file + " cannot be opened (" + unreadable.why() + ")",
                    unreadable.former(),
                    "Let the server's user read it.");
        }
        if (news instanceof DatabaseNews.Unusable unusable) {
            return bad(
                    file + " is of no use: " + unusable.why(),
                    unusable.former(),
                    "Put a database of countries or cities in MaxMind's format (.mmdb, unpacked) there; it is read within"
                            + " seconds.");
        }
        throw new AssertionError("DatabaseNews has no other kinds");
    }

    private static DatabaseReport bad(String what, boolean former, String todo) {
        return new DatabaseReport(
                false,
                what + ". "
                        + (former
                                ? "Places still come from what was read before. "
                                : "Every public address counts as unknown. ")
                        + todo);
    }
}
