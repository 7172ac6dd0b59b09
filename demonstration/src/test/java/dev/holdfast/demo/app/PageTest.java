package dev.holdfast.demo.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    private static final Wording ENGLISH = Wording.of("en");

    @Test
    @DisplayName("the page shows who signed in, how, and with which device")
    void showsTheSignIn() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("1")
                .claim("name", "Ada Lovelace")
                .claim("preferred_username", "ada")
                .claim("amr", List.of("swk", "user"))
                .claim("acr", "urn:holdfast:acr:device")
                .claim("auth_time", 1_797_000_000L)
                .claim("device", Map.of("id", "0d7c", "assurance", "software"))
                .build();

        assertThat(Page.signedIn(ENGLISH, new SignedIn(new PlainJWT(claims), claims)))
                .contains("Hello, Ada Lovelace")
                .contains("data-claim=\"amr\">swk, user<")
                .contains("data-claim=\"acr\">urn:holdfast:acr:device<")
                .containsPattern("data-claim=\"auth_time\">[^<]*2026")
                .contains("data-claim=\"assurance\">software<")
                .doesNotContain("says nothing about a device");
    }

    @Test
    @DisplayName("a sign-in without a device says so")
    void showsNoDevice() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().subject("1").build();

        assertThat(Page.signedIn(ENGLISH, new SignedIn(new PlainJWT(claims), claims)))
                .contains("says nothing about a device");
    }

    @Test
    @DisplayName("markup in a claim is shown, not obeyed")
    void escapes() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("1")
                .claim("name", "<script>alert('ada')</script>")
                .claim("device", Map.of("\" onclick=\"", "<b>"))
                .build();

        assertThat(Page.signedIn(ENGLISH, new SignedIn(new PlainJWT(claims), claims)))
                .contains("&lt;script&gt;alert(&#39;ada&#39;)&lt;/script&gt;")
                .doesNotContain("<script", "<b>", "onclick=\"");
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @DisplayName("the reader's language is taken from Accept-Language, English otherwise")
    @CsvSource({
        "'de-AT,de;q=0.9,en;q=0.5', de",
        "'fr, de;q=0.8', de",
        "'en-GB,en;q=0.9,de;q=0.8', en",
        "'fr', en",
        "'*', en",
        "';;;', en",
        ", en",
    })
    void choosesTheLanguage(@Nullable String header, String expected) {
        assertThat(Wording.of(header).tag()).isEqualTo(expected);
    }

    @Test
    @DisplayName("every text is there in both languages")
    void isComplete() throws IOException {
        assertThat(texts("wording_de.properties").stringPropertyNames())
                .isEqualTo(texts("wording.properties").stringPropertyNames());
    }

    private static Properties texts(String file) throws IOException {
        try (InputStream stream = Wording.class.getResourceAsStream(file)) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(Objects.requireNonNull(stream), StandardCharsets.UTF_8));
            return texts;
        }
    }
}
