package dev.holdfast.themes;

import static dev.holdfast.themes.PagesTest.matches;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The texts against the templates that use them and the protocol page that names the errors. */
class MessagesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/theme-resources/templates");
    private static final Path ADVICE = Path.of("src/main/resources/theme-resources/resources/js/holdfast/advice.js");
    private static final List<Path> ADAPTERS = List.of(
            Path.of("../authenticators/src/main/java"),
            Path.of("../device-token-provider/src/main/java"),
            Path.of("../push-authenticator/src/main/java"));
    private static final Path PROTOCOL = Path.of("../docs/protocol.md");
    private static final Set<String> STOCK = Set.of("loginAccountTitle", "loginTitleHtml");

    /** The account console makes these keys itself, of the credentials' types: "Set up …". */
    private static final Set<String> BUTTONS_OF_ACCOUNT_CONSOLE =
            Set.of("holdfast-device-display-name", "holdfast-unlock-display-name", "holdfast-phone-display-name");

    /** What a page itself may find wrong. */
    private static final String OF_PAGES = "verification_cancelled";

    private final Map<String, String> english = texts("en");
    private final Map<String, String> german = texts("de");

    @Test
    @DisplayName("Every text that a template uses exists in English and German, and no other text exists")
    void complete() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String template = Files.readString(file);
                used.addAll(matches(template, "(?<=msg\\(\")\\w+(?=\"[,)])"));
                used.addAll(matches(template, "(?<= label=\")\\w+"));
            }
        }
        used.addAll(keysInAdapters());
        used.addAll(BUTTONS_OF_ACCOUNT_CONSOLE);
        assertThat(used).containsAll(STOCK);
        used.removeAll(STOCK);
        errorCodes().forEach(code -> used.add("holdfastError_" + code));

        assertThat(english.keySet()).containsExactlyInAnyOrderElementsOf(used);
        assertThat(german.keySet()).containsExactlyInAnyOrderElementsOf(used);
        assertThat(used).allMatch(key -> key.startsWith("holdfast"));
    }

    /** Keys of what Keycloak itself shows: credentials in the account console, subjects of messages, its page of errors. */
    private static Set<String> keysInAdapters() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path adapters : ADAPTERS) {
            try (Stream<Path> files = Files.walk(adapters)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    keys.addAll(matches(Files.readString(file), "(?<=\")holdfast[A-Z]\\w+(?=\")"));
                }
            }
        }
        return keys;
    }

    @Test
    @DisplayName("Every error code of the protocol is among those that the pages explain")
    void errors() throws IOException {
        String layout = Files.readString(TEMPLATES.resolve("holdfast-layout.ftl"));
        String list = layout.substring(layout.indexOf("<#assign errorCodes"));
        assertThat(matches(list, "(?<=\")[a-z_]+")).containsExactlyInAnyOrderElementsOf(errorCodes());
    }

    @Test
    @DisplayName("The way on after a refusal is given for codes of the protocol only, and once for each")
    void advice() throws IOException {
        assertThat(matches(Files.readString(ADVICE), "(?<=\")[a-z]+_[a-z_]+(?=\")"))
                .doesNotHaveDuplicates()
                .isSubsetOf(errorCodes());
    }

    @Test
    @DisplayName("Both languages use the same placeholders, and no text has an apostrophe that MessageFormat eats")
    void placeholders() {
        english.forEach((key, text) ->
                assertThat(matches(german.get(key), "\\{\\d}")).as(key).isEqualTo(matches(text, "\\{\\d}")));
        assertThat(Stream.concat(english.values().stream(), german.values().stream()))
                .noneMatch(text -> text.contains("'"));
    }

    @Test
    @DisplayName("What the account console puts values into has its braces, which are not those of the sign-in pages")
    void placeholdersOfAccountConsole() {
        for (Map<String, String> texts : List.of(english, german)) {
            for (String key : List.of("holdfastDeviceCredentialInfo", "holdfastPhoneCredentialInfo")) {
                assertThat(texts.get(key).replaceAll("\\{\\{\\d}}", "")).as(key).doesNotContain("{", "}");
                assertThat(texts.get(key)).as(key).contains("{{0}}", "{{1}}");
            }
        }
    }

    private static Set<String> errorCodes() throws IOException {
        String page = Files.readString(PROTOCOL);
        Set<String> codes = new TreeSet<>(matches(page, "(?m)(?<=^\\| `)[a-z_]+(?=` \\| \\d{3} [|(])"));
        String agents = matches(page, "(?<=these of the agent:).*").get(0);
        codes.addAll(matches(agents, "(?<=`)[a-z_]+(?=`)"));
        codes.add(OF_PAGES);
        assertThat(codes).hasSizeGreaterThan(25);
        return codes;
    }

    private static Map<String, String> texts(String language) {
        return StockTheme.bundle("theme-resources/messages/messages_" + language + ".properties");
    }
}
