package dev.holdfast.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.holdfast.harness.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The realm's phone app in a browser of a phone's size, and the hand that holds it. */
final class DemoPhone implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 390;
    private static final int HEIGHT = 844;
    private static final double PATIENCE_MILLIS = 30_000;

    private final Browser browser;
    private final Page page;

    private DemoPhone(Browser browser) {
        this.browser = browser;
        this.page = browser.firstPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
    }

    static DemoPhone start(Path profile) {
        return new DemoPhone(Browser.builder(profile).viewport(WIDTH, HEIGHT).start());
    }

    /**
     * Opens what its camera read from a QR code, and adds the account.
     *
     * @return the six digits that it shows
     */
    String enrol(String link) {
        page.navigate(link);
        button("Add account").click();
        return page.locator(".confirm .spoken").textContent().replace(" ", "");
    }

    /** Waits until the account is ready, and goes back to the start. */
    void awaitReady(String user) {
        end(user + " is ready");
    }

    /** Waits for the next request. */
    void awaitRequest() {
        heading("Sign in?").waitFor();
    }

    /** Opens the app anew: how many requests the server has for it. */
    int requestsAtServer() {
        Response answer = page.waitForResponse(
                response -> response.url().endsWith("/push-mfa/requests")
                        && response.request().method().equals("POST"),
                page::reload);
        try {
            return JSON.readTree(answer.body()).path("requests").size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types the number, approves, and goes back to the start. */
    void approve(String number) {
        page.getByLabel("Number on the other screen").fill(number);
        button("Approve").click();
        end("Approved");
    }

    /** Denies, and goes back to the start. */
    void deny() {
        button("Deny").click();
        end("Denied");
    }

    /** Takes a picture of the screen, if that is possible. */
    boolean screenshot(Path file) {
        try {
            page.screenshot(new Page.ScreenshotOptions().setPath(file));
            return true;
        } catch (PlaywrightException e) {
            return false; // the browser itself is what failed
        }
    }

    @Override
    public void close() {
        browser.close();
    }

    private void end(String heading) {
        heading(heading).waitFor();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Done"))
                .click();
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
