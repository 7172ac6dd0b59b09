package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.WireRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Chromium in front of applications of others: Apache's modules for OpenID Connect and for SAML. */
@ExtendWith(SharedServer.class)
class ApplicationsIT {
    private static final String USER = "ada";
    private static final String CODES_USER = "ada-codes";
    private static final String GUEST = "guest-of-home";
    private static final Path PICTURES = Path.of("target", "screenshots");

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static ApacheServer apache;
    private static Browser browser;
    private static Page page;

    private final World world;

    ApplicationsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void start(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        Requirement server = Requirement.apache();
        assumeTrue(server.isUsable(), server.absence());
        realm = world.addRealm("applications", Map.of());
        world.leaveSecondFactorsToPolicies(realm);
        keepRefusedRefreshes(world);
        HomeRealm.of(world, realm, "applications-home").addUser(GUEST);
        apache = ApacheServer.start(
                world,
                realm,
                List.of(
                        ApacheApplication.oidc("wiki"),
                        ApacheApplication.oidc("quiet", "OIDCAuthRequestParams prompt=none"),
                        ApacheApplication.oidc("strict", "OIDCAuthRequestParams prompt=login"),
                        ApacheApplication.oidc("guestbook", "OIDCAuthRequestParams kc_idp_hint=" + HomeRealm.ALIAS),
                        // Renews its token at each request, however long it would still serve.
                        ApacheApplication.oidc("reader", "OIDCRefreshAccessTokenBeforeExpiry 3600 logout_on_error"),
                        ApacheApplication.saml("payroll")));
        browser = Browser.builder(folder.resolve("browser")).start();
        page = browser.firstPage();
    }

    /** Keycloak keeps events of them on demand alone. */
    private static void keepRefusedRefreshes(World world) {
        String path = world.adminPath(realm) + "/events/config";
        ObjectNode config = (ObjectNode) world.admin().get(path);
        config.withArrayProperty("enabledEventTypes").add("REFRESH_TOKEN_ERROR");
        world.admin().put(path, config);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (apache != null) {
            apache.close();
        }
    }

    @BeforeEach
    void forget() {
        browser.context().clearCookies();
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName(
            "G1 mod_auth_openidc signs a person in, and mod_auth_mellon the same person after it, unasked; the other way"
                    + " round too")
    void singleSignOn() {
        signInTo("wiki", USER);
        open("payroll");
        assertThat(signedIn()).isEqualTo(USER);

        forget();
        signInTo("payroll", USER);
        open("wiki");
        assertThat(signedIn()).isEqualTo(USER);
    }

    @Test
    @DisplayName(
            "OpenID Connect Core §3.1.2.1 prompt=none, and SAML Core §3.4.1 IsPassive: who is not signed in is not asked,"
                    + " and the applications learn it; who is signed in is let in")
    void silentRequests() {
        open("quiet");
        assertThat(page.content()).contains("login_required");
        openPassively("payroll");
        awaitUnauthorized();
        assertThat(apache.log()).contains("status:NoPassive");

        signInTo("wiki", USER);
        open("quiet");
        assertThat(signedIn()).isEqualTo(USER);
        openPassively("payroll");
        assertThat(signedIn()).isEqualTo(USER);
    }

    @Test
    @DisplayName(
            "OpenID Connect Core §3.1.2.1 prompt=login: an application that asks for it has its user asked again, and the"
                    + " others stay open")
    void askedAgain() {
        signInTo("payroll", USER);
        open("strict");
        page.locator("#password").fill(USER);
        page.locator("#kc-login").click();
        assertThat(signedIn()).isEqualTo(USER);
        open("payroll");
        assertThat(signedIn()).isEqualTo(USER);
        open("wiki");
        assertThat(signedIn()).isEqualTo(USER);
    }

    @Test
    @DisplayName(
            "A51 C5 a denied application shows the policy's own words and link, by password and by single sign-on; both"
                    + " modules learn of it, and other applications open")
    void denied() {
        deny("wiki", "enforce");
        open("wiki");
        givePassword(USER);
        awaitDenial();
        page.locator("button[name='leave']").click();
        page.getByText("access_denied").first().waitFor();

        signInTo("payroll", USER);
        open("wiki");
        awaitDenial();

        forget();
        deny("payroll", "enforce");
        signInTo("wiki", USER);
        open("payroll");
        awaitDenial();
        picture("application-denied");
        page.locator("button[name='leave']").click();
        awaitUnauthorized();
    }

    @Test
    @DisplayName(
            "C9 C13 an application that requires a one-time code asks for it on single sign-on from one that does not,"
                    + " and silent requests learn that somebody must be asked")
    void stepUp() {
        OneTimePassword codes = OneTimePassword.of(world, realm, CODES_USER);
        world.addPolicy(realm, "Payroll needs a code", """
                {"name": "Payroll needs a code", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "payroll"}]},
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["TOTP"]}}}""");
        signInTo("wiki", CODES_USER);
        openPassively("payroll");
        awaitUnauthorized();
        open("payroll");
        page.locator("#otp").fill(codes.now());
        picture("application-code");
        page.locator("#kc-login").click();
        assertThat(signedIn()).isEqualTo(CODES_USER);
        open("wiki");
        assertThat(signedIn()).isEqualTo(CODES_USER);
        openPassively("payroll");
        assertThat(signedIn()).as("the factor was brought").isEqualTo(CODES_USER);
    }

    @Test
    @DisplayName(
            "C7 a policy in report mode lets the application open as before, and the event says what it would have done")
    void reported() {
        deny("wiki", "report");
        signInTo("wiki", USER);
        JsonNode details = world.events(realm, "LOGIN", "wiki").get(0).path("details");
        assertThat(details.path("access_decision").asText()).isEqualTo("allow");
        assertThat(details.path("access_policies").asText()).contains("\"name\":\"Closed\"", "\"mode\":\"report\"");
    }

    @Test
    @DisplayName(
            "A51 who comes by another identity provider passes the gate too, at the first sign-in and at later ones")
    void broker() {
        deny("guestbook", "enforce");
        open("guestbook");
        givePassword(GUEST);
        awaitDenial();
        open("guestbook");
        awaitDenial();

        world.forgetAccess(realm);
        open("guestbook");
        assertThat(signedIn()).isEqualTo(GUEST);
    }

    @Test
    @DisplayName("A51 an application that renews its token is refused it once a policy denies, and signs its user out")
    void refreshed() {
        signInTo("reader", USER);
        open("reader");
        assertThat(signedIn()).as("renewed").isEqualTo(USER);
        deny("reader", "enforce");
        open("reader");
        assertThat(page.locator("#signed-in").count()).isZero();
        // The module gave its tokens back, by which Keycloak ends the session.
        open("reader");
        givePassword(USER);
        awaitDenial();
        assertThat(world.events(realm, "REFRESH_TOKEN_ERROR", "reader")
                        .get(0)
                        .path("error")
                        .asText())
                .isEqualTo("access_denied_by_policy");
    }

    private void deny(String application, String mode) {
        world.addPolicy(realm, "Closed", """
                {"name": "Closed", "mode": "%s", "priority": 5, "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "%s"}]},
                 "effect": {"action": "deny", "custom_error_message": {
                   "message": "Closes at six.",
                   "primary_help": {"text": "Opening hours", "url": "https://help.example.com/hours"}}}}""".formatted(mode, application));
    }

    private static void awaitDenial() {
        assertThat(page.locator(".holdfast-own-words").textContent()).isEqualTo("Closes at six.");
        assertThat(page.locator(".holdfast-denied a[href='https://help.example.com/hours']")
                        .textContent())
                .isEqualTo("Opening hours");
        page.waitForLoadState();
    }

    private static void awaitUnauthorized() {
        page.locator("h1:text-is('Unauthorized')").waitFor();
    }

    private static void open(String application) {
        page.navigate(apache.address(application));
    }

    private static void openPassively(String application) {
        String address = apache.address(application);
        page.navigate(address + "mellon/login?IsPassive=true&ReturnTo=" + address);
    }

    private static void signInTo(String application, String user) {
        open(application);
        givePassword(user);
        assertThat(signedIn()).isEqualTo(user);
    }

    /** Whom the application knows. */
    private static String signedIn() {
        String user = page.locator("#signed-in").textContent();
        page.waitForLoadState();
        return user;
    }

    private static void givePassword(String user) {
        page.locator("#username").fill(user);
        page.locator("#password").fill(user);
        page.locator("#kc-login").click();
    }

    private static void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }
}
