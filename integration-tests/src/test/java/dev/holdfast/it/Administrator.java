package dev.holdfast.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.holdfast.harness.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody in front of a real browser who uses the console, and finds everything by its label as a screen reader would. */
final class Administrator implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final double PATIENCE_MILLIS = 60_000;

    private final Browser browser;
    private final Page page;
    private final String console;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();

    static {
        // Of assertions that wait: the usual five seconds are few where much runs beside them.
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    /** @param realm the address of the realm that the administrator belongs to */
    Administrator(Browser browser, String realm) {
        this.browser = browser;
        this.console = realm + "/holdfast-console/";
        this.page = browser.firstPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> addresses.add(request.url()));
    }

    Page page() {
        return page;
    }

    /** What the browser complained of: blocked scripts, failed requests and mistakes of the page among it. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Every address that the browser asked for. */
    List<String> addresses() {
        return List.copyOf(addresses);
    }

    Response open(String rest) {
        return page.navigate(console + rest);
    }

    /** Opens the console and signs in; a user's password is the name, unless it is another. */
    void signIn(String rest, String user, String password) {
        open(rest);
        page.locator("#username").fill(user);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        page.locator(".masthead").waitFor();
    }

    void signIn(String user) {
        signIn("", user, user);
    }

    void search(String text) {
        page.getByRole(AriaRole.SEARCHBOX).fill(text);
    }

    /** Waits until the list shows these names and no other. */
    void awaitList(String... names) {
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(page.locator(".list .row-link"))
                .hasText(
                        names,
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                                .setTimeout(PATIENCE_MILLIS));
    }

    void awaitHeading(String text) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(text).setExact(true))
                .first()
                .waitFor();
    }

    void press(String label) {
        scope().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }

    /** Goes to a section of the console, by the navigation beside the page and not by a link in it. */
    void section(String label) {
        page.locator("a.section", new Page.LocatorOptions().setHasText(label)).click();
    }

    void follow(String label) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }

    Locator field(String label) {
        return scope().getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    /** The labels of the actions that the device's page offers. */
    List<String> actions() {
        return page.locator("[data-action]").allTextContents();
    }

    String standing() {
        return page.locator(".title .label").textContent();
    }

    /** Waits for the sentence that says what was done. */
    void awaitDone(String sentence) {
        page.locator(".toast")
                .getByText(sentence, new Locator.GetByTextOptions().setExact(true))
                .waitFor();
    }

    /** Until what was said before has gone: the same sentence is then a new one. */
    void awaitQuiet() {
        page.locator(".toast").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    void awaitDialog(String title) {
        page.getByRole(
                        AriaRole.DIALOG,
                        new Page.GetByRoleOptions().setName(title).setExact(true))
                .waitFor();
    }

    Locator dialog() {
        return page.locator("dialog[open]");
    }

    /** Presses a dialog's button and waits until the server has done what it says. */
    void confirm(String label, String done) {
        press(label);
        awaitDone(done);
    }

    /** Takes pictures for whoever wants to look, at desktop and phone size. */
    void picture(String name) {
        page.setViewportSize(390, 844);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("console-" + name + "-phone.png")));
        page.setViewportSize(1280, 800);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("console-" + name + "-desktop.png")));
    }

    private Locator scope() {
        return dialog().count() > 0 ? dialog() : page.locator("body");
    }

    @Override
    public void close() {
        browser.close();
    }
}
