package dev.holdfast.demo;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.holdfast.demo.app.DemoApplication;
import dev.holdfast.harness.Browser;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A person in front of a browser. */
final class Visitor implements AutoCloseable {

    /** What Playwright reports as the expiry of a cookie that has none. */
    private static final double SESSION_COOKIE = -1;

    private static final double PATIENCE_MILLIS = 30_000;

    /** Listens beside the page to what the extension tells it; changes nothing. */
    private static final String LISTENER = """
            addEventListener('message', ({data}) => {
              if (data && data.holdfast === 1 && data.to === 'page') {
                holdfastDemoHears(data.ok ? 'ok' : String(data.error));
              }
            });
            """;

    private final Browser browser;
    private Page page;
    private final URI application;
    private final List<String> replies = new CopyOnWriteArrayList<>();

    Visitor(Browser browser, URI application) {
        this.browser = browser;
        this.application = application;
        this.page = browser.firstPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.exposeFunction("holdfastDemoHears", heard -> replies.add(String.valueOf(heard[0])));
        page.addInitScript(LISTENER);
    }

    /** Opens the application and clicks "Sign in". */
    void beginSignIn() {
        replies.clear();
        page.navigate(application.toString());
        page.locator("#sign-in").click();
    }

    /** Waits until the login page shows one of these states. */
    void awaitState(String... states) {
        String any = Stream.of(states)
                .map(state -> "[data-state='" + state + "']:not([hidden])")
                .collect(Collectors.joining(", "));
        page.locator(any).first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
    }

    /** Clicks a button of the login page's present state. */
    void choose(String action) {
        page.locator("[data-state]:not([hidden]) [data-action='" + action + "']")
                .click();
    }

    /** Opens another tab and looks at that one from now on; the former goes on by itself. */
    void openTab() {
        page = browser.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
    }

    /** Looks at the first tab again. */
    void returnToFirstTab() {
        page = browser.firstPage();
    }

    /** Waits for a page of the server with this heading. */
    void awaitHeading(String heading) {
        page.locator("#kc-page-title", new Page.LocatorOptions().setHasText(heading))
                .waitFor();
    }

    /** What the page says by itself to somebody who cannot see it. */
    String alert() {
        return page.getByRole(AriaRole.ALERT).first().innerText();
    }

    /** The address that the QR code of the page holds. */
    String phoneLink() {
        return String.valueOf(page.locator("#holdfast-app").getAttribute("href"));
    }

    /** Types the digits that a new phone shows. */
    void giveConfirmCode(String digits) {
        page.locator("#confirm_code").fill(digits);
        page.locator("#holdfast-phone button[type='submit']").click();
    }

    /** The two digits that wait for being typed on the phone. */
    String number() {
        return page.locator("#holdfast-number").textContent();
    }

    /** Fills the stock login form. */
    void givePassword(String user, String password) {
        page.locator("#username").fill(user);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
    }

    /**
     * Sets an authenticator app up on Keycloak's own page.
     *
     * @param app tells the code of now, by the secret that the page shows
     */
    void setUpAuthenticatorApp(UnaryOperator<String> app) {
        page.locator("#mode-manual").click();
        String secret = page.locator("#kc-totp-secret-key").textContent();
        page.locator("#totp").fill(app.apply(secret));
        page.locator("#userLabel").fill("Demo");
        page.locator("#saveTOTPBtn").click();
    }

    /** Waits until the page says this. */
    void awaitText(String text) {
        page.getByText(text).first().waitFor();
    }

    /** Waits until the application greets this user. */
    void awaitSignedIn(String user) {
        page.locator("[data-claim='preferred_username']").waitFor();
        require("preferred_username", user);
    }

    /** Looks whether the application learned that a device key signed in, and which device. */
    void requireDeviceProof() {
        require("amr", "swk");
        require("acr", "urn:holdfast:acr:device");
        if (page.locator("#device").count() == 0) {
            throw new DemoException("the application learned nothing about the device");
        }
    }

    /** Looks whether the application learned that a verified TPM signed in, and that Ada was asked for her PIN. */
    void requireAttestedWithPin() {
        for (String method : List.of("hwk", "pin", "mfa")) {
            require("amr", method);
        }
        require("assurance", "attested");
        require("evidence", "agent");
    }

    /** Drops the cookies that closing the browser drops: the application and the server ask again. */
    void closeOvernight() {
        browser.context().cookies().stream()
                .filter(cookie -> cookie.expires == SESSION_COOKIE)
                .forEach(cookie ->
                        browser.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName(cookie.name)));
    }

    /** Drops all cookies: to the servers this is another browser, which nobody has used yet. */
    void forgetCookies() {
        browser.context().clearCookies();
    }

    /** Drops the application's own session: it asks the server again, which still has its own. */
    void leaveApplication() {
        browser.context()
                .clearCookies(new BrowserContext.ClearCookiesOptions().setName(DemoApplication.SESSION_COOKIE));
    }

    /** The server's cookies. */
    List<Cookie> serverCookies(URI server) {
        // The slash matters: the cookies are for all that lies below the realm.
        List<Cookie> cookies = browser.context().cookies(server + "/").stream()
                // Cookies know hosts, not ports: on localhost the application's own would come along.
                .filter(cookie -> !cookie.name.equals(DemoApplication.SESSION_COOKIE))
                .toList();
        if (!isSession(cookies)) {
            throw new DemoException("there is no session cookie to steal");
        }
        return cookies;
    }

    /** Looks whether nobody is signed in here, neither at the server nor at the application. */
    void requireNoSession(URI server) {
        if (isSession(browser.context().cookies(server + "/"))) {
            throw new DemoException("the server has let somebody in");
        }
        page.navigate(application.toString());
        page.locator("#sign-in").waitFor();
    }

    private static boolean isSession(List<Cookie> cookies) {
        return cookies.stream().anyMatch(cookie -> cookie.name.startsWith("KEYCLOAK_IDENTITY"));
    }

    /** Puts another browser's cookies into this one. */
    void adopt(List<Cookie> cookies) {
        browser.context().addCookies(cookies);
    }

    /** Waits for the stock login form. */
    void awaitPasswordForm() {
        page.locator("#password").waitFor();
    }

    /** Waits until the page has been told of this error by the agent. */
    void awaitReply(String error) {
        page.waitForCondition(() -> replies.contains(error));
    }

    List<String> replies() {
        return List.copyOf(replies);
    }

    String where() {
        return page.url().replaceFirst("\\?.*", "");
    }

    /** Takes a picture of the page, if that is possible. */
    boolean screenshot(Path file) {
        try {
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
            return true;
        } catch (PlaywrightException e) {
            return false; // the browser itself is what failed
        }
    }

    @Override
    public void close() {
        browser.close();
    }

    private void require(String claim, String expected) {
        String shown = page.locator("[data-claim='" + claim + "']").textContent();
        if (!shown.contains(expected)) {
            throw new DemoException("the application shows " + claim + " \"" + shown + "\", not \"" + expected + "\"");
        }
    }
}
