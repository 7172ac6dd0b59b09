package dev.holdfast.push.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.push.delivery.Delivery;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.delivery.WakeUp;
import dev.holdfast.push.keycloak.webpush.PushService;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.request.PushRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Chromium subscribes, is sent what the realm sends, decrypts it, and shows what the realm signed. */
class PhoneWakeUpTest {
    private static final String ADA = "ada";

    private static PushService sending;
    private static ChromiumsPushService receiving;
    private static Browser browser;
    private static AppServer server;
    private static AppRealm realm;
    private static PhoneApp phone;
    private static Phone enrolled;

    @BeforeAll
    static void start(@TempDir Path profile) throws Exception {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        sending = new PushService();
        sending.answer("/", 201);
        receiving = new ChromiumsPushService(sending.serving());
        Browser.Builder builder = PhoneApp.browser(profile).without("--disable-background-networking");
        for (String argument : receiving.arguments()) {
            builder.argument(argument);
        }
        browser = builder.start();
        browser.context().grantPermissions(List.of("notifications"));
        server = new AppServer();
        realm = server.realm("acme", "Acme");
        phone = new PhoneApp(browser.context());
        phone.enrol(realm, ADA);
        // Where the subscription took longer than the enrolment, the app made it good since.
        phone.page.waitForCondition(
                () -> realm.phonesOf(ADA).get(0).subscription().isPresent());
        enrolled = realm.phonesOf(ADA).get(0);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
            server.close();
            receiving.close();
            sending.close();
        }
    }

    /** Sends the wake-up of this request through the real delivery, and hands its bytes to the browser. */
    private static void wake(PushRequest request) throws Exception {
        Subscription made = enrolled.subscription().orElseThrow();
        Subscription rerouted =
                new Subscription(sending.url("/send"), made.p256dh(), made.auth(), made.applicationServerKey());
        WakeUp wakeUp = new WakeUp(
                rerouted,
                realm.vapid(),
                "mailto:admin@example.com",
                request.id(),
                Duration.ofSeconds(60),
                realm.now(),
                AllowedHosts.read(List.of(PushService.HOST)));
        assertThat(sending.delivery().deliver(wakeUp).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(new Delivery.Accepted());
        String endpoint = made.endpoint();
        receiving.deliver(
                endpoint.substring(endpoint.lastIndexOf('/') + 1),
                sending.messages.get(sending.messages.size() - 1).body());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> notification(PushRequest request) {
        String about = "async (tag) => { const {registration} = {registration: await navigator.serviceWorker.ready};"
                + " const [one] = await registration.getNotifications({tag});"
                + " return one ? {title: one.title, body: one.body, actions: one.actions.map(({action}) => action).join()}"
                + " : null; }";
        String tag = request.id().toString();
        phone.page.waitForCondition(() -> phone.page.evaluate(about, tag) != null);
        return (Map<String, Object>) phone.page.evaluate(about, tag);
    }

    @Test
    @DisplayName("P2 P4 Chromium decrypts the realm's wake-up, and the notification says what the realm signed")
    void woken() throws Exception {
        phone.link("Settings").click();
        PushRequest request = realm.ask(ADA, AppRealm.signIn("Payroll", false));
        wake(request);

        assertThat(notification(request))
                .containsEntry("title", "Sign-in for ada (Acme)")
                .containsEntry("body", "Payroll · Vienna, Austria · Firefox 140")
                // A number is to be typed: only a no can be said without looking.
                .containsEntry("actions", "deny");
        assertThat(realm.outcome(request)).isEqualTo(Outcome.WAITING);

        press(request, "");
        assertThat(phone.heading("Sign in?")).isVisible();
        assertThat(phone.text("Payroll")).isVisible();
        phone.type(request.number().orElseThrow());
        phone.button("Approve").click();
        assertThat(phone.heading("Approved")).isVisible();
        assertThat(realm.outcome(request)).isEqualTo(Outcome.APPROVED);
    }

    @Test
    @DisplayName("P1 a sign-in is denied from the notification, without opening the app")
    void deniedFromTheNotification() throws Exception {
        phone.link("Settings").click();
        PushRequest request = realm.ask(ADA, AppRealm.signIn("Wiki", false));
        wake(request);
        notification(request);
        press(request, "deny");

        phone.page.waitForCondition(() -> realm.outcome(request) == Outcome.DENIED);
        assertThat(notification(request)).containsEntry("title", "Denied");
        assertThat(phone.heading("Settings")).isVisible();
    }

    /** What the platform does when somebody taps: the worker gets the event. */
    private static void press(PushRequest request, String action) {
        phone.inWorker(
                realm.app(),
                "(async () => { const [notification] = await registration.getNotifications({tag: '" + request.id()
                        + "'});"
                        + " dispatchEvent(new NotificationEvent('notificationclick', {notification, action: '" + action
                        + "'})); })()");
    }
}
