package dev.holdfast.insights.keycloak.listener;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A part of a server that answers some questions; each other one fails, as where a database or a directory is down. */
final class Answering {
    private Answering() {}

    /** Answers these methods, whatever their arguments are. */
    static <T> T only(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Function<Object[], Object> answer = Optional.ofNullable(answers.get(method.getName()))
                            .orElseThrow(() -> new IllegalStateException("down: " + method));
                    return answer.apply(arguments);
                }));
    }
}
