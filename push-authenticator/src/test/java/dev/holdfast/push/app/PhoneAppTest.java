package dev.holdfast.push.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.request.PushRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The phone app in a real Chromium, against the real core. Each test has an origin, so a phone, of its own. */
class PhoneAppTest {
    private static final String ADA = "ada";

    private static Browser browser;

    private AppServer server;
    private AppRealm realm;
    private PhoneApp phone;

    @BeforeAll
    static void startBrowser(@TempDir Path profile) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        browser = PhoneApp.browser(profile).start();
        browser.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new AppServer();
        realm = server.realm("acme", "Acme");
        phone = new PhoneApp(browser.context());
    }

    @AfterEach
    void stop() {
        phone.offline(false);
        phone.page.close();
        server.close();
        assertThat(phone.complaints).as("what the browser complained of").isEmpty();
    }

    private PushRequest ask(String application) {
        return realm.ask(ADA, AppRealm.signIn(application, false));
    }

    @Test
    @DisplayName("P1 a phone is enrolled by the QR code's link, once its six digits were typed on the page")
    void enrolledByLink() {
        phone.open(realm.app());
        assertThat(phone.heading("Approve sign-ins with this phone")).isVisible();
        phone.picture("01-empty");
        phone.open(realm.link(realm.open(ADA)));
        assertThat(phone.text("was read. Choose a name")).isVisible();
        assertThat(phone.page.url()).as("the key leaves the address").isEqualTo(realm.app() + "#/add");
        phone.picture("03-enrol-link");
        phone.button("Add account").click();
        String digits = phone.digits();
        phone.picture("04-confirm");
        assertThat(realm.phonesOf(ADA)).isEmpty();

        realm.confirm(ADA, digits);

        assertThat(phone.heading("ada is ready")).isVisible();
        phone.picture("05-ready");
        assertThat(realm.phonesOf(ADA)).singleElement().satisfies(enrolled -> {
            assertThat(enrolled.name()).isEqualTo("Linux");
            assertThat(enrolled.platform()).isEqualTo("linux");
        });
        phone.link("Done").click();
        assertThat(phone.text("Acme").first()).isVisible();
        phone.picture("06-accounts");
    }

    @Test
    @DisplayName("P1 a link that comes while the app still begins is followed")
    void earlyLink() {
        phone.page.addInitScript("""
                const { getAll } = IDBObjectStore.prototype;
                let begun = false;
                IDBObjectStore.prototype.getAll = function (...all) {
                  if (!begun) {
                    begun = true;
                    location.hash = "#/settings";
                  }
                  return getAll.apply(this, all);
                };
                """);
        phone.open(realm.app());

        assertThat(phone.heading("Settings")).isVisible();
    }

    @Test
    @DisplayName("P1 a code is typed as people type it, and what is none is said at the field")
    void enrolledByCode() {
        phone.open(realm.app() + "#/add");
        phone.page
                .getByLabel("Code", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                .fill("7Q2Z-K9M4");
        phone.button("Add account").click();
        assertThat(phone.text("This is no code.")).isVisible();
        phone.picture("02-add-wrong-code");
        String key = realm.open(ADA);
        phone.page
                .getByLabel("Code", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                .fill(" " + key.toLowerCase(java.util.Locale.ROOT).replaceAll("(.{4})", "$1 "));
        phone.button("Add account").click();
        phone.page.getByLabel("Name of this phone").fill("Ada’s phone");
        phone.button("Add account").click();

        realm.confirm(ADA, phone.digits());

        assertThat(phone.heading("ada is ready")).isVisible();
        assertThat(realm.phonesOf(ADA))
                .singleElement()
                .satisfies(enrolled -> assertThat(enrolled.name()).isEqualTo("Ada’s phone"));
    }

    @Test
    @DisplayName("P2 the phone's key signs and cannot be read, not even by the app")
    void keyStays() {
        phone.enrol(realm, ADA);

        Object exported = phone.page.evaluate("async () => {"
                + " const open = indexedDB.open('holdfast-phone');"
                + " const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });"
                + " const all = db.transaction('accounts').objectStore('accounts').getAll();"
                + " const [{privateKey}] = await new Promise((done) => { all.onsuccess = () => done(all.result); });"
                + " db.close();"
                + " const tries = ['pkcs8', 'jwk'].map((form) =>"
                + "   crypto.subtle.exportKey(form, privateKey).then(() => 'exported', (error) => error.name));"
                + " return [privateKey.extractable, ...await Promise.all(tries)].join(); }");

        assertThat(exported).isEqualTo("false,InvalidAccessError,InvalidAccessError");
    }

    @Test
    @DisplayName("P4 P6 the prompt names application, place, address, browser and time; the typed number approves")
    void approved() {
        phone.enrol(realm, ADA);
        PushRequest request = ask("Payroll");

        // Nobody woke the app: it looks by itself while it is open.
        assertThat(phone.heading("Sign in?")).isVisible();
        for (String said :
                List.of("Payroll", "Vienna, Austria", "198.51.100.7", "Firefox 140 on Linux", "ada at Acme")) {
            assertThat(phone.text(said)).isVisible();
        }
        assertThat(phone.text("You have not approved a sign-in in this browser before."))
                .isVisible();
        assertThat(phone.page.locator(".left-text")).containsText("s left");
        // What is on the screen is not announced over it.
        assertThat(phone.page.locator(".toast").count()).isZero();
        phone.button("Approve").click();
        assertThat(phone.text("Type the two digits that the other screen shows."))
                .isVisible();
        phone.type("07");
        phone.picture("07-request");
        phone.type(request.number().orElseThrow());
        phone.button("Approve").click();

        assertThat(phone.heading("Approved")).isVisible();
        phone.picture("08-approved");
        assertThat(realm.outcome(request)).isEqualTo(Outcome.APPROVED);
        phone.link("History").click();
        assertThat(phone.text("Approved")).isVisible();
        phone.picture("12-history");
    }

    @Test
    @DisplayName("A40 a wrong number ends the request, and the app says so")
    void wrongNumber() {
        phone.enrol(realm, ADA);
        PushRequest request = ask("Payroll");
        phone.look(realm, request);
        phone.type(request.number().orElseThrow().equals("11") ? "12" : "11");
        phone.button("Approve").click();

        assertThat(phone.heading("That was another number")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.WRONG_NUMBER);
    }

    @Test
    @DisplayName("P8 a denial is one tap; a report is asked about once more, and says what to do now")
    void deniedAndReported() {
        phone.enrol(realm, ADA);
        PushRequest denied = ask("Payroll");
        phone.look(realm, denied);
        phone.button("Deny").click();
        assertThat(phone.heading("Denied")).isVisible();
        assertThat(realm.outcome(denied)).isEqualTo(Outcome.DENIED);

        PushRequest reported = ask("Wiki");
        phone.look(realm, reported);
        phone.button("This wasn’t me").click();
        phone.picture("09-report");
        assertThat(realm.outcome(reported)).isEqualTo(Outcome.WAITING);
        phone.button("Report it").click();

        assertThat(phone.heading("Reported")).isVisible();
        phone.picture("10-reported");
        assertThat(realm.outcome(reported)).isEqualTo(Outcome.REPORTED);
    }

    @Test
    @DisplayName("P3 an answer that comes too late is refused, and the app says that it was late")
    void late() {
        phone.enrol(realm, ADA);
        PushRequest request = ask("Payroll");
        phone.look(realm, request);
        phone.type(request.number().orElseThrow());
        realm.pass(Duration.ofSeconds(61));
        phone.button("Approve").click();

        assertThat(phone.heading("Too late")).isVisible();
        phone.picture("11-late");
        assertThat(realm.outcome(request)).isEqualTo(Outcome.WAITING);
    }

    @Test
    @DisplayName("P2 after a lost answer only the very same decision can be sent again, and counts once")
    void lostAnswer() {
        phone.enrol(realm, ADA);
        PushRequest request = ask("Payroll");
        phone.look(realm, request);
        phone.type(request.number().orElseThrow());
        server.loseAnswers.set(true);
        phone.button("Approve").click();
        assertThat(phone.text("Your decision may not have arrived.")).isVisible();
        assertThat(phone.button("Deny")).not().isVisible();
        phone.picture("13-lost");
        server.loseAnswers.set(false);
        phone.button("Send again").click();

        // It had arrived, and the realm says that somebody was first: this phone.
        assertThat(phone.heading("Already answered")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.APPROVED);
    }

    @Test
    @DisplayName("P12 without a network the app opens, says so, and its codes go on")
    void offline() {
        phone.enrol(realm, ADA);
        addCode("Example", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        phone.page.evaluate("async () => { await navigator.serviceWorker.ready; }");
        phone.offline(true);
        assertThat(phone.text("You are offline.")).isVisible();
        phone.page.reload();

        assertThat(phone.page.locator(".digits")).hasText(java.util.regex.Pattern.compile("\\d{3} \\d{3}"));
        assertThat(phone.text("Realm not reached")).isVisible();
        phone.picture("14-offline");
        phone.offline(false);
        assertThat(phone.text("Realm not reached")).not().isVisible();
    }

    @Test
    @DisplayName("P12 a request that is opened without a network is not called late: it is asked for again")
    void openedOffline() {
        phone.enrol(realm, ADA);
        phone.page.evaluate("async () => { await navigator.serviceWorker.ready; }");
        phone.link("Settings").click();
        phone.offline(true);
        PushRequest request = ask("Payroll");
        phone.page.evaluate(
                "(id) => { location.hash = `#/request/${id}`; }", request.id().toString());
        assertThat(phone.heading("No connection")).isVisible();
        phone.picture("25-no-connection");
        phone.offline(false);
        phone.button("Try again").click();

        assertThat(phone.heading("Sign in?")).isVisible();
    }

    @Test
    @DisplayName("P11 codes of other services stand beside the accounts, with their time, and a tap copies one")
    void codes() {
        phone.open(realm.app() + "#/codes/add");
        phone.page.getByLabel("Secret key").fill("1");
        phone.button("Save").click();
        assertThat(phone.text("This is no secret key.")).isVisible();
        phone.picture("15-add-code");
        addCode("Example", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        phone.button("Copy the code of Example").click();
        assertThat(phone.text("Copied")).isVisible();
        phone.picture("16-codes");

        assertThat((String) phone.page.evaluate("() => navigator.clipboard.readText()"))
                .matches("\\d{6}");
    }

    @Test
    @DisplayName("P11 new codes of the same name replace the former ones after one more question, and not without it")
    void codesReplaced() {
        addCode("Example", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        typeCode("Example", "JBSWY3DPEHPK3PXP");
        assertThat(phone.text("Replace the codes of Example?")).isVisible();
        phone.picture("26-replace-code");
        phone.button("Cancel").click();
        phone.open(realm.app());
        assertThat(phone.page.locator(".digits")).hasCount(1);

        typeCode("Example", "JBSWY3DPEHPK3PXP");
        phone.button("Replace").click();

        assertThat(phone.text("The former codes of Example are gone.")).isVisible();
        assertThat(phone.page.locator(".digits")).hasCount(1);
        typeCode("Another", "JBSWY3DPEHPK3PXP");
        assertThat(phone.page.locator(".digits")).hasCount(2);
        // The same secret: the former one would show another code.
        List<String> shown = phone.page.locator(".digits").allTextContents();
        assertThat(shown.get(0)).isEqualTo(shown.get(1));
    }

    private void typeCode(String service, String secret) {
        phone.open(realm.app() + "#/codes/add");
        phone.page.getByLabel("Service").fill(service);
        phone.page.getByLabel("Account name").fill("ada@example.com");
        phone.page.getByLabel("Secret key").fill(secret);
        phone.button("Save").click();
    }

    private void addCode(String service, String secret) {
        typeCode(service, secret);
        assertThat(phone.page.locator(".digits")).hasText(java.util.regex.Pattern.compile("\\d{3} \\d{3}"));
    }

    @Test
    @DisplayName("P10 an account is removed in the app after one more question, and the realm knows")
    void removed() {
        phone.enrol(realm, ADA);
        phone.page.locator("a.card").click();
        assertThat(phone.heading("ada")).isVisible();
        phone.picture("17-account");
        phone.button("Remove account").click();
        phone.picture("18-remove");
        assertThat(realm.phonesOf(ADA)).hasSize(1);
        phone.page
                .getByRole(com.microsoft.playwright.options.AriaRole.DIALOG)
                .getByText("Remove account")
                .click();

        assertThat(phone.heading("Approve sign-ins with this phone")).isVisible();
        assertThat(realm.phonesOf(ADA)).isEmpty();
    }

    @Test
    @DisplayName("P10 a phone that the realm removed says so, and keeps no key")
    void removedElsewhere() {
        phone.enrol(realm, ADA);
        realm.end(realm.phonesOf(ADA).get(0));

        assertThat(phone.text("Acme does not know this phone any more.")).isVisible();
        assertThat(phone.heading("Approve sign-ins with this phone")).isVisible();
    }

    @Test
    @DisplayName("P12 accounts of several realms of one address stand in one app, and each is asked by its own realm")
    void severalRealms() {
        AppRealm beta = server.realm("beta", "Beta Labs");
        phone.enrol(realm, ADA);
        phone.enrol(beta, "grace");
        assertThat(phone.text("Beta Labs")).isVisible();
        assertThat(phone.text("Acme")).isVisible();
        phone.picture("19-two-realms");
        PushRequest request = realm.ask(ADA, AppRealm.signIn("Payroll", true));
        assertThat(phone.text("ada at Acme")).isVisible();
        phone.button("Deny").click();

        assertThat(phone.heading("Denied")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.DENIED);
    }

    @Test
    @DisplayName("P12 an account of another address is sent to the app there, with its code")
    void anotherHost() throws IOException {
        try (AppServer elsewhere = new AppServer()) {
            AppRealm other = elsewhere.realm("other", "Other");
            String link = other.link(other.open(ADA));
            phone.open(realm.app() + "#/add");
            phone.page
                    .getByLabel("Code", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                    .fill(link);
            phone.button("Add account").click();
            assertThat(phone.heading("This account has an app of its own")).isVisible();
            phone.picture("20-another-host");
            phone.page.locator("a.button.primary").click();
            assertThat(phone.text("was read. Choose a name")).isVisible();
            phone.button("Add account").click();

            other.confirm(ADA, phone.digits());

            assertThat(phone.heading("ada is ready")).isVisible();
            assertThat(other.phonesOf(ADA)).hasSize(1);
        }
    }

    @Test
    @DisplayName("P5 the phone's lock is asked for where the realm demands it, and an unverified user approves nothing")
    void userVerification() {
        realm.set("userVerification", "required");
        phone.open(realm.app());
        phone.cdp("WebAuthn.enable", new JsonObject());
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        JsonObject made = new JsonObject();
        made.add("options", options);
        String authenticator = phone.cdp("WebAuthn.addVirtualAuthenticator", made)
                .get("authenticatorId")
                .getAsString();
        phone.enrol(realm, ADA);
        assertThat(realm.phonesOf(ADA).get(0).credential()).isPresent();
        PushRequest request = ask("Payroll");
        phone.look(realm, request);
        phone.type(request.number().orElseThrow());
        verified(authenticator, false);
        phone.button("Approve").click();
        assertThat(phone.text("You were not confirmed by this phone’s lock.")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.WAITING);
        verified(authenticator, true);
        phone.button("Approve").click();

        assertThat(phone.heading("Approved")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.APPROVED);
    }

    private void verified(String authenticator, boolean is) {
        JsonObject user = new JsonObject();
        user.addProperty("authenticatorId", authenticator);
        user.addProperty("isUserVerified", is);
        phone.cdp("WebAuthn.setUserVerified", user);
    }

    @Test
    @DisplayName("P12 settings: language and appearance change at once, everything can be deleted")
    void settings() {
        phone.enrol(realm, ADA);
        phone.link("Settings").click();
        phone.picture("21-settings");
        phone.page.getByLabel("Language").selectOption("de");
        assertThat(phone.heading("Einstellungen")).isVisible();
        phone.page.getByLabel("Aussehen").selectOption("dark");
        phone.picture("22-settings-german-dark");
        phone.link("Konten").click();
        phone.picture("23-accounts-german-dark");
        PushRequest request = ask("Payroll");
        assertThat(phone.heading("Anmelden?")).isVisible();
        phone.picture("24-request-german-dark");
        phone.button("Ablehnen").click();
        assertThat(phone.heading("Abgelehnt")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.DENIED);
        phone.link("Einstellungen").click();
        phone.button("Alles löschen").click();
        phone.button("Ja, alles löschen").click();

        assertThat(phone.heading("Approve sign-ins with this phone")).isVisible();
        assertThat(realm.phonesOf(ADA)).isEmpty();
    }

    @Test
    @DisplayName("P13 the app can be installed without a store: manifest, icons, start and scope of its own realm")
    void installable() {
        phone.open(realm.app());
        phone.page.evaluate("async () => { await navigator.serviceWorker.ready; }");
        JsonObject found = phone.cdp("Page.getAppManifest", new JsonObject());
        JsonObject errors = phone.cdp("Page.getInstallabilityErrors", new JsonObject());

        assertThat(found.get("url").getAsString()).isEqualTo(realm.app() + "manifest.webmanifest");
        assertThat(found.get("errors").getAsJsonArray()).isEmpty();
        assertThat(errors.get("installabilityErrors").getAsJsonArray()).isEmpty();
        assertThat(phone.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).scope"))
                .isEqualTo(realm.app());
    }

    @Test
    @DisplayName("P12 every screen is reached and used by the keyboard alone")
    void keyboard() {
        phone.enrol(realm, ADA);
        PushRequest request = ask("Payroll");
        assertThat(phone.heading("Sign in?")).isVisible();
        assertThat(phone.heading("Sign in?")).isFocused();
        phone.page.keyboard().press("Tab");
        assertThat(phone.page.getByLabel("Number on the other screen")).isFocused();
        phone.page.keyboard().type(request.number().orElseThrow());
        phone.page.keyboard().press("Enter");

        assertThat(phone.heading("Approved")).isFocused();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.APPROVED);
    }
}
