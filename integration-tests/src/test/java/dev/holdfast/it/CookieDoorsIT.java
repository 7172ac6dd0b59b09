package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("The doors that Keycloak opens to its SSO cookie, tried with the stolen cookie of a device session")
class CookieDoorsIT {
    private static WireRealm realm;

    private final World world;
    private WireRegistration registration;
    private Tab ownersTab;
    private Visitor owner;
    private Visitor thief;

    CookieDoorsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("doors", Map.of());
    }

    @BeforeEach
    void steal() {
        registration = world.registration(realm, TestRealms.ADA);
        ownersTab = world.signIn(registration);
        owner = ownersTab.visitor();
        thief = Visitor.withoutExtension(realm);
        owner.cookies().all().stream()
                .filter(cookie -> !cookie.name().equals("HOLDFAST_EXTENSION"))
                .forEach(thief.cookies()::copy);
    }

    @Test
    @DisplayName("A36 account console: its page holds nothing of the user, and its sign-in needs the device")
    void accountConsole() {
        App console = new App("account-console", realm.issuer() + "/account/");

        assertThat(thief.get(URI.create(console.redirectUri())).body())
                .doesNotContain(TestRealms.ADA + "@", "Lovelace");
        assertThat(thief.open(console).page().asksForPassword()).isTrue();
        Tab tab = owner.open(console);
        assertThat(tab.page().asksForProof()).isTrue();
        assertThat(tab.prove(registration).page().uri().getQuery()).contains("code=");
    }

    @Test
    @DisplayName("A36 admin console of the realm: its sign-in needs the device")
    void adminConsole() {
        App console = new App("security-admin-console", realm.origin() + "/admin/doors/console/");

        assertThat(thief.open(console).page().asksForPassword()).isTrue();
        assertThat(owner.open(console).page().asksForProof()).isTrue();
    }

    @Test
    @DisplayName("A36 an action that an application begins: it needs the device first")
    void applicationInitiatedAction() {
        Map<String, String> action = Map.of("kc_action", "UPDATE_PASSWORD");

        assertThat(thief.open(App.SHOP, action).page().asksForPassword()).isTrue();
        assertThat(owner.open(App.SHOP, action).page().asksForProof()).isTrue();
    }

    @Test
    @DisplayName("A36 the old link of accounts at a broker: shut, whatever its hash says")
    void accountLinking() {
        Page page = thief.get(URI.create(realm.issuer() + "/broker/any/link?client_id=" + App.SHOP.clientId()
                + "&redirect_uri=" + App.SHOP.redirectUri() + "&nonce=n&hash=h"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.leftFor()).isEmpty();
    }

    @Test
    @DisplayName("A36 the sign-out stays open: whoever has the cookie can end the session, and learns nothing by that")
    void signOut() {
        String refreshToken = ownersTab.tokens().refreshToken();
        Page page = thief.get(URI.create(realm.issuer() + "/protocol/openid-connect/logout"));
        assertThat(page.body()).contains("kc-logout").doesNotContain(TestRealms.ADA + "@");

        String code = found("name=\"session_code\" value=\"([^\"]+)\"", page);
        String action = found("action=\"([^\"]+logout-confirm[^\"]*)\"", page).replace("&amp;", "&");
        thief.post(page.uri().resolve(action), Map.of("session_code", code, "confirmLogout", "1"));

        assertThat(ownersTab.refresh(refreshToken).refusal()).isEqualTo("invalid_grant");
    }

    private static String found(String pattern, Page page) {
        Matcher matcher = Pattern.compile(pattern).matcher(page.body());
        assertThat(matcher.find()).as(page.toString()).isTrue();
        return matcher.group(1);
    }
}
