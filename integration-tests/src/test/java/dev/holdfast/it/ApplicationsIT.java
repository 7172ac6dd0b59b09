package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    @TempDir
    static Path folder;

    private static ApacheServer apache;
    private static Browser browser;
    private static Page page;

    @BeforeAll
    static void start(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        Requirement server = Requirement.apache();
        assumeTrue(server.isUsable(), server.absence());
        WireRealm realm = world.addRealm("applications", Map.of());
        apache = ApacheServer.start(
                world,
                realm,
                List.of(
                        ApacheApplication.oidc("wiki"),
                        ApacheApplication.oidc("quiet", "OIDCAuthRequestParams prompt=none"),
                        ApacheApplication.oidc("strict", "OIDCAuthRequestParams prompt=login"),
                        ApacheApplication.saml("payroll")));
        browser = Browser.builder(folder.resolve("browser")).start();
        page = browser.firstPage();
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
    }

    @Test
    @DisplayName(
            "G1 mod_auth_openidc signs a person in, and mod_auth_mellon the same person after it, unasked; the other way"
                    + " round too")
    void singleSignOn() {
        open("wiki");
        givePassword();
        assertThat(signedIn()).isEqualTo(USER);
        open("payroll");
        assertThat(signedIn()).isEqualTo(USER);

        forget();
        open("payroll");
        givePassword();
        assertThat(signedIn()).isEqualTo(USER);
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
        page.locator("h1:text-is('Unauthorized')").waitFor();
        assertThat(apache.log()).contains("status:NoPassive");

        open("wiki");
        givePassword();
        signedIn();
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
        open("payroll");
        givePassword();
        signedIn();
        open("strict");
        page.locator("#password").fill(USER);
        page.locator("#kc-login").click();
        assertThat(signedIn()).isEqualTo(USER);
        open("payroll");
        assertThat(signedIn()).isEqualTo(USER);
        open("wiki");
        assertThat(signedIn()).isEqualTo(USER);
    }

    private static void open(String application) {
        page.navigate(apache.address(application));
    }

    private static void openPassively(String application) {
        String address = apache.address(application);
        page.navigate(address + "mellon/login?IsPassive=true&ReturnTo=" + address);
    }

    /** Whom the application knows. */
    private static String signedIn() {
        String user = page.locator("#signed-in").textContent();
        page.waitForLoadState();
        return user;
    }

    private static void givePassword() {
        page.locator("#username").fill(USER);
        page.locator("#password").fill(USER);
        page.locator("#kc-login").click();
    }
}
