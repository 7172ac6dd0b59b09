package dev.holdfast.it;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.holdfast.harness.Browser;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody in front of a real browser who signs in to an application. The application is a page that only says so. */
final class Person implements AutoCloseable {
    static final String CLIENT_ID = "browser-app";
    static final String APPLICATION = "http://localhost:18999/";

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final double SESSION_COOKIE = -1;
    private static final double PATIENCE_MILLIS = 60_000;

    private final Browser browser;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> posts = new CopyOnWriteArrayList<>();

    Person(Browser browser) {
        this.browser = browser;
        this.page = browser.firstPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (request.isNavigationRequest() && request.method().equals("POST")) {
                posts.add(Objects.requireNonNullElse(request.postData(), "").replaceAll("=[^&]*", ""));
            }
        });
        browser.context()
                .route(
                        url -> url.startsWith(APPLICATION),
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html")
                                .setBody("<!doctype html><title>signed in</title><p id='signed-in'>signed in</p>")));
    }

    Page page() {
        return page;
    }

    /** What the browser complained of: blocked scripts and styles among it. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The names of the fields of each form that the pages posted, in their order. */
    List<String> posts() {
        return List.copyOf(posts);
    }

    /** From now on, the challenge of each page of ours that this browser loads. */
    List<String> watchChallenges() {
        List<String> challenges = new CopyOnWriteArrayList<>();
        page.exposeFunction("sawChallenge", challenge -> challenges.add(String.valueOf(challenge[0])));
        page.addInitScript("""
                addEventListener('DOMContentLoaded', () => {
                  const challenge = document.getElementById('holdfast')?.dataset.challenge;
                  if (challenge) sawChallenge(challenge);
                });
                """);
        return challenges;
    }

    /** Opens the realm's sign-in page for the application, at the realm's issuer or at another address of it. */
    void open(String issuer) {
        page.navigate(issuer + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=" + CLIENT_ID
                + "&redirect_uri=" + APPLICATION + "&state=" + UUID.randomUUID());
    }

    void open(WireRealm realm) {
        open(realm.issuer().toString());
    }

    void awaitState(String state) {
        page.locator("[data-state='" + state + "']:not([hidden])").waitFor();
    }

    String heading() {
        return page.locator("#kc-page-title").textContent();
    }

    /** What the present state of the page says in sentences, without its buttons. */
    List<String> sentences() {
        return page.locator("[data-state]:not([hidden]) :is(p, [data-part='reason']):visible")
                .allTextContents();
    }

    /** What of the device the present state of the page asks to mend. */
    List<String> toMend() {
        return page.locator("[data-state]:not([hidden]) [data-part='checks']:visible li")
                .allInnerTexts();
    }

    /** The labels of the buttons that the present state of the page offers, in the keyboard's order. */
    List<String> buttons() {
        return page.locator("[data-state]:not([hidden]) button:visible").allTextContents();
    }

    /** Takes another language by the page's chooser, and waits for the page in it. */
    void chooseLanguage(String tag) {
        Locator chooser = page.locator("#login-select-toggle");
        chooser.selectOption(
                chooser.locator("option[value*='kc_locale=" + tag + "']").getAttribute("value"));
        page.locator("html[lang='" + tag + "']")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    /** Lets the browser find a page of the test's own at an address, in place of whatever the server has there. */
    void serve(String address, String html) {
        browser.context()
                .route(
                        address,
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html")
                                .setBody(html)));
    }

    void click(String action) {
        page.locator("[data-state]:not([hidden]) [data-action='" + action + "']")
                .click();
    }

    void givePassword(String user) {
        page.locator("#username").fill(user);
        page.locator("#password").fill(user);
        page.locator("#kc-login").click();
    }

    void awaitSignedIn() {
        page.locator("#signed-in").waitFor();
    }

    /** Sets this device up by the sign-in page. */
    void register(WireRealm realm, String user) {
        open(realm);
        awaitState("setup");
        click("setup");
        givePassword(user);
        awaitSignedIn();
    }

    /** Signs out of the realm, which asks for a confirmation. */
    void signOut(WireRealm realm) {
        page.navigate(realm.issuer() + "/protocol/openid-connect/logout");
        page.locator("#kc-logout").click();
        page.waitForLoadState();
    }

    /** Drops the cookies that closing the browser drops. */
    void closeOvernight() {
        browser.context().cookies().stream()
                .filter(cookie -> cookie.expires == SESSION_COOKIE)
                .forEach(cookie ->
                        browser.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName(cookie.name)));
    }

    /** Takes a picture for whoever wants to look, at desktop and phone size. */
    void picture(String name) {
        page.setViewportSize(1280, 800);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-desktop.png")));
        page.setViewportSize(390, 844);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-phone.png")));
        page.setViewportSize(1280, 800);
    }

    @Override
    public void close() {
        browser.close();
    }
}
