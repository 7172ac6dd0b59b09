package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.PushService;
import dev.holdfast.harness.StockKeycloak;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of push for the guides, as {@link GuidePictures} those of the console. The server is one of its own,
 * which trusts the push service of this class: where no push service takes a message, the pages say so.
 */
class PushGuidePictures {
    private static final String REALM = "northwind";
    private static final String ADMINISTRATOR = "margaret";

    /** Chromium without Google's keys cannot subscribe by itself; the subscription has RFC 8291's key, and this address. */
    private static final String SUBSCRIPTION = """
            const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
            const point = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4=");
            PushManager.prototype.getSubscription = async () => null;
            PushManager.prototype.subscribe = async () => ({
              endpoint: "%s", options: {}, unsubscribe: async () => true,
              getKey: (name) => (name === "auth" ? new Uint8Array(16) : point).buffer,
            });
            Notification.requestPermission = async () => "granted";
            Object.defineProperty(Notification, "permission", { get: () => "granted" });
            """;

    private static final String USUAL_BROWSER = "--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
            + " (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36";

    @TempDir
    static Path folder;

    private static PushService service;
    private static StockKeycloak server;

    private final World world;
    private final AdminClient admin;
    private final WireRealm realm;

    PushGuidePictures() {
        this.world = new World(server);
        this.admin = world.admin();
        this.realm = world.addRealm(REALM, Map.of());
        world.configurePush(REALM, Map.of("pushHosts", List.of(service.host())));
        admin.put(world.adminPath(realm), Map.of("displayName", "Northwind"));
        String client = admin.get(world.adminPath(realm) + "/clients?clientId=" + Person.CLIENT_ID)
                .path(0)
                .path("id")
                .asText();
        admin.put(
                world.adminPath(realm) + "/clients/" + client,
                Map.of("clientId", Person.CLIENT_ID, "name", "Travel expenses"));
    }

    @BeforeAll
    static void startServer() {
        service = PushService.start(folder.resolve("push-service"));
        server = StockKeycloak.builder()
                .name("push-pictures")
                .provider(SharedServer.jar())
                .startOption("--truststore-paths=" + service.certificate())
                .start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
        service.close();
    }

    /** What the app's fields and buttons are called, and what the names of the pictures end with. */
    private record Words(
            String user,
            String locale,
            String suffix,
            String phone,
            String nameOfPhone,
            String add,
            String done,
            String number,
            String approve,
            String approved) {}

    private static final Words ENGLISH = new Words(
            "katherine",
            "en-GB",
            "",
            "Katherine’s phone",
            "Name of this phone",
            "Add account",
            "Done",
            "Number on the other screen",
            "Approve",
            "Approved");
    private static final Words GERMAN = new Words(
            "emmy",
            "de-DE",
            "-de",
            "Telefon von Emmy",
            "Name dieses Telefons",
            "Konto hinzufügen",
            "Fertig",
            "Zahl am anderen Bildschirm",
            "Freigeben",
            "Freigegeben");

    @Test
    @DisplayName("The pictures of push")
    void push() {
        for (Words words : List.of(ENGLISH, GERMAN)) {
            world.addUser(realm, words.user());
            admin.post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", words.user()));
            try (Browser phone = Browser.builder(folder.resolve("phone" + words.suffix()))
                    .locale(words.locale())
                    .viewport(390, 844)
                    .start()) {
                Page app = phone.firstPage();
                app.setDefaultTimeout(60_000);
                app.addInitScript(SUBSCRIPTION.formatted(service.endpoint(words.user())));
                setUp(app, words);
                approve(app, words);
                if (words == ENGLISH) {
                    beBlocked(app);
                }
            }
        }
        administer();
    }

    private void setUp(Page app, Words words) {
        try (Person user = person("account", words)) {
            Page page = user.page();
            page.navigate(realm.issuer() + "/account/account-security/signing-in");
            user.givePassword(words.user());
            page.getByTestId("holdfast-phone/create").first().click();
            page.locator(".holdfast-picture").waitFor();
            GuidePicture.takeSmall(page, "push-enrol" + words.suffix());

            app.navigate(page.locator("#holdfast-app").getAttribute("href"));
            app.getByLabel(words.nameOfPhone()).fill(words.phone());
            button(app, words.add()).click();
            Locator digits = app.locator(".confirm .spoken");
            digits.waitFor();
            GuidePicture.takeOnPhone(app, "phone-confirm" + words.suffix());
            page.locator("#confirm_code").fill(digits.textContent().replace(" ", ""));
            page.locator("#holdfast-phone button[type='submit']").click();
            page.getByText(words.phone()).first().waitFor();
            if (words == ENGLISH) {
                GuidePicture.takeAt(page.getByTestId("holdfast-phone/credential-list"), "push-account");
            }
            link(app, words.done()).click();
        }
    }

    private void approve(Page app, Words words) {
        try (Person user = person("elsewhere", words)) {
            user.open(realm);
            user.givePassword(words.user());
            Locator number = user.page().locator("#holdfast-number");
            number.waitFor();
            GuidePicture.takeSmall(user.page(), "push-waiting" + words.suffix());
            app.getByLabel(words.number()).fill(number.textContent());
            GuidePicture.takeOnPhone(app, "phone-request" + words.suffix());
            button(app, words.approve()).click();
            heading(app, words.approved()).waitFor();
            GuidePicture.takeOnPhone(app, "phone-approved" + words.suffix());
            user.awaitSignedIn();
            assertThat(service.taken(words.user())).as("messages to the phone").isEqualTo(1);
            link(app, words.done()).click();
        }
    }

    private void beBlocked(Page app) {
        try (Person thief = person("thief", ENGLISH)) {
            thief.open(realm);
            thief.givePassword(ENGLISH.user());
            thief.page().locator("#holdfast-number").waitFor();
            button(app, "This wasn’t me").click();
            Locator question = app.getByRole(AriaRole.DIALOG);
            question.waitFor();
            GuidePicture.takeOnPhone(app, "phone-report");
            question.getByText("Report it").click();
            heading(app, "Reported").waitFor();
            thief.page().getByText("Denied on your phone").first().waitFor();
            thief.page().locator("button[name='again']").click();
            thief.page().getByText("Your phone was not asked").first().waitFor();
            GuidePicture.takeSmall(thief.page(), "push-blocked");
        }
    }

    private void administer() {
        world.addUser(realm, ADMINISTRATOR);
        world.change(realm, ADMINISTRATOR, Map.of("firstName", "Margaret", "lastName", "Hamilton"));
        world.grant(realm, world.userId(realm, ADMINISTRATOR), "realm-admin");
        try (Administrator console = new Administrator(
                Browser.builder(folder.resolve("console")).locale("en-GB").start(),
                realm.issuer().toString())) {
            console.signIn(ADMINISTRATOR);
            console.section("Settings");
            console.follow("Phones");
            console.page().locator("textarea").first().waitFor();
            GuidePicture.take(console.page(), "console-push");
            assertThat(console.complaints()).isEmpty();

            Page page = console.page();
            page.navigate(world.server().baseUri() + "/admin/" + REALM + "/console/#/" + REALM + "/users/"
                    + world.userId(realm, ENGLISH.user()) + "/credentials");
            page.getByText(ENGLISH.phone()).first().waitFor();
            GuidePicture.take(page, "push-admin-credentials");
        }
    }

    private static Person person(String profile, Words words) {
        return new Person(Browser.builder(folder.resolve(profile + words.suffix()))
                .locale(words.locale())
                .argument(USUAL_BROWSER)
                .argument("--hide-scrollbars")
                .start());
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
