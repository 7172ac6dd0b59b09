package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.holdfast.harness.Browser;
import dev.holdfast.harness.Requirement;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
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

/** Somebody who has a phone, codes and a security key, in a real Chromium in front of policies that want one of them. */
@ExtendWith(SharedServer.class)
@DisplayName("The factors that a policy demands")
class AccessFactorsIT {
    private static final String REALM = "access-factors";
    private static final String USER = "many-factors";
    private static final String WIKI = Person.CLIENT_ID;
    private static final String VAULT = "vault";
    private static final String KEY_BUTTON = "#authenticateWebAuthnButton";
    private static final String ANOTHER_WAY = "#try-another-way";
    private static final String VERIFICATION = "webAuthnPolicyUserVerificationRequirement";

    @TempDir
    static Path folder;

    private static WireRealm realm;
    private static WirePhone phone;
    private static Person person;
    private static Page page;
    private static VirtualAuthenticator key;

    private final World world;

    AccessFactorsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void haveThreeFactors(World world) {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());
        realm = world.addRealm(REALM, Map.of());
        world.leaveSecondFactorsToPolicies(realm);
        world.admin()
                .create(
                        world.adminPath(realm) + "/clients",
                        Map.of(
                                "clientId",
                                VAULT,
                                "publicClient",
                                true,
                                "redirectUris",
                                List.of(Person.APPLICATION + "*")));
        OneTimePassword.of(world, realm, USER);
        phone = PushPages.phone(world, realm, USER);
        person = new Person(Browser.builder(folder.resolve("profile")).start());
        page = person.page();
        key = VirtualAuthenticator.in(page);
        open(WIKI, "&kc_action=webauthn-register");
        person.givePassword(USER);
        useKey("#registerWebAuthn");
        person.awaitSignedIn();
    }

    @AfterAll
    static void closeBrowser() {
        if (person != null) {
            person.close();
        }
    }

    @BeforeEach
    void forget() {
        page.context().clearCookies();
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName(
            "C5 C13 where the phone is demanded it is asked and nothing else that its owner has; who approved on it"
                    + " opens the next application unasked")
    void phone() {
        demand("PUSH", "none");
        open(WIKI, "");
        person.givePassword(USER);
        String number = page.locator("#holdfast-number").textContent();
        assertThat(page.locator(ANOTHER_WAY).count()).isZero();
        assertThat(page.locator("#otp, " + KEY_BUTTON).count()).isZero();
        person.picture("policy-demands-phone");
        phone.approve(number).granted();
        person.awaitSignedIn();
        assertThat(factorsAt(WIKI)).isEqualTo("PASSWORD,PUSH");

        goOnTo(VAULT);
        person.awaitSignedIn();
        assertThat(phone.requests()).isEmpty();
        assertThat(factorsAt(VAULT)).isEqualTo("PASSWORD,PUSH");
    }

    @Test
    @DisplayName(
            "C13 another way leads to exactly the factors that the policy names, and the step of a third one cannot be"
                    + " chosen by hand")
    void anotherWay() {
        demand("PUSH\", \"TOTP", "none");
        open(WIKI, "");
        person.givePassword(USER);
        page.locator(ANOTHER_WAY).click();
        Locator offered = page.locator("#kc-select-credential-form + div h2");
        offered.first().waitFor();
        assertThat(offered.allTextContents().stream().map(String::strip))
                .containsExactlyInAnyOrder("Approve on your phone", "Authenticator Application");
        person.picture("policy-demands-one-of-two");
        page.getByText("Approve on your phone").click();
        phone.approve(page.locator("#holdfast-number").textContent()).granted();
        person.awaitSignedIn();
        assertThat(factorsAt(WIKI)).isEqualTo("PASSWORD,PUSH");

        Tab tab = Visitor.withoutExtension(realm).open(App.SHOP);
        tab.password(USER, USER);
        tab.stock(Map.of("authenticationExecution", stepOf("webauthn-authenticator")));
        assertThat(tab.page().body()).doesNotContain("authenticateWebAuthnButton");
        assertThat(tab.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName(
            "C5 C13 where a security key is demanded it alone is asked; verified users are let in by one that the realm"
                    + " takes from verified users only, and by the right person's finger")
    void securityKey() {
        demand("WEBAUTHN", "none");
        open(WIKI, "");
        person.givePassword(USER);
        page.locator(KEY_BUTTON).waitFor();
        assertThat(page.locator(ANOTHER_WAY).count()).isZero();
        useKey(KEY_BUTTON);
        person.awaitSignedIn();
        assertThat(factorsAt(WIKI)).isEqualTo("PASSWORD,WEBAUTHN");

        forget();
        demand("WEBAUTHN", "required");
        open(WIKI, "");
        person.givePassword(USER);
        page.locator(".holdfast-denied[data-reason='no_factor']").waitFor();
        person.picture("policy-demands-verification");

        verification("required");
        try {
            page.context().clearCookies();
            key.recognizes(false);
            open(WIKI, "");
            person.givePassword(USER);
            useKey(KEY_BUTTON);
            page.locator("#kc-try-again").waitFor();
            key.recognizes(true);
            page.locator("#kc-try-again").click();
            useKey(KEY_BUTTON);
            person.awaitSignedIn();
            assertThat(factorsAt(WIKI)).isEqualTo("PASSWORD,WEBAUTHN");
        } finally {
            key.recognizes(true);
            verification("not specified");
        }
    }

    private void demand(String factors, String userVerification) {
        world.addPolicy(realm, "Demanded", """
                {"name": "Demanded", "type": "application",
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["%s"],
                   "userVerification": {"requirement": "%s"}}}}""".formatted(factors, userVerification));
    }

    /** What the realm's WebAuthn policy demands of its second factors. */
    private void verification(String requirement) {
        String path = world.adminPath(realm);
        world.admin().put(path, ((ObjectNode) world.admin().get(path)).put(VERIFICATION, requirement));
    }

    private String factorsAt(String application) {
        return world.events(realm, "LOGIN", application)
                .get(0)
                .path("details")
                .path("access_factors")
                .asText();
    }

    private String stepOf(String authenticator) {
        String flow = world.adminPath(realm) + "/authentication/flows/Holdfast%20second%20factor/executions";
        for (JsonNode step : world.admin().get(flow)) {
            if (step.path("providerId").asText().equals(authenticator)) {
                return step.path("id").asText();
            }
        }
        throw new AssertionError("no step " + authenticator);
    }

    private static void open(String application, String parameters) {
        page.navigate(realm.issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                + application + "&redirect_uri=" + Person.APPLICATION + parameters);
    }

    /** Goes from an application's page to the next one, by a form (OpenID Connect Core §3.1.2.1). */
    private static void goOnTo(String application) {
        page.evaluate(
                """
                ([action, parameters]) => {
                  const form = document.createElement('form');
                  form.method = 'post';
                  form.action = action;
                  for (const [name, value] of Object.entries(parameters)) {
                    const field = document.createElement('input');
                    field.name = name;
                    field.value = value;
                    form.append(field);
                  }
                  document.body.replaceChildren(form);
                  form.submit();
                }""",
                List.of(
                        realm.issuer() + "/protocol/openid-connect/auth",
                        Map.of(
                                "response_type",
                                "code",
                                "scope",
                                "openid",
                                "client_id",
                                application,
                                "redirect_uri",
                                Person.APPLICATION)));
    }

    /** Presses a button whose script speaks to the authenticator, once that script is there. */
    private static void useKey(String button) {
        page.locator(button).waitFor();
        page.waitForLoadState();
        page.locator(button).click();
    }
}
