package dev.holdfast.push.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.holdfast.harness.Browser;
import dev.holdfast.push.request.PushRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The app as a person sees it, on a screen of a phone's size. */
final class PhoneApp {
    static final int WIDTH = 390;
    static final int HEIGHT = 844;

    final Page page;
    final List<String> complaints = new ArrayList<>();
    private final CDPSession protocol;

    PhoneApp(BrowserContext context) {
        page = context.newPage();
        protocol = context.newCDPSession(page);
        page.onPageError(error -> complaints.add(error));
        page.onConsoleMessage(message -> {
            // What the network refuses is said by the browser too; tests make it happen on purpose.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
    }

    static Browser.Builder browser(Path profile) {
        // Machines that build have other things to do beside.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        return Browser.builder(profile).viewport(WIDTH, HEIGHT);
    }

    void open(String url) {
        page.navigate(url);
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator text(String text) {
        return page.getByText(text);
    }

    /** Enrols this phone by the link of the QR code, up to the end. */
    void enrol(AppRealm realm, String user) {
        open(realm.link(realm.open(user)));
        button("Add account").click();
        realm.confirm(user, digits());
        assertThat(heading(user + " is ready")).isVisible();
        link("Done").click();
        assertThat(heading("Accounts")).isVisible();
    }

    /** The six digits that the app shows. */
    String digits() {
        assertThat(heading("Type these digits on the page")).isVisible();
        return page.locator(".confirm .spoken").textContent().replace(" ", "");
    }

    /** Opens the request, as a tap on the notification does. */
    void look(AppRealm realm, PushRequest request) {
        open(realm.app() + "#/request/" + request.id());
        assertThat(heading("Sign in?")).isVisible();
    }

    void type(String number) {
        page.getByLabel("Number on the other screen").fill(number);
    }

    void offline(boolean on) {
        page.context().setOffline(on);
    }

    JsonObject cdp(String method, JsonObject arguments) {
        return protocol.send(method, arguments);
    }

    /** Runs a program in the service worker of the app at that address. */
    void inWorker(String app, String program) {
        for (JsonElement one : cdp("Target.getTargets", new JsonObject()).getAsJsonArray("targetInfos")) {
            JsonObject target = one.getAsJsonObject();
            if (target.get("type").getAsString().equals("service_worker")
                    && target.get("url").getAsString().startsWith(app)) {
                JsonObject attach = new JsonObject();
                attach.add("targetId", target.get("targetId"));
                attach.addProperty("flatten", false);
                JsonObject evaluate = new JsonObject();
                evaluate.addProperty("expression", program);
                JsonObject message = new JsonObject();
                message.addProperty("id", 1);
                message.addProperty("method", "Runtime.evaluate");
                message.add("params", evaluate);
                JsonObject send = new JsonObject();
                send.add("sessionId", cdp("Target.attachToTarget", attach).get("sessionId"));
                send.addProperty("message", message.toString());
                cdp("Target.sendMessageToTarget", send);
                return;
            }
        }
        throw new AssertionError("no service worker of " + app);
    }

    /** Keeps a picture for whoever wants to look. */
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "phone-app", name + ".png"))
                .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
    }
}
