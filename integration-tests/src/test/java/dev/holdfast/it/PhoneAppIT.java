package dev.holdfast.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The phone app as the realm serves it, in a real Chromium of a phone's size; the other screen speaks HTTP. */
@ExtendWith(SharedServer.class)
class PhoneAppIT {
    private static final String USER = "phoebe";

    @TempDir
    static Path folder;

    private static WireRealm realm;

    @BeforeAll
    static void makeRealm(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        // The server has other things to do beside.
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        realm = world.addRealm("phones", Map.of());
        world.addUser(realm, USER);
    }

    @Test
    @DisplayName("P1 P4 P6 P8 the realm's own app enrols by the typed code, approves with the number, denies,"
            + " and ends its account")
    void phone(World world) {
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", USER));
        Tab setUp = PushPages.setUpPage(realm, USER);
        String code = PushPages.typedCode(setUp.page()).orElseThrow();
        List<String> complaints = new CopyOnWriteArrayList<>();
        try (Browser browser =
                Browser.builder(folder.resolve("phone")).viewport(390, 844).start()) {
            Page app = browser.firstPage();
            app.onPageError(complaints::add);
            app.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            app.navigate(realm.issuer() + "/push-mfa/app/");
            assertThat(app.evaluate("async () => (await (await fetch('realm.json')).json()).issuer"))
                    .isEqualTo(realm.issuer().toString());
            link(app, "Add account").click();
            app.getByLabel("Code", new Page.GetByLabelOptions().setExact(true)).fill(code);
            button(app, "Add account").click();
            button(app, "Add account").click();
            confirm(app, setUp, USER);
            link(app, "Done").click();

            Tab approved = PushPages.asked(realm, USER);
            assertThat(heading(app, "Sign in?")).isVisible();
            app.getByLabel("Number on the other screen")
                    .fill(PushPages.number(approved.page()).orElseThrow());
            button(app, "Approve").click();
            assertThat(heading(app, "Approved")).isVisible();
            approved.stock(Map.of("check", "1"));
            assertThat(approved.isSignedIn()).isTrue();
            link(app, "Done").click();

            Tab denied = PushPages.asked(realm, USER);
            assertThat(heading(app, "Sign in?")).isVisible();
            button(app, "Deny").click();
            assertThat(heading(app, "Denied")).isVisible();
            denied.stock(Map.of("check", "1"));
            assertThat(denied.isSignedIn()).isFalse();
            link(app, "Done").click();

            app.locator("a.card").click();
            button(app, "Remove account").click();
            app.getByRole(AriaRole.DIALOG).getByText("Remove account").click();
            assertThat(heading(app, "Approve sign-ins with this phone")).isVisible();
            assertThat(PushPages.number(PushPages.asked(realm, USER).page())).isEmpty();
        }
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    @Test
    @DisplayName("P1 P4 the app's camera reads the code on the other screen, where the browser can read codes")
    void camera(World world) throws IOException {
        String user = "lens";
        world.addUser(realm, user);
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", user));
        Tab setUp = PushPages.setUpPage(realm, user);
        byte[] screen;
        try (Browser browser = Browser.builder(folder.resolve("screen")).start()) {
            browser.firstPage().setContent("<img src='" + PushPages.picture(setUp.page()) + "' width='240'>");
            screen = browser.firstPage().locator("img").screenshot();
        }
        Path film = CameraFilm.of(screen, folder.resolve("lens.mjpeg"));
        try (Browser browser = Browser.builder(folder.resolve("lens"))
                .viewport(390, 844)
                .argument("--use-fake-ui-for-media-stream")
                .argument("--use-fake-device-for-media-stream")
                .argument("--use-file-for-fake-video-capture=" + film)
                .start()) {
            Page app = browser.firstPage();
            CodeReader.lendTo(app);
            app.navigate(realm.issuer() + "/push-mfa/app/");
            link(app, "Add account").click();
            button(app, "Scan the QR code").click();
            assertThat(app.getByText("was read. Choose a name")).isVisible();
            button(app, "Add account").click();
            confirm(app, setUp, user);
        }
    }

    @Test
    @DisplayName(
            "P14 where no push service takes the message the page says so, once, and goes on when the app answered")
    void unreachable(World world) {
        String user = "unreached";
        String nobody = "localhost:" + LoopbackPorts.free();
        world.configurePush("phones", Map.of("pushHosts", List.of(nobody)));
        world.addUser(realm, user);
        WirePhone phone = PushPages.phone(world, realm, user);
        phone.subscribe("https://" + nobody + "/unreached").granted();
        try (Browser browser = Browser.builder(folder.resolve("desk")).start()) {
            Page page = browser.firstPage();
            page.navigate(realm.issuer() + "/account/");
            page.getByLabel("Username or email").fill(user);
            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                    .fill(user);
            button(page, "Sign In").click();
            assertThat(page.getByText("Wire phone cannot be notified.")).isVisible();

            List<String> loads = new CopyOnWriteArrayList<>();
            page.onFrameNavigated(frame -> loads.add(frame.url()));
            for (int asked = 0; asked < 3; asked++) {
                page.waitForResponse(response -> response.url().contains("/push-mfa/wait/"), () -> {});
            }
            assertThat(loads).as("how often the page came anew").isEmpty();

            phone.approve(page.locator("#holdfast-number").textContent()).granted();
            page.waitForURL(url -> url.contains("/account") && !url.contains("login-actions"));
        }
    }

    /** Types the digits that the phone shows on the page that waits for them. */
    private static void confirm(Page app, Tab setUp, String user) {
        assertThat(heading(app, "Type these digits on the page")).isVisible();
        setUp.stock(Map.of(
                "confirm_code", app.locator(".confirm .spoken").textContent().replace(" ", "")));
        assertThat(setUp.isSignedIn()).isTrue();
        assertThat(heading(app, user + " is ready")).isVisible();
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
