package dev.holdfast.place.database;

/** The file is there and can be read, but places nothing. The message says what is wrong with it, as a clause. */
final class UnusableDatabaseException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableDatabaseException(String message) {
        super(message);
    }

    UnusableDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
