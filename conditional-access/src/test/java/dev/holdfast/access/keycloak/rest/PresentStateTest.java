package dev.holdfast.access.keycloak.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.UserProvider;

@DisplayName("What a replay reads of people")
class PresentStateTest {
    private static final int PEOPLE = 2 * PresentState.READ_BY_ONE_SESSION + 50;

    /** What sessions were asked for, in order. */
    private final List<String> asked = new ArrayList<>();

    @Test
    @DisplayName("is read once for each, by sessions that end after some, are rolled back, and closed")
    void sessions() {
        RealmModel realm = only(RealmModel.class, Map.of("getId", () -> "realm"));
        try (PresentState present = new PresentState(session(realm), realm)) {
            for (int round = 0; round < 2; round++) {
                IntStream.range(0, PEOPLE)
                        .forEach(i -> assertThat(present.person("user-" + i)).isEmpty());
            }
        }
        assertThat(count("person")).isEqualTo(PEOPLE);
        assertThat(asked.stream().filter(what -> !what.equals("person")))
                .containsExactly(
                        "begin", "rollback", "close", "begin", "rollback", "close", "begin", "rollback", "close");
        assertThat(asked.indexOf("rollback")).isEqualTo(PresentState.READ_BY_ONE_SESSION + 1);
    }

    @Test
    @DisplayName("takes no session where nobody is read")
    void nobody() {
        RealmModel realm = only(RealmModel.class, Map.of("getId", () -> "realm"));
        new PresentState(session(realm), realm).close();
        assertThat(asked).isEmpty();
    }

    private long count(String what) {
        return asked.stream().filter(what::equals).count();
    }

    /** A session whose factory makes others like it; the realm has nobody. */
    private KeycloakSession session(RealmModel realm) {
        KeycloakTransactionManager transaction = only(
                KeycloakTransactionManager.class,
                Map.of("begin", () -> told("begin"), "rollback", () -> told("rollback")));
        KeycloakContext context = only(KeycloakContext.class, Map.of("setRealm", () -> true, "getRealm", () -> realm));
        RealmProvider realms = only(RealmProvider.class, Map.of("getRealm", () -> realm));
        UserProvider users = only(UserProvider.class, Map.of("getUserById", () -> told("person")));
        KeycloakSessionFactory factory = only(KeycloakSessionFactory.class, Map.of("create", () -> session(realm)));
        return only(
                KeycloakSession.class,
                Map.of(
                        "getKeycloakSessionFactory", () -> factory,
                        "getTransactionManager", () -> transaction,
                        "getContext", () -> context,
                        "realms", () -> realms,
                        "users", () -> users,
                        "close", () -> told("close")));
    }

    /** Nothing else, as a user who is not there. */
    private Object told(String what) {
        asked.add(what);
        return Nothing.NOTHING;
    }

    private enum Nothing {
        NOTHING
    }

    /** Answers these methods and no other. */
    private static <T> T only(Class<T> type, Map<String, Supplier<Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                PresentStateTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Supplier<Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new AssertionError("nobody expects " + method);
                    }
                    Object answered = answer.get();
                    return answered instanceof Nothing || method.getReturnType() == void.class ? null : answered;
                }));
    }
}
