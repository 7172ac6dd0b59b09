package dev.holdfast.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as the server renders them. Each is left in {@code target/pages}, for a person to look at. */
class PagesTest {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'";
    private static final String HOSTILE = "\"><script>alert(1)</script>{0}'";
    private static final Path RESOURCES = Path.of("src/main/resources/theme-resources/resources");

    private final StockTheme theme = new StockTheme();

    static Stream<Arguments> pages() {
        return Stream.of("holdfast-device", "holdfast-register", "holdfast-renew", "holdfast-proof", "holdfast-unlock")
                .flatMap(page -> Stream.of("en", "de")
                        .flatMap(language -> Stream.of(ordinary(), hostile(), Map.<String, Object>of())
                                .map(model -> Arguments.of(page, language, model))));
    }

    private static Map<String, Object> ordinary() {
        return Map.of(
                "challenge", "a.b.c",
                "silent", true,
                "registrationAllowed", true,
                "clientName", "Acme Wiki",
                "account", "ada",
                "cookiePath", "/realms/acme/");
    }

    private static Map<String, Object> hostile() {
        return Map.of(
                "challenge",
                "a.b.c",
                "idToken",
                "d.e.f",
                "clientName",
                HOSTILE,
                "account",
                HOSTILE,
                "cookiePath",
                "/realms/acme/",
                "error",
                HOSTILE);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    @DisplayName("A45 a page holds no inline script, style or handler, whatever the names in it say")
    void noInlineCode(String name, String language, Map<String, Object> holdfast) throws IOException {
        String page = render(name, language, holdfast);

        assertThat(matches(page, "<script(?![^>]*\\ssrc=)[^>]*>")).isEmpty();
        assertThat(matches(page, "<style\\b")).isEmpty();
        assertThat(matches(page, "<[^>]*\\s(?:on\\w+|style)\\s*=[^>]*>")).isEmpty();
        // Where Keycloak would write an inline script of its own.
        assertThat(page).doesNotContainIgnoringCase("</head>");
        assertThat(page).doesNotContainIgnoringCase("javascript:").doesNotContain("<script>alert");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    @DisplayName("A45 the strict policy stands before everything that it governs")
    void strictPolicy(String name, String language, Map<String, Object> holdfast) throws IOException {
        String page = render(name, language, holdfast);

        String meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">";
        assertThat(page).containsOnlyOnce(meta);
        assertThat(page.indexOf(meta)).isLessThan(page.indexOf("<script")).isLessThan(page.indexOf("<link"));
        assertThat(page).contains("<meta name=\"referrer\" content=\"same-origin\">");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    @DisplayName("A page without JavaScript has a plain form as its way on")
    void worksWithoutScript(String name, String language, Map<String, Object> holdfast) throws IOException {
        String page = render(name, language, holdfast);

        String fallback = page.substring(page.indexOf("<noscript>\n          <form"));
        fallback = fallback.substring(0, fallback.indexOf("</noscript>"));
        assertThat(fallback)
                .contains("method=\"post\"")
                .containsPattern("<button type=\"submit\" name=\"(other|skip)\" value=\"1\"");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    @DisplayName("Every message of a page is there, and every file of ours that it names")
    void nothingMissing(String name, String language, Map<String, Object> holdfast) throws IOException {
        String page = render(name, language, holdfast);

        assertThat(matches(page, ">\\s*holdfast[A-Z_]\\w*")).isEmpty();
        for (String address : matches(page, "/resources/1/login/keycloak\\.v2/[^\"]*holdfast[^\"]*")) {
            assertThat(RESOURCES.resolve(address.substring("/resources/1/login/keycloak.v2/".length())))
                    .exists();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pages")
    @DisplayName("A script shows only states that its page has, and answers every button of it")
    void statesAndActions(String name, String language, Map<String, Object> holdfast) throws IOException {
        String page = render(name, language, holdfast);
        String script = Files.readString(RESOURCES.resolve("js/holdfast/" + name.substring(9) + ".js"));

        List<String> states = matches(page, "(?<=<section class=\"holdfast-state\" data-state=\")\\w+");
        assertThat(states).containsAll(matches(script, "(?<=\\b(?:show|offer|part)\\(\")\\w+"));
        assertThat(matches(script, "(?<=\")\\w+(?=\")")).containsAll(states);

        int start = script.indexOf("onAction(");
        String handlers = script.substring(start, script.indexOf("});", start));
        for (String action : new TreeSet<>(matches(page, "(?<=data-action=\")\\w+"))) {
            assertThat(handlers).containsPattern("\\b" + action + "\\b");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"en", "de"})
    @DisplayName("A registration that an administrator demands offers no way around it")
    void mandatoryRegistration(String language) throws IOException {
        String page = render("holdfast-register", language, Map.of("mandatory", true));

        assertThat(page).doesNotContain("data-action=\"skip\"").doesNotContain("name=\"skip\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"en", "de"})
    @DisplayName("A35 the page that demands a device says so without JavaScript, and offers no other way in")
    void requiredDevice(String language) throws IOException {
        String page = render("holdfast-required", language, hostile());

        assertThat(page).doesNotContain("name=\"other\"", "data-action", "<noscript>\n          <form");
        assertThat(page).doesNotContain("<section class=\"holdfast-state\"").doesNotContain("<script>alert");
        assertThat(page).containsPattern("<a href=\"[^\"]+\" class=\"[^\"]*pf-m-primary");
        assertThat(page).doesNotContain("name=\"register\"");
        assertThat(render("holdfast-required", language, ordinary())).contains("name=\"register\" value=\"1\"");
        assertThat(matches(page, "<script(?![^>]*\\ssrc=)[^>]*>")).isEmpty();
        assertThat(matches(page, ">\\s*holdfast[A-Z_]\\w*")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"en", "de"})
    @DisplayName(
            "C5 the page of a denial has the policy's words as text and its links, or words of its own, without JavaScript")
    void denied(String language) throws IOException {
        Map<String, Object> own = Map.of(
                "clientName",
                HOSTILE,
                "reason",
                "denied",
                "text",
                HOSTILE,
                "help",
                List.of(Map.of("text", HOSTILE, "url", "https://help.example.com/?a=1&b=2")));
        String page = render("holdfast-denied", language, own);
        String general = render("holdfast-denied", language, Map.of("clientName", "Acme Wiki", "reason", "no_factor"));

        assertThat(page)
                .contains("href=\"https://help.example.com/?a=1&amp;b=2\"")
                .doesNotContain("<script>alert");
        assertThat(general).contains("Acme Wiki");
        for (String one : List.of(page, general, render("holdfast-denied", language, ordinary()))) {
            assertThat(one)
                    .contains("name=\"leave\" value=\"1\"")
                    .containsPattern("<a href=\"[^\"]+\" class=\"[^\"]*pf-m-primary");
            assertThat(one).doesNotContain("name=\"other\"", "data-action", "<noscript>\n          <form");
            assertThat(matches(one, "<script(?![^>]*\\ssrc=)[^>]*>")).isEmpty();
            assertThat(matches(one, ">\\s*holdfast[A-Z_]\\w*")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"en", "de"})
    @DisplayName("A36 where a proof is the only way on, the page offers to try again or to give up")
    void proofOnly(String language) throws IOException {
        String page = render("holdfast-proof", language, Map.of("mayLeave", false));

        assertThat(page).doesNotContain("name=\"other\"", "data-action=\"other\"", "data-action=\"renew\"");
        assertThat(page).contains("name=\"cancel\"", "data-action=\"cancel\"");
    }

    private String render(String name, String language, Map<String, Object> holdfast) throws IOException {
        String page = theme.render(name + ".ftl", language, holdfast);
        if (holdfast.equals(ordinary())) {
            Path directory = Files.createDirectories(Path.of("target", "pages"));
            Files.writeString(directory.resolve(name + "." + language + ".html"), page);
        }
        return page;
    }

    static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
