package dev.holdfast.agent.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.testrealm.Durt;
import dev.holdfast.agent.testrealm.Vectors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OriginTest {
    @TestFactory
    @DisplayName("A3 sibling hosts, idp.com.evil, user info, ports and punycode are other origins")
    Stream<DynamicTest> exactEquality() {
        return Vectors.cases("origins.json").stream()
                .map(one -> DynamicTest.dynamicTest(one.toJson(), () -> {
                    Optional<WebOrigin> a = WebOrigin.parse(one.string("a"));
                    Optional<WebOrigin> b = WebOrigin.parse(one.string("b"));
                    assertThat(a.isPresent() && a.equals(b)).isEqualTo(one.flag("equal"));
                }));
    }

    @TestFactory
    @DisplayName("Section 7: the test realm reads DURTs as the published vectors say")
    Stream<DynamicTest> durts() {
        return Vectors.cases("durt.json").stream()
                .map(one -> DynamicTest.dynamicTest(one.toJson(), () -> {
                    Optional<Durt> durt = Durt.parse(one.string("durt"));
                    assertThat(durt.isPresent()).isEqualTo(one.flag("well_formed"));
                    if (durt.isPresent()) {
                        assertThat(durt.get())
                                .isEqualTo(new Durt(
                                        one.string("registration"), one.number("generation"), one.string("secret")));
                    }
                }));
    }

    @Test
    @DisplayName("An issuer is https, or http on a loopback address; nothing else is talked to")
    void issuersAreSafe() {
        for (String right : List.of(
                "https://idp.example.com/realms/acme",
                "https://idp.example.com:8443/auth/realms/acme",
                "http://localhost:8080/realms/acme",
                "http://127.0.0.1:8080/realms/acme",
                "http://[::1]:8080/realms/acme",
                "http://idp.localhost:8080/realms/acme")) {
            assertThat(new Issuer(right).value()).isEqualTo(right);
        }
        for (String wrong : List.of(
                "http://idp.example.com/realms/acme",
                "http://127.0.0.1.evil.test/realms/acme",
                "http://localhost.evil.test/realms/acme",
                "http://1270.0.0.1/realms/acme",
                "https://user@idp.example.com/realms/acme",
                "https://idp.example.com/realms/acme/",
                "https://idp.example.com/realms/acme?x=1",
                "https://idp.example.com/realms/acme#x",
                "ftp://idp.example.com/realms/acme",
                "file:///etc/passwd",
                "idp.example.com",
                "https://")) {
            assertThatThrownBy(() -> new Issuer(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Keeps {@link JsonObject#flag} honest: the vectors are JSON booleans. */
    @Test
    @DisplayName("The vectors hold at least 25 pairs of origins, equal and unequal ones")
    void vectorsAreThere() throws Exception {
        List<JsonObject> cases = Vectors.cases("origins.json");
        assertThat(cases).hasSizeGreaterThan(25);
        int equal = 0;
        for (JsonObject one : cases) {
            equal += one.flag("equal") ? 1 : 0;
        }
        assertThat(equal).isBetween(5, cases.size() - 20);
    }
}
