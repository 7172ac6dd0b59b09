package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.CookieJar;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedServer.class)
@DisplayName("Attacks on the sign-in page")
class SignInAttacksIT {
    private final World world;
    private final WireRealm realm;

    SignInAttacksIT(World world) {
        this.world = world;
        this.realm = world.acme();
    }

    /** Twenty origins that look like the realm's own. */
    static Stream<String> foreignOrigins(int port) {
        return Stream.of(
                "http://localhost.evil.example:" + port,
                "http://evil.example:" + port,
                "http://evil.example",
                "http://sub.localhost:" + port,
                "http://127.0.0.1:" + port,
                "http://[::1]:" + port,
                "https://localhost:" + port,
                "http://localhost",
                "http://localhost:" + (port + 1),
                "http://localhost:80" + port,
                "http://localhost:" + port + "/",
                "http://localhost:" + port + "/realms/acme",
                "http://localhost:" + port + "@evil.example",
                "http://user@localhost:" + port,
                "http://localhost.:" + port,
                "http://xn--lcalhost-n6d:" + port,
                "http://l\u043ecalhost:" + port,
                "http://LOCALHOST:" + port + "?",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                "null");
    }

    @Test
    @DisplayName(
            "A1, A3 exchange: an origin other than challenge and trusted gives no DUST and an event; 20 look-alikes")
    void exchangeOfAnotherOrigin() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        String challenge = world.challenge(realm);
        foreignOrigins(realm.issuer().getPort()).forEach(origin -> {
            Answer answer =
                    realm.send(registration.exchange(challenge, newRid()).with("origin", origin));
            assertThat(answer.refusal()).as(origin).isEqualTo("origin_mismatch");
            assertThat(answer.status()).as(origin).isEqualTo(403);
        });
        assertThat(world.deviceEvents(realm, "exchange_refused"))
                .anySatisfy(event -> assertThat(event.path("error").asText()).isEqualTo("origin_mismatch"));
        assertThat(world.signIn(registration).isSignedIn())
                .as("state unchanged")
                .isTrue();
    }

    @Test
    @DisplayName("A1, A3 login: a DUST posted from a page of another origin, or of none, is refused; 20 look-alikes")
    void dustFromAnotherOrigin() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        List<Optional<String>> origins =
                new ArrayList<>(foreignOrigins(realm.issuer().getPort())
                        .filter(origin -> origin.chars().allMatch(c -> c < 128))
                        .map(Optional::of)
                        .toList());
        origins.add(Optional.empty());
        for (Optional<String> origin : origins) {
            Tab tab = world.devicePage(realm);
            String dust = registration.dustFor(tab.page().challenge());
            Page page = tab.visitor().post(tab.page().action(), Map.of("dust", dust), origin);
            assertThat(page.leftFor()).as("%s", origin).isEmpty();
            assertThat(page.given("error")).as("%s", origin).contains("origin_mismatch");
        }
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A6 login CSRF: the attacker's DUST in the victim's browser signs nobody in")
    void loginCsrf() {
        WireRegistration attackers = world.registration(realm, TestRealms.GRACE);
        Tab attacker = world.devicePage(realm);
        String dust = attackers.dustFor(attacker.page().challenge());
        Tab victim = world.devicePage(realm);

        victim.dust(dust);

        assertThat(victim.isSignedIn()).isFalse();
        assertThat(victim.page().given("error")).contains("invalid_challenge");
        Page noSession = victim.visitor().post(attacker.page().action(), Map.of("dust", dust));
        assertThat(noSession.leftFor()).isEmpty();
    }

    @Test
    @DisplayName("A6 a DUST serves in the browser tab whose challenge it answers, not in another tab beside it")
    void anotherTab() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Visitor visitor = Visitor.withExtension(realm);
        Tab first = visitor.open(App.SHOP);
        Tab second = visitor.open(App.SHOP);
        String dust = registration.dustFor(first.page().challenge());

        second.dust(dust);
        assertThat(second.isSignedIn()).isFalse();
        first.dust(dust);
        assertThat(first.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A7 session fixation: planting the attacker's session in the victim's browser opens nothing")
    void sessionFixation() {
        WireRegistration victims = world.registration(realm, TestRealms.ADA);
        Tab attacker = world.devicePage(realm);
        String dust = victims.dustFor(attacker.page().challenge());
        Visitor victim = Visitor.withExtension(realm);
        attacker.visitor().cookies().all().stream()
                .filter(cookie -> !cookie.name().startsWith("__Host-hf-"))
                .forEach(victim.cookies()::copy);

        Page page = victim.post(attacker.page().action(), Map.of("dust", dust));

        assertThat(page.leftFor()).isEmpty();
        assertThat(page.given("error")).contains("invalid_challenge");
    }

    @Test
    @DisplayName("A7 a verifier cookie of another value than the challenge's is refused")
    void plantedVerifier() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        String dust = registration.dustFor(tab.page().challenge());
        CookieJar.Cookie verifier =
                tab.visitor().cookies().startingWith("__Host-hf-").get(0);
        tab.visitor().cookies().plant(verifier.name(), "A".repeat(43), "/");

        tab.dust(dust);

        assertThat(tab.isSignedIn()).isFalse();
        assertThat(tab.page().given("error")).contains("invalid_challenge");
    }

    @Test
    @DisplayName("A8 a DUST is accepted once: posted again in the same tab it opens nothing")
    void dustTwice() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        URI action = tab.page().action();
        List<CookieJar.Cookie> cookies = tab.visitor().cookies().all();
        String dust = registration.dustFor(tab.page().challenge());
        tab.dust(dust);
        assertThat(tab.isSignedIn()).isTrue();

        Visitor again = Visitor.withExtension(realm);
        cookies.forEach(again.cookies()::copy);
        assertThat(again.post(action, Map.of("dust", dust)).leftFor()).isEmpty();
        assertThat(signInsOf(registration)).isEqualTo(1);
    }

    @Test
    @DisplayName("A8 30 posts of one DUST at the same instant: one sign-in")
    void dustTogether() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        URI action = tab.page().action();
        List<CookieJar.Cookie> cookies = tab.visitor().cookies().all();
        String dust = registration.dustFor(tab.page().challenge());
        List<Callable<Page>> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Visitor copy = Visitor.withExtension(realm);
            cookies.forEach(copy.cookies()::copy);
            jobs.add(() -> copy.post(action, Map.of("dust", dust)));
        }
        List<Page> pages = Together.run(jobs);

        assertThat(signInsOf(registration)).isEqualTo(1);
        assertThat(pages.stream()
                        .filter(page -> page.leftFor()
                                .filter(uri -> uri.toString().contains("code="))
                                .isPresent()))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A43 at a renewal the DUST's user must be the one who signed in")
    void anothersRenewal() {
        WireRegistration adas = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        tab.post(Map.of("renew", "1"));
        tab.password(TestRealms.GRACE, TestRealms.GRACE);
        assertThat(purposeOf(tab)).isEqualTo("renewal");

        tab.dust(adas.dustFor(tab.page().challenge()));

        assertThat(tab.isSignedIn()).isFalse();
        assertThat(tab.page().given("error")).contains("device_not_allowed");
        assertThat(world.deviceEvents(realm, "device_renewed"))
                .noneSatisfy(event -> assertThat(event.path("details")
                                .path("device_registration")
                                .asText())
                        .isEqualTo(adas.id()));
    }

    @Test
    @DisplayName("§8 a renewal is accepted from the user who signed in, and stands in the event store")
    void renewal() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        tab.post(Map.of("renew", "1"));
        tab.password(TestRealms.ADA, TestRealms.ADA);
        tab.dust(registration.dustFor(tab.page().challenge()));

        assertThat(tab.isSignedIn()).isTrue();
        assertThat(world.deviceEvents(realm, "device_renewed"))
                .anySatisfy(event -> assertThat(event.path("details")
                                .path("device_registration")
                                .asText())
                        .isEqualTo(registration.id()));
        JsonNode answer = realm.send(registration.exchange(world.challenge(realm), newRid()))
                .granted();
        assertThat(answer.path("active_until").asLong()).isGreaterThanOrEqualTo(registration.activeUntil());
    }

    @Test
    @DisplayName("A57 a DUST for a renewal is no login, and a DUST for a login is no renewal")
    void purposes() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab login = world.devicePage(realm);
        Tab renewal = world.devicePage(realm);
        String loginDust = registration.dustFor(login.page().challenge());
        renewal.post(Map.of("renew", "1"));
        renewal.password(TestRealms.ADA, TestRealms.ADA);
        String renewalDust = registration.dustFor(renewal.page().challenge());
        assertThat(Jws.parse(loginDust).claims().path("purpose").asText()).isEqualTo("login");
        assertThat(Jws.parse(renewalDust).claims().path("purpose").asText()).isEqualTo("renewal");

        login.dust(renewalDust);
        renewal.dust(loginDust);

        assertThat(login.isSignedIn()).isFalse();
        assertThat(renewal.isSignedIn()).isFalse();
        for (String step : List.of("device_sign_in_refused", "device_renewal_refused")) {
            assertThat(world.deviceEvents(realm, step))
                    .anySatisfy(event -> assertThat(
                                    event.path("details").path("failed_check").asText())
                            .isEqualTo("DUST for another purpose"));
        }
    }

    @Test
    @DisplayName("A57 a challenge for a registration gives no DUST")
    void registrationChallenge() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = world.devicePage(realm);
        tab.post(Map.of("register", "1"));
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(purposeOf(tab)).isEqualTo("registration");

        assertThat(realm.send(registration.exchange(tab.page().challenge(), newRid()))
                        .refusal())
                .isEqualTo("invalid_challenge");
    }

    @Test
    @DisplayName("A45 the device page: strict CSP, no inline script, not framed, not stored, HttpOnly Strict cookie")
    void pageIsClosed() {
        Tab tab = world.devicePage(realm);
        Page page = tab.page();

        Matcher policy = Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page.body());
        assertThat(policy.find()).isTrue();
        assertThat(policy.group(1))
                .contains("default-src 'none'", "script-src 'self'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body().indexOf("Content-Security-Policy"))
                .isLessThan(page.body().indexOf("<script"));
        assertThat(Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>")
                        .matcher(page.body())
                        .find())
                .as("inline script")
                .isFalse();
        assertThat(Pattern.compile("<[^>]+\\son[a-z]+\\s*=")
                        .matcher(page.body())
                        .find())
                .as("inline handler")
                .isFalse();
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors 'self'");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("SAMEORIGIN");
        assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(page.body()).contains("<meta name=\"referrer\" content=\"same-origin\">");
        assertThat(tab.visitor().cookies().startingWith("__Host-hf-"))
                .singleElement()
                .satisfies(cookie -> {
                    assertThat(cookie.path()).isEqualTo("/");
                    assertThat(cookie.attributes())
                            .contains("secure", "httponly", "samesite=strict")
                            .noneMatch(attribute -> attribute.startsWith("domain="));
                });
        String txn = Jws.parse(page.challenge()).claims().path("txn").asText();
        CookieJar.Cookie verifier =
                tab.visitor().cookies().startingWith("__Host-hf-").get(0);
        assertThat(verifier.name()).isEqualTo("__Host-hf-" + txn);
        assertThat(page.body()).doesNotContain(verifier.value());
    }

    @Test
    @DisplayName("A61 prompt=login shows the stock page: a device is no fresh authentication")
    void promptLogin() {
        Tab tab = Visitor.withExtension(realm).open(App.SHOP, Map.of("prompt", "login"));

        assertThat(tab.page().isDevicePage()).isFalse();
        assertThat(tab.page().asksForPassword()).isTrue();
    }

    @Test
    @DisplayName("A61 prompt=none answers login_required without a session")
    void promptNone() {
        Tab tab = Visitor.withExtension(realm).open(App.SHOP, Map.of("prompt", "none"));

        assertThat(tab.page().leftFor().orElseThrow().toString()).contains("error=login_required");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noDusts")
    @DisplayName("A13 what is no DUST signs nobody in, and the page goes on")
    void noDust(String name, String dust) {
        Tab tab = world.devicePage(realm);
        tab.dust(dust.isEmpty() ? tab.page().challenge() : dust);

        assertThat(tab.page().status()).as(name).isBetween(200, 499);
        assertThat(tab.isSignedIn()).isFalse();
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        if (tab.page().isDevicePage()) {
            assertThat(tab.signIn(registration).isSignedIn()).isTrue();
        }
    }

    static Stream<Arguments> noDusts() {
        return Stream.of(
                Arguments.of("the page's own challenge", ""),
                Arguments.of("no JWS", "x"),
                Arguments.of("dots", "..."),
                Arguments.of(
                        "a self-made DUST",
                        Jws.sign("{\"alg\":\"ES256\",\"typ\":\"holdfast-dust+jwt\"}", "{}", WireKey.es256())),
                Arguments.of("NUL", "\0"),
                Arguments.of("long", "a".repeat(60_000)));
    }

    private static String purposeOf(Tab tab) {
        return Jws.parse(tab.page().challenge()).claims().path("purpose").asText();
    }

    private long signInsOf(WireRegistration registration) {
        return world.deviceEvents(realm, "device_sign_in").stream()
                .map(event -> event.path("details").path("device_registration").asText())
                .filter(registration.id()::equals)
                .count();
    }
}
