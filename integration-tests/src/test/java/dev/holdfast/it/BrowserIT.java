package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real Chromium, extension, native messaging host and agent, against the packaged jar on a stock Keycloak. */
@ExtendWith(SharedServer.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {
    private static final String USER = "hopper";

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static Machine machine;

    @BeforeAll
    static void enrolMachineAndRegisterUser(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.acme();
        world.addUser(realm, USER);
        machine = Machine.enrolled(folder.resolve("machine"), world, realm);
    }

    @Test
    @Order(1)
    @DisplayName("G4, G5 the first visit offers to set the device up, the next one signs in without a click, and the"
            + " browser complains of nothing")
    void setUpAndSilentSignIn(World world) {
        try (Person person = new Person(machine.browser("first", "en-GB"))) {
            person.open(realm);
            person.awaitState("setup");
            person.picture("setup");
            person.register(realm, USER);
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
            assertThat(person.complaints()).isEmpty();
        }
        JsonNode login = world.deviceEvents(realm, "device_sign_in").get(0);
        assertThat(login.path("type").asText()).isEqualTo("LOGIN");
        assertThat(login.path("userId").asText()).isEqualTo(world.userId(realm, USER));
    }

    @Test
    @Order(2)
    @DisplayName("G4 after signing out nobody is signed in silently: the page welcomes back and waits for one click")
    void welcomeBackAfterSignOut() {
        try (Person person = new Person(machine.browser("first", "de-DE"))) {
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
            person.signOut(realm);
            person.open(realm);
            person.awaitState("ready");
            assertThat(person.heading()).contains(USER);
            person.picture("ready");
            person.page().keyboard().press("Enter");
            person.awaitSignedIn();
        }
    }

    @Test
    @Order(3)
    @DisplayName("Without the extension the sign-in page is the stock one, with one script more and nothing else")
    void stockPageWithoutExtension() {
        try (Person person = new Person(
                Browser.builder(folder.resolve("plain")).locale("en-GB").start())) {
            person.open(realm);
            person.page().locator("#kc-form-login").waitFor();
            assertThat(person.page().locator("script[src*='holdfast-detect']").count())
                    .isEqualTo(1);
            assertThat(person.page().locator("#holdfast").count()).isZero();
            person.givePassword(USER);
            person.awaitSignedIn();
            assertThat(person.complaints()).isEmpty();
        }
    }

    @Test
    @Order(4)
    @DisplayName("Without JavaScript the page is the stock one, and one button away where the browser once had the"
            + " extension")
    void stockPageWithoutJavaScript() {
        try (Person person = new Person(Browser.builder(folder.resolve("scriptless"))
                .withoutJavaScript()
                .start())) {
            person.open(realm);
            person.page().locator("#kc-form-login").waitFor();
            person.page()
                    .context()
                    .addCookies(List.of(new Cookie("HOLDFAST_EXTENSION", "1")
                            .setDomain("localhost")
                            .setPath(realm.issuer().getPath() + "/")));
            person.open(realm);
            person.page().locator("button[name='other']").click();
            person.givePassword(USER);
            person.awaitSignedIn();
        }
    }

    @Test
    @Order(5)
    @DisplayName(
            "A1 on another origin that serves the very same page the extension keeps silent and hands out no proof")
    void otherOriginGetsNothing(World world) {
        int before = world.deviceEvents(realm, "device_exchange").size();
        String proxied = realm.issuer().toString().replace("//localhost:", "//127.0.0.1:");
        try (Person person = new Person(machine.browser("first", "en-GB"))) {
            person.closeOvernight();
            person.open(proxied);
            person.page().locator("#kc-form-login").waitFor();
            assertThat(person.page().locator("html").getAttribute("data-holdfast"))
                    .isNull();
            assertThat(proofFor(person.page(), world.challenge(realm))).isNotEqualTo("ok");
        }
        assertThat(world.deviceEvents(realm, "device_exchange")).hasSize(before);
    }

    @Test
    @Order(6)
    @DisplayName("A2 an origin that the page writes into its message is ignored: the proof is for the browser's own")
    void falseOriginInTheMessage(World world) {
        try (Person person = new Person(machine.browser("first", "en-GB"))) {
            person.closeOvernight();
            person.page().navigate(signIn(realm.issuer().toString()) + "&prompt=login");
            person.page().locator("#kc-form-login").waitFor();
            person.page().locator("html[data-holdfast='1']").waitFor(attached());
            assertThat(proofFor(person.page(), world.challenge(realm))).isEqualTo("ok");
        }
    }

    @Test
    @Order(7)
    @DisplayName("A4 in a frame of a foreign page the sign-in page does not show, and no proof is made")
    void framed(World world) {
        int before = world.deviceEvents(realm, "device_exchange").size();
        try (Person person = new Person(machine.browser("first", "en-GB"))) {
            person.closeOvernight();
            person.page().navigate(Person.APPLICATION);
            person.page()
                    .evaluate(
                            "url => new Promise(done => { const frame = document.createElement('iframe');"
                                    + " frame.onload = done; frame.src = url; document.body.append(frame); })",
                            signIn(realm.issuer().toString()));
            assertThat(person.page().frames()).hasSize(2);
            assertThat(person.page().frames().get(1).url()).startsWith("chrome-error:");
        }
        assertThat(world.deviceEvents(realm, "device_exchange")).hasSize(before);
    }

    @Test
    @Order(8)
    @DisplayName("G7 two browsers of one machine that sign in at once are both signed in, one rotation after the other")
    void twoBrowsersAtOnce() {
        try (Person one = new Person(machine.browser("first", "en-GB"));
                Person two = new Person(machine.browser("second", "en-GB"))) {
            two.open(realm);
            two.awaitSignedIn();
            for (int round = 0; round < 3; round++) {
                one.closeOvernight();
                two.closeOvernight();
                start(one);
                start(two);
                one.awaitSignedIn();
                two.awaitSignedIn();
            }
        }
    }

    @Test
    @Order(9)
    @DisplayName("A36 the next application opens by itself on the device; the cookies in another browser open nothing,"
            + " with prompt=none neither")
    void sessionStaysHere(World world) {
        List<Cookie> stolen;
        try (Person person = new Person(machine.browser("first", "de-DE"))) {
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
            int before = world.deviceEvents(realm, "session_proven").size();
            person.open(realm);
            person.awaitSignedIn();
            assertThat(world.deviceEvents(realm, "session_proven")).hasSizeGreaterThan(before);
            assertThat(person.complaints()).isEmpty();
            stolen = person.page().context().cookies();
        }
        try (Person thief = new Person(
                Browser.builder(folder.resolve("thief")).locale("en-GB").start())) {
            thief.page().context().addCookies(stolen);
            thief.open(realm);
            thief.page().locator("#kc-form-login").waitFor();
            assertThat(redirectOf(thief.page(), signIn(realm.issuer().toString()) + "&prompt=none"))
                    .contains("error=login_required")
                    .doesNotContain("code=");
        }
    }

    @Test
    @Order(10)
    @DisplayName("A35 an application that requires the device opens on it; with the extension disabled a page helps")
    void requiredDevice(World world) {
        String path = world.adminPath(realm) + "/clients";
        String id = world.admin()
                .get(path + "?clientId=" + Person.CLIENT_ID)
                .path(0)
                .path("id")
                .asText();
        world.admin()
                .put(
                        path + "/" + id,
                        Map.of("clientId", Person.CLIENT_ID, "attributes", Map.of("holdfast.deviceRequired", "true")));
        try (Person person = new Person(machine.browser("first", "en-GB"))) {
            person.closeOvernight();
            person.open(realm);
            person.awaitSignedIn();
        }
        for (String locale : List.of("de-DE", "en-GB")) {
            try (Person person = new Person(Browser.builder(folder.resolve("disabled-" + locale))
                    .locale(locale)
                    .start())) {
                person.open(realm);
                person.page().locator(".holdfast-required").waitFor();
                assertThat(person.page().locator("input[type='password']").count())
                        .isZero();
                person.picture("required-" + locale);
                assertThat(person.complaints()).noneMatch(complaint -> complaint.contains("Content Security Policy"));
            }
        }
        world.admin()
                .put(
                        path + "/" + id,
                        Map.of("clientId", Person.CLIENT_ID, "attributes", Map.of("holdfast.deviceRequired", "false")));
    }

    /** Leaves for the sign-in page without waiting for what happens there. */
    private static void start(Person person) {
        person.page()
                .evaluate(
                        "url => setTimeout(() => location.assign(url), 0)",
                        signIn(realm.issuer().toString()));
    }

    /** Where the server sends the browser at once; nobody serves the application there. */
    private static String redirectOf(Page page, String url) {
        return page.waitForResponse(response -> response.url().equals(url), () -> {
                    try {
                        page.navigate(url);
                    } catch (PlaywrightException e) {
                        assertThat(e).hasMessageContaining("ERR_CONNECTION_REFUSED");
                    }
                })
                .headerValue("location");
    }

    private static String signIn(String issuer) {
        return issuer + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=" + Person.CLIENT_ID
                + "&redirect_uri=" + Person.APPLICATION;
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
    }

    /** Asks for a proof as a page would, and waits as long as the extension may take to refuse. */
    private static String proofFor(Page page, String challenge) {
        return (String) page.evaluate("""
                challenge => new Promise(resolve => {
                  addEventListener('message', ({data}) => {
                    if (data.holdfast === 1 && data.to === 'page') resolve(data.ok ? 'ok' : data.error);
                  });
                  setTimeout(resolve, 3000, 'no answer');
                  postMessage({holdfast: 1, to: 'agent', id: 'a1', type: 'exchange', challenge,
                    origin: 'http://idp.evil.example'}, location.origin);
                })
                """, challenge);
    }
}
