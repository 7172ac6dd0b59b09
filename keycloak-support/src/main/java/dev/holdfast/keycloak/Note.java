package dev.holdfast.keycloak;

import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A typed note: its key stands in one place, its value is written and read in one form.
 *
 * @param <T> what the note holds
 */
public final class Note<T> {
    private final String key;
    private final Function<T, String> write;
    private final Function<String, T> read;

    private Note(String key, Function<T, String> write, Function<String, T> read) {
        this.key = key;
        this.write = write;
        this.read = read;
    }

    public static Note<String> ofText(String key) {
        return new Note<>(key, Function.identity(), Function.identity());
    }

    public static Note<Long> ofSeconds(String key) {
        return new Note<>(key, String::valueOf, Long::valueOf);
    }

    public String key() {
        return key;
    }

    public Optional<T> in(AuthenticationSessionModel session) {
        return Optional.ofNullable(session.getAuthNote(key)).map(read);
    }

    public void put(AuthenticationSessionModel session, T value) {
        session.setAuthNote(key, write.apply(value));
    }

    public void remove(AuthenticationSessionModel session) {
        session.removeAuthNote(key);
    }

    public Optional<T> in(UserSessionModel session) {
        return Optional.ofNullable(session.getNote(key)).map(read);
    }

    /** Writes the note for the user session that this sign-in will become. */
    public void putForUserSession(AuthenticationSessionModel session, T value) {
        session.setUserSessionNote(key, write.apply(value));
    }
}
