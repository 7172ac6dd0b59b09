package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Sha256;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What other documents and other extensions of the same Chromium get from the real extension and the real agent. */
@ExtendWith(SharedServer.class)
class BrowserAttacksIT {
    private static final String USER = "hamilton";
    private static final String HOST = "dev.holdfast.agent";
    private static final Path EXTENSION_ID =
            Path.of("").toAbsolutePath().getParent().resolve("browser-extension/extension-id.txt");

    /** Keeps every message that its window receives, from its first moment on. */
    private static final String LISTENING_PAGE = """
            <!doctype html><title>elsewhere</title>
            <script>
              const heard = [];
              addEventListener('message', ({data}) => heard.push(data));
            </script>
            """;

    /** Asks for the agent's status as a page would. */
    private static final String ASK_STATUS = """
            () => new Promise(resolve => {
              addEventListener('message', ({data}) => { if (data.to === 'page') resolve(data.ok); });
              postMessage({holdfast: 1, to: 'agent', id: 'mine', type: 'status'}, location.origin);
            })
            """;

    /** Starts the agent as our extension does, and says what came of it. */
    private static final String CONNECT_NATIVE = """
            host => new Promise(resolve => {
              const port = chrome.runtime.connectNative(host);
              port.onMessage.addListener(reply => { port.disconnect(); resolve('answered, ok: ' + reply.ok); });
              port.onDisconnect.addListener(() => resolve(chrome.runtime.lastError?.message ?? 'closed'));
              port.postMessage({id: 'probe', type: 'hello'});
            })
            """;

    /** Speaks to another extension in both ways that Chromium has, with each request that ours knows. */
    private static final String SPEAK_TO = """
            async id => {
              const requests = [{type: 'agent'}, {type: 'origin-trusted'}, {type: 'status'},
                {type: 'exchange', challenge: 'a.b.c'}, {type: 'register-begin', challenge: 'a.b.c'}];
              const answers = await Promise.all(requests.map(request =>
                chrome.runtime.sendMessage(id, request).then(JSON.stringify, error => error.message)));
              answers.push(await new Promise(resolve => {
                const port = chrome.runtime.connect(id);
                port.onMessage.addListener(reply => resolve(JSON.stringify(reply)));
                port.onDisconnect.addListener(() => resolve(chrome.runtime.lastError?.message ?? 'closed'));
                port.postMessage({type: 'agent'});
              }));
              return answers;
            }
            """;

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static Machine machine;

    @BeforeAll
    static void enrolMachine(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.acme();
        world.addUser(realm, USER);
        machine = Machine.enrolled(folder.resolve("machine"), world, realm);
    }

    @Test
    @DisplayName("A5 who leaves the page during the exchange: the answer reaches no other document, not even one of the"
            + " same origin, and the next sign-in works")
    void leavingDuringTheExchange(World world) {
        try (Person person = new Person(machine.browser("leaving", "en-GB"))) {
            person.register(realm, USER);
            person.signOut(realm);
            person.open(realm);
            person.awaitState("ready");
            int exchanges = world.deviceEvents(realm, "device_exchange").size();
            int quarantines =
                    world.deviceEvents(realm, "registration_quarantined").size();
            int answers = machine.logged("signed-in").size();
            Page page = person.page();
            String elsewhere = realm.issuer() + "/elsewhere";
            person.serve(elsewhere, LISTENING_PAGE);

            world.server().freeze();
            try {
                person.click("continue");
                person.awaitState("working");
                page.waitForCondition(machine::isRotating);
                person.picture("working");
                page.navigate(elsewhere);
                page.locator("html[data-holdfast='1']")
                        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            } finally {
                world.server().thaw();
            }
            page.waitForCondition(() -> machine.logged("signed-in").size() > answers);
            assertThat(world.deviceEvents(realm, "device_exchange")).hasSize(exchanges + 1);

            assertThat(page.evaluate(ASK_STATUS))
                    .as("the extension answers this document")
                    .isEqualTo(true);
            assertThat(page.evaluate("heard.map(({to, id}) => to + ' ' + id)"))
                    .as("what the other document heard: its own question and the answer to it")
                    .isEqualTo(List.of("agent mine", "page mine"));

            page.goBack();
            person.awaitState("ready");
            person.click("continue");
            person.awaitSignedIn();
            assertThat(world.deviceEvents(realm, "registration_quarantined")).hasSize(quarantines);
        }
    }

    @Test
    @DisplayName("A31 a foreign extension cannot start the agent, and ours does not answer it")
    void startedByForeignExtension() throws IOException {
        String ourId = Files.readString(EXTENSION_ID).trim();
        Path foreign = foreignExtension();
        try (Person person = new Person(machine.browserWith("two-extensions", foreign))) {
            Page page = person.page();
            page.navigate("chrome-extension://" + ourId + "/popup/popup.html");
            // The popup starts the agent too; until that has answered, it may still be to come.
            page.locator("#state:not([data-state=asking])").waitFor();
            assertThat(page.evaluate(CONNECT_NATIVE, HOST)).isEqualTo("answered, ok: true");
            int started = machine.logged("host-started").size();

            page.navigate("chrome-extension://" + idOfUnpacked(foreign) + "/page.html");
            assertThat(page.evaluate(CONNECT_NATIVE, HOST))
                    .isEqualTo("Access to the specified native messaging host is forbidden.");
            assertThat(machine.logged("host-started")).hasSize(started);
            assertThat((List<?>) page.evaluate(SPEAK_TO, ourId))
                    .hasSize(6)
                    .allMatch(answer -> answer.equals("Could not establish connection. Receiving end does not exist."));
        }
    }

    /** It has the permission to start native hosts, and an id of its own. */
    private static Path foreignExtension() throws IOException {
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(
                foreign.resolve("manifest.json"),
                "{\"manifest_version\": 3, \"name\": \"Foreign\", \"version\": \"1\","
                        + " \"permissions\": [\"nativeMessaging\"]}");
        Files.writeString(foreign.resolve("page.html"), "<!doctype html><title>foreign</title>");
        return foreign.toRealPath();
    }

    /** Chromium's id for an extension without a key: half of its folder's SHA-256, with letters from a to p for digits. */
    private static String idOfUnpacked(Path extension) {
        return HexFormat.of()
                .formatHex(Sha256.of(extension.toString()), 0, 16)
                .chars()
                .mapToObj(digit -> String.valueOf((char) ('a' + Character.digit(digit, 16))))
                .collect(Collectors.joining());
    }
}
