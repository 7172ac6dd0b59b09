package dev.holdfast.demo.app;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Someone who signed in, by a validated ID token.
 *
 * @param idToken the token, for the logout
 * @param claims its content
 */
record SignedIn(JWT idToken, JWTClaimsSet claims) {

    /** The name to greet with. */
    String name() {
        return text("name").or(() -> text("preferred_username")).orElse(claims.getSubject());
    }

    Optional<String> text(String claim) {
        return Optional.ofNullable(claims.getClaim(claim)).map(SignedIn::readable);
    }

    /** When the person last proved to be present. */
    Optional<Instant> authTime() {
        return claims.getClaim("auth_time") instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }

    /** What the token says about the device, by name; empty if it says nothing. */
    Map<String, String> device() {
        Map<String, String> facts = new TreeMap<>();
        claims.getClaims().forEach((name, value) -> {
            if (name.equals("device") && value instanceof Map<?, ?> members) {
                members.forEach((key, member) -> facts.put(String.valueOf(key), readable(member)));
            } else if (name.startsWith("device")) {
                facts.put(name, readable(value));
            }
        });
        return facts;
    }

    private static String readable(@Nullable Object value) {
        if (value instanceof Collection<?> values) {
            return String.join(", ", values.stream().map(String::valueOf).toList());
        }
        if (value instanceof Map<?, ?> members) {
            List<String> pairs = members.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .toList();
            return String.join(", ", pairs);
        }
        return String.valueOf(value);
    }

    @Override
    public String toString() {
        return "SignedIn[" + claims.getSubject() + "]";
    }
}
