package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.CookieJar;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
@DisplayName("A session that a device started stays on that device")
class DeviceSessionIT {
    private static final String NAME = "sessions";

    private static WireRealm realm;
    private static App wiki;
    private static App stock;

    private final World world;

    DeviceSessionIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm(NAME, Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
        stock = world.addApplication(realm, "stock", Map.of());
        world.bindToStockFlow(realm, "stock");
        allowOfflineTokens(world);
    }

    private static void allowOfflineTokens(World world) {
        String base = world.adminPath(realm);
        world.admin()
                .send(
                        "POST",
                        base + "/users/" + world.userId(realm, TestRealms.GRACE) + "/role-mappings/realm",
                        List.of(world.admin().get(base + "/roles/offline_access")));
    }

    @Test
    @DisplayName("G8 the next application opens by a proof, without a rotation, in the same session")
    void nextApplication() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab first = world.signIn(registration);
        String durt = registration.durt();

        Tab second = first.visitor().open(wiki);
        assertThat(second.page().asksForProof()).isTrue();
        assertThat(second.page().given("registration")).contains(registration.id());
        second.prove(registration);

        JsonNode before = first.tokens().access();
        JsonNode after = second.tokens().access();
        assertThat(after.path("sid")).isEqualTo(before.path("sid"));
        assertThat(after.path("auth_time")).isEqualTo(before.path("auth_time"));
        assertThat(after.path("device").path("id").asText())
                .isEqualTo(registration.agent().did());
        assertThat(registration.durt()).isEqualTo(durt);
        assertThat(world.deviceEvents(realm, "session_proven"))
                .anySatisfy(event -> assertThat(event.path("details")
                                .path("device_registration")
                                .asText())
                        .isEqualTo(registration.id()));
    }

    @Test
    @DisplayName("A36 the cookies copied to another browser open nothing: the normal sign-in comes, and names nobody")
    void copiedCookies() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();

        Tab withoutExtension = thief(owner, false).open(wiki);
        assertThat(withoutExtension.page().asksForPassword()).isTrue();
        assertThat(withoutExtension.page().body()).doesNotContain("value=\"" + TestRealms.ADA + "\"");

        Tab withHint = thief(owner, true).open(wiki);
        assertThat(withHint.page().asksForProof()).isTrue();
        assertThat(withHint.page().body()).doesNotContain(">" + TestRealms.ADA);
        withHint.post(Map.of("other", "1"));
        assertThat(withHint.page().asksForPassword()).isTrue();
        assertThat(withHint.isSignedIn()).isFalse();
    }

    @ParameterizedTest(name = "extension: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "A36 with prompt=none a copied cookie answers login_required, and so does the owner's without a window")
    void copiedCookiesSilently(boolean extension) {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();

        assertThat(thief(owner, extension).open(wiki, Map.of("prompt", "none")).error())
                .contains("login_required");
        assertThat(owner.open(wiki, Map.of("prompt", "none")).error()).contains("login_required");
    }

    @Test
    @DisplayName("A36 the proof of the thief's own device opens nothing of the victim's session")
    void foreignProof() {
        WireRegistration victim = world.registration(realm, TestRealms.ADA);
        WireRegistration attacker = world.registration(realm, TestRealms.GRACE);
        Tab stolen = thief(world.signIn(victim).visitor(), true).open(wiki);

        stolen.prove(attacker);

        assertThat(stolen.isSignedIn()).isFalse();
        assertThat(stolen.page().given("error")).contains("device_not_allowed");
    }

    @Test
    @DisplayName("A36 a proof made for the owner's tab is worth nothing in the thief's, though every cookie is copied")
    void proofOfAnotherTab() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        Tab ownersTab = owner.open(wiki);
        Tab thiefsTab = thief(owner, true).open(wiki);

        thiefsTab.dust(registration.proofFor(ownersTab.page().challenge()));

        assertThat(thiefsTab.isSignedIn()).isFalse();
        assertThat(thiefsTab.page().given("error")).contains("invalid_challenge");
    }

    @Test
    @DisplayName("A8 30 posts of one proof at the same instant open the session once")
    void proofTogether() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.signIn(registration).visitor().open(wiki);
        URI action = tab.page().action();
        String dust = registration.proofFor(tab.page().challenge());
        List<CookieJar.Cookie> cookies = tab.visitor().cookies().all();
        List<Callable<Page>> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Visitor copy = Visitor.withExtension(realm);
            cookies.forEach(copy.cookies()::copy);
            jobs.add(() -> copy.post(action, Map.of("dust", dust)));
        }

        List<Page> pages = Together.run(jobs);

        assertThat(pages.stream()
                        .filter(page -> page.leftFor()
                                .filter(uri -> uri.toString().contains("code="))
                                .isPresent()))
                .hasSizeLessThanOrEqualTo(1);
        Visitor again = Visitor.withExtension(realm);
        cookies.forEach(again.cookies()::copy);
        assertThat(again.post(action, Map.of("dust", dust)).leftFor()).isEmpty();
    }

    @Test
    @DisplayName("A57 the DUST of a sign-in is no proof, and a proof is no sign-in")
    void purposes() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab proof = world.signIn(registration).visitor().open(wiki);
        Tab login = world.devicePage(realm);
        assertThat(purposeOf(proof)).isEqualTo("reproof");
        assertThat(realm.send(registration.exchange(proof.page().challenge(), WireRegistration.newRid()))
                        .refusal())
                .isEqualTo("invalid_challenge");
        assertThat(realm.send(registration.proof(login.page().challenge())).refusal())
                .isEqualTo("invalid_challenge");
        String proofDust = registration.proofFor(proof.page().challenge());
        String loginDust = registration.dustFor(login.page().challenge());

        proof.dust(loginDust);
        login.dust(proofDust);

        assertThat(proof.isSignedIn()).isFalse();
        assertThat(login.isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("G8 with a window prompt=none works inside it, and asks for no proof; without it nothing has changed")
    void window() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        world.configure(NAME, "proofWindow", "600");
        try {
            Tab silent = owner.open(wiki, Map.of("prompt", "none"));
            assertThat(silent.isSignedIn()).isTrue();
            assertThat(silent.tokens().access().path("device").path("id").asText())
                    .isEqualTo(registration.agent().did());
        } finally {
            world.configure(NAME, "proofWindow", "0");
        }
        assertThat(owner.open(wiki, Map.of("prompt", "none")).error()).contains("login_required");
    }

    @Test
    @DisplayName("A session that no device started is let in as before, also silently")
    void stockSession() {
        Tab first = Visitor.withExtension(realm).open(App.SHOP);
        first.post(Map.of("other", "1"));
        first.password(TestRealms.ADA, TestRealms.ADA);

        assertThat(first.visitor().open(wiki).isSignedIn()).isTrue();
        assertThat(first.visitor().open(wiki, Map.of("prompt", "none")).isSignedIn())
                .isTrue();
    }

    @Test
    @DisplayName("G8 a session begun by the sign-in that set the device up belongs to the device as well")
    void setUpSession() {
        WireAgent agent = world.agent(realm);
        Tab tab = world.devicePage(realm);
        WireRegistration registration = setUp(tab, agent);
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().id().path("device").path("id").asText()).isEqualTo(agent.did());

        Tab next = tab.visitor().open(wiki);
        assertThat(next.page().asksForProof()).isTrue();
        assertThat(next.prove(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A36 after a revocation the session is over: cookie and refresh token are refused at once")
    void revoked() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.signIn(registration);
        String refreshToken = tab.tokens().refreshToken();
        assertThat(tab.refresh(refreshToken).granted().path("access_token").asText())
                .isNotEmpty();

        realm.send(registration.revoke("lost")).granted();

        Answer refused = tab.refresh(refreshToken);
        assertThat(refused.refusal()).isEqualTo("invalid_grant");
        Tab next = tab.visitor().open(wiki);
        assertThat(next.isSignedIn()).isFalse();
        assertThat(next.page().asksForProof()).isFalse();
    }

    @ParameterizedTest(name = "by revocation of the {0}")
    @ValueSource(strings = {"registration", "device"})
    @DisplayName("A36 an off-line token is refused after a revocation, though its user had signed out before")
    void offline(String what) {
        WireRegistration registration = world.registration(realm, TestRealms.GRACE);
        Tab tab = world.devicePage(realm, Map.of("scope", "openid offline_access"));
        tab.signIn(registration);
        Tab.Tokens tokens = tab.tokens();
        signOut(tab, tokens);
        assertThat(tab.refresh(tokens.refreshToken())
                        .granted()
                        .path("access_token")
                        .asText())
                .isNotEmpty();

        realm.send(what.equals("device") ? registration.agent().revokeDevice("lost") : registration.revoke("lost"))
                .granted();

        assertThat(tab.refresh(tokens.refreshToken()).refusal()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("A18 quarantine ends the session: refresh and cookie are refused")
    void quarantined() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        String old = registration.durt();
        Tab tab = world.signIn(registration);
        String refreshToken = tab.tokens().refreshToken();
        world.signIn(registration);
        registration.use(old);
        assertThat(realm.send(registration.exchange(world.challenge(realm), WireRegistration.newRid()))
                        .refusal())
                .isEqualTo("durt_reused");

        assertThat(tab.refresh(refreshToken).refusal()).isEqualTo("invalid_grant");
        assertThat(tab.visitor().open(wiki).isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("A61 prompt=login on a device session: the proof first, then the password, never the session alone")
    void promptLogin() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        Tab tab = owner.open(wiki, Map.of("prompt", "login"));
        assertThat(tab.page().asksForProof()).isTrue();

        tab.prove(registration);

        assertThat(tab.isSignedIn()).isFalse();
        assertThat(tab.page().asksForPassword()).isTrue();
        tab.post(Map.of("username", TestRealms.ADA, "password", TestRealms.ADA));
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().id().path("auth_time").asLong())
                .isGreaterThanOrEqualTo(registration.activeUntil() - 43_200);
    }

    @Test
    @DisplayName("A61 an exceeded max_age on a device session needs the user, however fresh the proof is")
    void maxAge() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        awaitNextSecond(registration.activeUntil() - 43_200);
        Tab tab = owner.open(wiki, Map.of("max_age", "0"));

        tab.prove(registration);

        assertThat(tab.isSignedIn()).isFalse();
        if (!tab.page().asksForPassword()) {
            // The device step may be next: its sign-in is no fresh one either.
            tab.signIn(registration);
            assertThat(tab.isSignedIn()).isFalse();
            assertThat(tab.page().given("error")).contains("user_verification_required");
        }
    }

    @Test
    @DisplayName("A36 a flow with Keycloak's own cookie step asks for the proof at its end")
    void stockCookieStep() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();

        Tab tab = owner.open(stock);
        assertThat(tab.page().asksForProof()).isTrue();
        assertThat(tab.prove(registration).isSignedIn()).isTrue();

        Tab stolen = thief(owner, true).open(stock);
        assertThat(stolen.isSignedIn()).isFalse();
        stolen.post(Map.of("cancel", "1"));
        assertThat(stolen.isSignedIn()).isFalse();
        assertThat(thief(owner, true).open(stock, Map.of("prompt", "none")).isSignedIn())
                .isFalse();
    }

    @Test
    @DisplayName("A36 naming the check at the end as the action of an application does not leave it out")
    void namedCheck() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        Map<String, String> named = Map.of("kc_action", "holdfast-device-check");

        Tab stolen = thief(owner, true).open(stock, named);
        assertThat(stolen.isSignedIn()).isFalse();
        stolen.post(Map.of("cancel-aia", "true"));
        assertThat(stolen.isSignedIn()).isFalse();
        Tab tab = owner.open(stock, named);
        assertThat(tab.page().asksForProof()).isTrue();
        assertThat(tab.prove(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A36 who has the cookie and the password as well gets a session of their own, without the device")
    void cookieAndPassword() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab owner = world.signIn(registration);
        String ownersToken = owner.tokens().refreshToken();

        Tab stolen = thief(owner.visitor(), false).open(wiki);
        stolen.password(TestRealms.ADA, TestRealms.ADA);

        assertThat(stolen.isSignedIn()).isTrue();
        assertThat(stolen.tokens().access().has("device")).isFalse();
        assertThat(owner.refresh(ownersToken).refusal()).isEqualTo("invalid_grant");
    }

    @Test
    @DisplayName("G10 an application's own session length stands in its refresh token, and a proof begins it anew")
    void sessionLength() {
        App bank = world.addApplication(realm, "bank", Map.of("holdfast.sessionSeconds", "90"));
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = Visitor.withExtension(realm).open(bank);
        tab.signIn(registration);
        Jws refresh = Jws.parse(tab.tokens().refreshToken());
        long lifetime = refresh.claims().path("exp").asLong()
                - refresh.claims().path("iat").asLong();

        assertThat(lifetime).isBetween(1L, 90L);
        awaitNextSecond(refresh.claims().path("iat").asLong());
        Jws renewed = Jws.parse(
                tab.refresh(refresh.compact()).granted().path("refresh_token").asText());
        assertThat(renewed.claims().path("exp")).isEqualTo(refresh.claims().path("exp"));
        Tab again = tab.visitor().open(bank);
        again.prove(registration);
        assertThat(Jws.parse(again.tokens().refreshToken()).claims().path("exp").asLong())
                .isGreaterThan(refresh.claims().path("exp").asLong());
    }

    private WireRegistration setUp(Tab tab, WireAgent agent) {
        tab.post(Map.of("register", "1"));
        tab.password(TestRealms.GRACE, TestRealms.GRACE);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        tab.post(Map.of("registration_nonce", binding.idTokenNonce()));
        WireRegistration registration =
                agent.register(binding, tab.page().given("id-token").orElseThrow());
        tab.post(Map.of("done", "1"));
        return registration;
    }

    private static void signOut(Tab tab, Tab.Tokens tokens) {
        tab.visitor()
                .get(URI.create(realm.issuer() + "/protocol/openid-connect/logout?id_token_hint="
                        + tokens.idToken().compact()));
    }

    /** Another browser with every cookie of the owner's but, unless it is given, the hint of an extension. */
    private static Visitor thief(Visitor owner, boolean extension) {
        Visitor thief = extension ? Visitor.withExtension(realm) : Visitor.withoutExtension(realm);
        owner.cookies().all().stream()
                .filter(cookie -> !cookie.name().equals("HOLDFAST_EXTENSION"))
                .forEach(thief.cookies()::copy);
        return thief;
    }

    private static String purposeOf(Tab tab) {
        return Jws.parse(tab.page().challenge()).claims().path("purpose").asText();
    }

    /** Spends the rest of a second, and the next one. */
    private static void awaitNextSecond(long second) {
        while (System.currentTimeMillis() / 1_000 <= second + 1) {
            Thread.onSpinWait();
        }
    }
}
