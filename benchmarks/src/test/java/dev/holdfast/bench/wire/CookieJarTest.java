package dev.holdfast.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CookieJarTest {

    @Test
    @DisplayName("RFC 6265 §5.2: cookies are kept, replaced, and deleted by Max-Age=0; values may hold equals signs")
    void keeps() {
        CookieJar jar = new CookieJar().with("HOLDFAST_EXTENSION", "1");
        take(jar, "a=1; Path=/; HttpOnly", "b=x=y; Path=/; Secure", "c=3");
        take(jar, "a=2", "c=; Max-Age=0; Path=/");

        assertThat(jar.header()).isEqualTo("HOLDFAST_EXTENSION=1; a=2; b=x=y");
    }

    private static void take(CookieJar jar, String... lines) {
        jar.take(HttpHeaders.of(Map.of("Set-Cookie", List.of(lines)), (name, value) -> true));
    }
}
