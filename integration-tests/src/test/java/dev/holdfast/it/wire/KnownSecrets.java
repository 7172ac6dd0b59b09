package dev.holdfast.it.wire;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Every secret that the tests' agents and browsers ever held, by kind; none may be found at the server. */
public final class KnownSecrets {
    private static final Map<String, Set<String>> BY_KIND = new ConcurrentHashMap<>();

    private KnownSecrets() {}

    /** Remembers a secret and returns it. */
    public static String keep(String kind, String secret) {
        if (!secret.isEmpty()) {
            BY_KIND.computeIfAbsent(kind, any -> ConcurrentHashMap.newKeySet()).add(secret);
        }
        return secret;
    }

    public static Map<String, Set<String>> byKind() {
        return new TreeMap<>(BY_KIND);
    }
}
