package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.KnownSecrets;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs after all other classes: it looks for what they held, and ends the server. */
@ExtendWith(SharedServer.class)
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("A54 Secrets stay where they belong")
class SecretsIT {
    private static final int PREFIX = 16;

    private final World world;

    SecretsIT(World world) {
        this.world = world;
    }

    @Test
    @DisplayName("A54 no DURT, DUST, token, nonce or verifier stands in log, event store, admin REST or database")
    void nowhere() throws IOException {
        WireRegistration registration = world.registration(world.acme(), TestRealms.ADA);
        world.signIn(registration);
        world.addUser(world.acme(), "phone-owner");
        WirePhone phone = PushPages.phone(world, world.acme(), "phone-owner");
        var unused = PushPages.knownBrowser(world.acme(), "phone-owner", phone);
        Map<String, String> places = new LinkedHashMap<>();
        for (WireRealm realm : List.of(world.acme(), world.other())) {
            for (String path : List.of(
                    "/events?max=100000",
                    "/admin-events?max=100000",
                    "/components",
                    "/holdfast/enrolment-tokens",
                    "/users?briefRepresentation=false",
                    "/clients")) {
                places.put(
                        realm.issuer().getPath() + path,
                        world.admin().get(world.adminPath(realm) + path).toString());
            }
        }
        world.process().stop();
        places.put("database", new StoppedDatabase(world.process()).dump());
        places.put("log", Files.readString(world.process().log(), StandardCharsets.UTF_8));

        Map<String, String> kinds = new HashMap<>();
        KnownSecrets.byKind().forEach((kind, secrets) -> secrets.forEach(secret -> kinds.put(needle(secret), kind)));
        assertThat(kinds.values())
                .contains(
                        "DURT",
                        "DUST",
                        "ID token",
                        "access token",
                        "enrolment token",
                        "nonce",
                        "verifier",
                        "one-time key");
        Map<String, String> control = Map.of(registration.id(), "registration");
        assertThat(found(places.get("database"), control))
                .as("the search finds")
                .isNotEmpty();
        assertThat(found(places.get("/realms/acme/events?max=100000"), control)).isNotEmpty();
        places.forEach((place, text) -> assertThat(found(text, kinds)).as(place).isEmpty());
    }

    @Test
    @Order(1)
    @DisplayName("A54 admin REST masks the component's keys, and the realm's published keys are public ones")
    void masked() {
        JsonNode config = world.component(TestRealms.ACME).path("config");
        for (String secret : List.of("signingKey", "deviceCaKey", "derivationKeys", "nonceSecret")) {
            assertMasked(config, secret);
        }
        JsonNode push = world.pushComponent(TestRealms.ACME).path("config");
        for (String secret : List.of("pushSigningKey", "vapidKeys", "pushNonceSecret", "pushBrowserSecret")) {
            assertMasked(push, secret);
        }
        for (JsonNode key : world.acme().jwks()) {
            assertThat(key.has("d")).isFalse();
            assertThat(key.path("kid").asText()).isNotEmpty();
            assertThat(key.path("alg").asText()).isEqualTo("ES256");
        }
        JsonNode oidc = world.acme()
                .get(world.acme().issuer() + "/protocol/openid-connect/certs")
                .granted();
        for (JsonNode ours : world.acme().jwks()) {
            assertThat(oidc.path("keys"))
                    .noneSatisfy(theirs -> assertThat(theirs.path("kid")).isEqualTo(ours.path("kid")));
        }
    }

    private static void assertMasked(JsonNode config, String secret) {
        assertThat(config.path(secret))
                .as(secret)
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value.asText()).matches("\\*+"));
    }

    /** What of a secret nothing else has: the signature of a JWS, the secret part of a DURT. */
    private static String needle(String secret) {
        String last = secret.substring(secret.lastIndexOf('.') + 1);
        return last.startsWith("hfe_") ? last.substring(4) : last;
    }

    private static List<String> found(String text, Map<String, String> kinds) {
        Map<String, List<String>> byPrefix = new HashMap<>();
        kinds.keySet().stream()
                .filter(needle -> needle.length() >= PREFIX)
                .forEach(needle -> byPrefix.computeIfAbsent(needle.substring(0, PREFIX), any -> new ArrayList<>())
                        .add(needle));
        List<String> found = new ArrayList<>();
        for (int i = 0; i + PREFIX <= text.length(); i++) {
            for (String needle : byPrefix.getOrDefault(text.substring(i, i + PREFIX), List.of())) {
                if (text.startsWith(needle, i)) {
                    found.add(kinds.get(needle) + " near " + text.substring(Math.max(0, i - 80), i));
                }
            }
        }
        return found;
    }
}
