package dev.holdfast.phone.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignedRequestTest {
    private static final String ISSUER = "https://idp.example.com/realms/acme";
    private static final String PHONE = "urn:holdfast:phone:5f0c7a52-0b3d-4c1e-9a54-2f6f0d9c1b77";
    private static final long NOW = 1_795_300_000;

    private final PhoneKey realm = PhoneKey.generate(new SecureRandom());

    private static ObjectNode header() {
        return Json.object()
                .put("alg", "ES256")
                .put("typ", "holdfast-push-request+jwt")
                .put("kid", "k");
    }

    private static ObjectNode claims() {
        ObjectNode claims = Json.object()
                .put("iss", ISSUER)
                .put("jti", "0a8f4d0e-8c53-4f6b-9a39-7c9b1f2f6a10")
                .put("iat", NOW)
                .put("exp", NOW + 60)
                .put("account", "ada")
                .put("label", "Acme")
                .put("purpose", "login")
                .put("client_id", "shop")
                .put("client_name", "Shop")
                .put("ip", "198.51.100.7")
                .put("known_browser", false)
                .put("number_matching", true)
                .put("user_verification", "optional");
        claims.putArray("aud").add(PHONE);
        return claims;
    }

    private SignedRequest read(String compact) throws MalformedException {
        return SignedRequest.verified(CompactJws.parse(compact), P256.publicKey(realm.publicJwk()), ISSUER, PHONE, NOW);
    }

    @Test
    @DisplayName("Push §5: what the realm signed for this phone is shown, without what the realm could not tell")
    void believed() throws MalformedException {
        SignedRequest request = read(CompactJws.sign(header(), claims(), realm));

        assertThat(request.clientName()).isEqualTo("Shop");
        assertThat(request.location()).isEmpty();
        assertThat(request.expiresAt()).isEqualTo(NOW + 60);
    }

    @TestFactory
    @DisplayName("A41 a forged request is not shown")
    Stream<DynamicTest> forged() {
        PhoneKey thief = PhoneKey.generate(new SecureRandom());
        Map<String, String> forgeries = new LinkedHashMap<>();
        String real = CompactJws.sign(header(), claims(), realm);
        String[] parts = real.split("\\.", -1);
        String other = Base64Url.encode(Json.write(claims().put("client_name", "Bank")));
        forgeries.put("of another key", CompactJws.sign(header(), claims(), thief));
        forgeries.put("whose claims were changed", parts[0] + "." + other + "." + parts[2]);
        forgeries.put("without a signature", parts[0] + "." + parts[1] + ".");
        forgeries.put("that says it needs none", CompactJws.sign(header().put("alg", "none"), claims(), realm));
        forgeries.put("by HMAC", CompactJws.sign(header().put("alg", "HS256"), claims(), realm));
        ObjectNode critical = header();
        critical.putArray("crit").add("exp");
        forgeries.put("that asks for an extension", CompactJws.sign(critical, claims(), realm));
        forgeries.put("of another type", CompactJws.sign(header().put("typ", "holdfast-dust+jwt"), claims(), realm));
        forgeries.put(
                "of another realm",
                CompactJws.sign(header(), claims().put("iss", "https://idp.example.com/realms/other"), realm));
        ObjectNode another = claims();
        another.putArray("aud").add("urn:holdfast:phone:00000000-0b3d-4c1e-9a54-2f6f0d9c1b77");
        forgeries.put("for another phone", CompactJws.sign(header(), another, realm));
        forgeries.put("whose audience is no array", CompactJws.sign(header(), claims().put("aud", PHONE), realm));
        forgeries.put("that is over", CompactJws.sign(header(), claims().put("exp", NOW), realm));
        forgeries.put(
                "whose number matching is no flag",
                CompactJws.sign(header(), claims().put("number_matching", "true"), realm));
        forgeries.put("whose id steers a terminal", CompactJws.sign(header(), claims().put("jti", "\u001b[2J"), realm));
        String twice = "{\"iss\":\"" + ISSUER + "\",\"iss\":\"" + ISSUER + "\"}";
        forgeries.put(
                "with a member twice",
                parts[0] + "." + Base64Url.encode(twice.getBytes(StandardCharsets.UTF_8)) + "." + parts[2]);
        forgeries.put("with a fourth part", real + ".x");
        return forgeries.entrySet().stream()
                .map(one -> dynamicTest(
                        "a request " + one.getKey(),
                        () -> assertThatThrownBy(() -> read(one.getValue())).isInstanceOf(MalformedException.class)));
    }
}
