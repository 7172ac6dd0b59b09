package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Push over the wire: real pages, and a phone that knows the protocol page alone. */
@ExtendWith(SharedServer.class)
class PushIT {
    private static final String REALM = "pushing";

    private static WireRealm realm;
    private static App wiki;

    private final World world;

    PushIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm(REALM, Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
    }

    /** A new user, whose password is the name, with limits of their own. */
    private String user(String name) {
        world.addUser(realm, name);
        return name;
    }

    private WirePhone phone(String user) {
        return PushPages.phone(world, realm, user);
    }

    private static String number(Tab tab) {
        return PushPages.number(tab.page()).orElseThrow(() -> new AssertionError("no number: " + tab.page()));
    }

    private static boolean isAsked(Tab tab) {
        return PushPages.number(tab.page()).isPresent();
    }

    private List<JsonNode> events(String step) {
        return StreamSupport.stream(
                        world.admin()
                                .get(world.adminPath(realm) + "/events?max=1000")
                                .spliterator(),
                        false)
                .filter(event ->
                        event.path("details").path("push_event").asText().equals(step))
                .toList();
    }

    @Test
    @DisplayName("P1 P2 P4 P6 a phone is set up, is told what it is asked, and lets its owner in by the number")
    void approved() {
        String user = user("approver");
        WirePhone phone = phone(user);
        Tab tab = PushPages.asked(realm, user);

        Jws request = phone.request();
        assertThat(request.claims().path("account").asText()).isEqualTo(user);
        assertThat(request.claims().path("client_id").asText()).isEqualTo(App.SHOP.clientId());
        assertThat(request.claims().path("purpose").asText()).isEqualTo("login");
        assertThat(request.claims().path("ip").asText()).isNotEmpty();
        assertThat(request.claims().path("known_browser").asBoolean()).isFalse();
        assertThat(request.claims().path("number_matching").asBoolean()).isTrue();
        assertThat(request.claims().path("exp").asLong()
                        - request.claims().path("iat").asLong())
                .isEqualTo(60);
        // Times and ids have digits too, and may have these.
        assertThat(request.claims().findValuesAsText("number")).isEmpty();
        assertThat(request.claims()).noneMatch(claim -> claim.asText().equals(number(tab)));

        tab.stock(Map.of("check", "1"));
        assertThat(isAsked(tab)).as("nothing was answered yet").isTrue();
        assertThat(phone.answer(request, "approve", number(tab))
                        .granted()
                        .path("outcome")
                        .asText())
                .isEqualTo("approved");
        tab.stock(Map.of("check", "1"));
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(tab.tokens().id().path("preferred_username").asText()).isEqualTo(user);
    }

    @Test
    @DisplayName(
            "RFC 8176 P9 amr says mfa after a push, where an application asks Keycloak for it, and not without one")
    void methods() {
        App told = world.addApplication(realm, "told", Map.of());
        String clients = world.adminPath(realm) + "/clients";
        world.admin()
                .create(
                        clients + "/"
                                + world.admin()
                                        .get(clients + "?clientId=told")
                                        .path(0)
                                        .path("id")
                                        .asText()
                                + "/protocol-mappers/models",
                        Map.of(
                                "name", "amr",
                                "protocol", "openid-connect",
                                "protocolMapper", "oidc-amr-mapper",
                                "config", Map.of("id.token.claim", "true", "access.token.claim", "true")));
        String user = user("told");
        WirePhone phone = phone(user);
        Tab tab = PushPages.asked(Visitor.withoutExtension(realm), told, user);
        phone.approve(number(tab)).granted();
        tab.stock(Map.of("check", "1"));
        Tab.Tokens tokens = tab.tokens();
        assertThat(tokens.id().path("amr")).map(JsonNode::asText).containsExactly("mfa");
        assertThat(tokens.access().path("amr")).map(JsonNode::asText).containsExactly("mfa");

        String other = user("untold");
        assertThat(PushPages.asked(Visitor.withoutExtension(realm), told, other)
                        .tokens()
                        .id()
                        .path("amr"))
                .isEmpty();
    }

    @Test
    @DisplayName("A40 a wrong number ends the request: the right one comes too late, and the page says so")
    void wrongNumber() {
        String user = user("guesser");
        WirePhone phone = phone(user);
        Tab tab = PushPages.asked(realm, user);
        Jws request = phone.request();
        String right = number(tab);

        assertThat(phone.answer(request, "approve", right.equals("11") ? "12" : "11")
                        .refusal())
                .isEqualTo("number_mismatch");
        assertThat(phone.answer(request, "approve", right).refusal()).isEqualTo("already_answered");
        tab.stock(Map.of("check", "1"));
        assertThat(tab.isSignedIn()).isFalse();
        assertThat(isAsked(tab)).isFalse();
        tab.stock(Map.of("again", "1"));
        assertThat(phone.approve(number(tab)).isGranted()).isTrue();
        tab.stock(Map.of("check", "1"));
        assertThat(tab.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A38 twenty sign-ins at once ask the phone once; each other one is told why, and an event tells of it")
    void bombing() {
        String user = user("bombed");
        WirePhone phone = phone(user);
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attempts.add(() -> isAsked(PushPages.asked(realm, user)));
        }

        assertThat(Together.run(attempts).stream().filter(Boolean::booleanValue))
                .hasSize(1);
        assertThat(phone.requests()).hasSize(1);
        assertThat(events("push_mfa_attempt_failed"))
                .filteredOn(event -> event.path("userId").asText().equals(world.userId(realm, user)))
                .hasSize(19)
                .allSatisfy(
                        event -> assertThat(event.path("details").path("reason").asText())
                                .isEqualTo("too many concurrent push requests"));
    }

    @Test
    @DisplayName("A38 P14 whoever is bombed signs in by a code all the same, with scripts or without")
    void otherFactor() {
        String user = "coded";
        OneTimePassword codes = OneTimePassword.of(world, realm, user);
        Tab setUp = PushPages.setUpPage(realm, user);
        setUp.stock(Map.of("otp", codes.now()));
        WirePhone phone = WirePhone.unboxed(realm)
                .enrol(PushPages.typedCode(setUp.page()).orElseThrow(() -> new AssertionError(setUp.page())));
        setUp.stock(Map.of("confirm_code", phone.confirmCode()));
        assertThat(setUp.isSignedIn()).isTrue();

        List<Tab> stranger = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Tab tab = PushPages.asked(realm, user);
            tab.stock(Map.of("tryAnotherWay", "on"));
            tab.stock(Map.of("authenticationExecution", PushPages.factor(tab.page(), "Approve on your phone")));
            stranger.add(tab);
        }
        Tab bombed = stranger.get(2);
        assertThat(isAsked(stranger.get(0))).isTrue();
        assertThat(isAsked(bombed)).isFalse();
        assertThat(bombed.page().body()).contains("id=\"try-another-way\"").contains("<noscript>");

        bombed.stock(Map.of("authenticationExecution", PushPages.factor(bombed.page(), "Authenticator Application")));
        bombed.stock(Map.of("otp", codes.now()));
        assertThat(bombed.isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A39 an approval lets in the tab that asked, once, and no other tab of the same user")
    void anotherTab() {
        String user = user("tabs");
        WirePhone phone = phone(user);
        Tab shop = PushPages.asked(realm, user);
        Jws shopRequest = phone.request();
        Tab other = PushPages.asked(Visitor.withoutExtension(realm), wiki, user);

        assertThat(phone.answer(shopRequest, "approve", number(shop)).isGranted())
                .isTrue();
        other.stock(Map.of("check", "1"));
        assertThat(other.isSignedIn()).isFalse();
        assertThat(isAsked(other)).isTrue();
        shop.stock(Map.of("check", "1"));
        assertThat(shop.isSignedIn()).isTrue();
        assertThat(PushPages.asked(realm, user).isSignedIn()).isFalse();
    }

    @Test
    @DisplayName("A39 another user's phone sees and answers nothing of it")
    void anotherPhone() {
        String user = user("victim");
        phone(user);
        WirePhone thief = phone(user("thief"));
        Tab tab = PushPages.asked(realm, user);

        assertThat(thief.requests()).isEmpty();
        tab.stock(Map.of("check", "1"));
        assertThat(isAsked(tab)).isTrue();
    }

    @Test
    @DisplayName("A59 denials and a report shut out unknown browsers; the browser that the owner knows goes on")
    void denials() {
        String user = user("owner");
        WirePhone phone = phone(user);
        Visitor known = PushPages.knownBrowser(realm, user, phone);
        Tab attacker = PushPages.asked(realm, user);
        assertThat(phone.report().granted().path("outcome").asText()).isEqualTo("reported");
        attacker.stock(Map.of("check", "1"));
        assertThat(attacker.isSignedIn()).isFalse();

        assertThat(isAsked(PushPages.asked(realm, user))).as("unknown browser").isFalse();
        Tab owner = PushPages.asked(known, App.SHOP, user);
        assertThat(phone.request().claims().path("known_browser").asBoolean()).isTrue();
        assertThat(phone.approve(number(owner)).isGranted()).isTrue();
        owner.stock(Map.of("check", "1"));
        assertThat(owner.isSignedIn()).as("the reported password must go first").isFalse();
        owner.stock(Map.of("password-new", "another", "password-confirm", "another"));
        assertThat(owner.isSignedIn()).isTrue();
        assertThat(events("push_answered"))
                .anyMatch(event -> event.path("error").asText().equals("push_reported"));
    }

    @Test
    @DisplayName("P9 who denies a further sign-in in a browser ends the session that stood there")
    void deniedStepUp() {
        String user = user("stepper");
        WirePhone phone = phone(user);
        Visitor browser = PushPages.knownBrowser(realm, user, phone);
        assertThat(browser.open(App.SHOP).isSignedIn()).isTrue();
        Tab further = PushPages.asked(browser, App.SHOP, user);

        assertThat(phone.request().claims().path("purpose").asText()).isEqualTo("step_up");
        assertThat(phone.deny().isGranted()).isTrue();
        further.stock(Map.of("check", "1"));
        assertThat(further.isSignedIn()).isFalse();
        assertThat(browser.open(App.SHOP).page().asksForPassword()).isTrue();
    }

    @Test
    @DisplayName("A60 a password alone gets no QR code; an administrator's consent does")
    void passwordAlone() {
        String user = user("newcomer");
        Tab tab = PushPages.setUpPage(realm, user);

        assertThat(PushPages.typedCode(tab.page())).isEmpty();
        tab.stock(Map.of("again", "1"));
        assertThat(PushPages.typedCode(tab.page())).isEmpty();
        tab.stock(Map.of("confirm_code", "000000"));
        assertThat(PushPages.typedCode(tab.page())).isEmpty();
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", user));
        tab.stock(Map.of("again", "1"));
        assertThat(PushPages.typedCode(tab.page())).isPresent();
    }

    @Test
    @DisplayName(
            "P10 a second phone is refused until the first is removed by an administrator, whose removal it is told of")
    void onePhone() {
        String user = user("mover");
        WirePhone first = phone(user);
        Tab tab = PushPages.asked(Visitor.withoutExtension(realm), App.SHOP, user);
        assertThat(first.approve(number(tab)).isGranted()).isTrue();
        tab.stock(Map.of("check", "1"));
        Tab again = tab.visitor().open(App.SHOP, Map.of("kc_action", "holdfast-enrol-phone"));
        assertThat(PushPages.typedCode(again.page())).isEmpty();

        world.admin().delete(world.adminPath(realm) + "/holdfast/push/phones/" + first.id());
        assertThat(first.fetch().refusal()).isEqualTo("phone_revoked");
        again.stock(Map.of("again", "1"));
        // The administrator's consent was used up by the first phone; the sign-in with that phone is evidence enough.
        String code = PushPages.typedCode(again.page()).orElseThrow(() -> new AssertionError("" + again.page()));
        WirePhone second = WirePhone.unboxed(realm).enrol(code);
        assertThat(second.fetch().granted().path("state").asText()).isEqualTo("pending");
        again.stock(Map.of("confirm_code", second.confirmCode()));
        assertThat(again.isSignedIn()).isTrue();
        assertThat(second.fetch().granted().path("state").asText()).isEqualTo("active");
    }

    @Test
    @DisplayName("P10 a phone stands among its user's credentials; removed there, or by itself, it is over")
    void credentials() {
        String user = user("remover");
        WirePhone phone = phone(user);
        String credentials = world.adminPath(realm) + "/users/" + world.userId(realm, user) + "/credentials";
        assertThat(world.admin().get(credentials))
                .anyMatch(one -> one.path("type").asText().equals("holdfast-phone")
                        && one.path("id").asText().equals(phone.id()));

        world.admin().delete(credentials + "/" + phone.id());
        assertThat(phone.fetch().refusal()).isEqualTo("phone_revoked");
        WirePhone next = phone(user);
        assertThat(next.remove().isGranted()).isTrue();
        assertThat(next.fetch().refusal()).isEqualTo("phone_revoked");
        assertThat(world.admin().get(credentials))
                .noneMatch(one -> one.path("type").asText().equals("holdfast-phone"));
        assertThat(PushPages.asked(realm, user).isSignedIn())
                .as("no second factor any more")
                .isTrue();
    }

    @Test
    @DisplayName("P10 its owner sees a phone in the account console, without its keys, and removes it there")
    void ownPhones() {
        String user = user("keeper");
        WirePhone phone = phone(user);
        AdminClient self = new AdminClient(world.server().baseUri(), REALM, user, user);
        String account = realm.issuer().getPath() + "/account/credentials";

        JsonNode shown = self.get(account + "?type=holdfast-phone").path(0);
        assertThat(shown.path("displayName").asText()).isEqualTo("holdfastPhoneCredential");
        assertThat(shown.path("category").asText()).isEqualTo("two-factor");
        assertThat(shown.path("removeable").asBoolean()).isTrue();
        assertThat(shown.path("createAction").asText()).as("one is enough").isEmpty();
        JsonNode credential = shown.path("userCredentialMetadatas").path(0);
        assertThat(credential.path("credential").path("id").asText()).isEqualTo(phone.id());
        assertThat(credential.path("credential").path("userLabel").asText()).isEqualTo("Wire phone");
        assertThat(credential.path("credential").has("secretData")).isFalse();
        assertThat(credential.path("infoMessage").path("key").asText()).isEqualTo("holdfastPhoneCredentialInfo");

        self.delete(account + "/" + phone.id());

        assertThat(phone.fetch().refusal()).isEqualTo("phone_revoked");
        assertThat(self.get(account + "?type=holdfast-phone")
                        .path(0)
                        .path("createAction")
                        .asText())
                .isEqualTo("holdfast-enrol-phone");
    }

    @Test
    @DisplayName("P1 whom an administrator tells to set a phone up does so at the next sign-in, and cannot put it off")
    void demanded() {
        String user = user("demanded");
        world.change(realm, user, Map.of("requiredActions", List.of("holdfast-enrol-phone")));
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", user));
        Tab tab = PushPages.asked(realm, user);

        assertThat(tab.page().body()).doesNotContain("name=\"skip\"");
        tab.stock(Map.of("skip", "1"));
        assertThat(tab.isSignedIn()).isFalse();
        WirePhone phone =
                WirePhone.unboxed(realm).enrol(PushPages.typedCode(tab.page()).orElseThrow());
        tab.stock(Map.of("confirm_code", phone.confirmCode()));
        assertThat(tab.isSignedIn()).isTrue();
        assertThat(isAsked(PushPages.asked(realm, user))).isTrue();
    }

    @Test
    @DisplayName("P1 a flow that requires the phone leads whoever has none to set one up first")
    void demandedByFlow() {
        WireRealm demanding = world.addRealm("demanding", Map.of());
        requirePhone(demanding);
        String user = "everybody";
        world.addUser(demanding, user);
        world.admin().post(world.adminPath(demanding) + "/holdfast/push/consents", Map.of("username", user));
        Tab tab = PushPages.asked(demanding, user);

        assertThat(tab.page().body()).doesNotContain("name=\"skip\"");
        WirePhone phone = WirePhone.unboxed(demanding)
                .enrol(PushPages.typedCode(tab.page()).orElseThrow(() -> new AssertionError("" + tab.page())));
        tab.stock(Map.of("confirm_code", phone.confirmCode()));
        assertThat(tab.isSignedIn()).isTrue();

        Tab next = PushPages.asked(demanding, user);
        assertThat(phone.approve(number(next)).isGranted()).isTrue();
        next.stock(Map.of("check", "1"));
        assertThat(next.isSignedIn()).as("asked once").isTrue();
    }

    /** As the guide says: the step required after the password, and the choice of second factors disabled. */
    private void requirePhone(WireRealm demanding) {
        String flows = world.adminPath(demanding) + "/authentication/flows/";
        String browser = flows
                + path(world.admin()
                        .get(world.adminPath(demanding))
                        .path("browserFlow")
                        .asText())
                + "/executions";
        JsonNode forms = execution(
                browser,
                one -> one.path("authenticationFlow").asBoolean()
                        && one.path("displayName").asText().endsWith("forms"));
        world.admin()
                .post(
                        flows + path(forms.path("displayName").asText()) + "/executions/execution",
                        Map.of("provider", "holdfast-push"));
        JsonNode step = execution(
                browser,
                one -> one.path("providerId").asText().equals("holdfast-push")
                        && one.path("level").asInt() == forms.path("level").asInt() + 1);
        ((ObjectNode) step).put("requirement", "REQUIRED");
        world.admin().put(browser, step);
        JsonNode choice = execution(
                browser,
                one -> one.path("authenticationFlow").asBoolean()
                        && one.path("displayName").asText().endsWith("2FA"));
        ((ObjectNode) choice).put("requirement", "DISABLED");
        world.admin().put(browser, choice);
    }

    private JsonNode execution(String flow, Predicate<JsonNode> which) {
        return StreamSupport.stream(world.admin().get(flow).spliterator(), false)
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private static String path(String alias) {
        return URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    @DisplayName("Push §12: a page that waits hears of the answer at once; another tab’s ticket hears nothing")
    void waiting() throws Exception {
        String user = user("waiter");
        WirePhone phone = phone(user);
        Tab tab = PushPages.asked(realm, user);
        String address = PushPages.waitAddress(tab.page());

        assertThat(realm.get(address + "&now=1").granted().path("state").asText())
                .isEqualTo("waiting");
        CompletableFuture<Answer> heard = CompletableFuture.supplyAsync(() -> realm.get(address));
        assertThat(phone.approve(number(tab)).isGranted()).isTrue();
        assertThat(heard.get(20, TimeUnit.SECONDS).granted().path("state").asText())
                .isEqualTo("decided");
        assertThat(realm.get(address.substring(0, address.indexOf('?')) + "?t=x")
                        .refusal())
                .isEqualTo("request_expired");
    }

    @Test
    @DisplayName(
            "A12 A13 messages of another realm, another kind or another key are bad signatures, a used nonce is used")
    void messages() {
        String user = user("talker");
        WirePhone phone = phone(user);
        WirePhone nobody = WirePhone.unboxed(realm);
        String fetch = phone.message("holdfast-push-fetch+jwt", "requests", Json.object());
        String url = realm.issuer() + "/push-mfa/requests";
        String elsewhere = world.acme().issuer() + "/push-mfa/requests";

        assertThat(world.acme().sendCompact(elsewhere, fetch).refusal()).isEqualTo("invalid_signature");
        assertThat(realm.sendCompact(realm.issuer() + "/push-mfa/remove", fetch).refusal())
                .isEqualTo("invalid_signature");
        assertThat(nobody.fetch().refusal()).isIn("invalid_signature", "invalid_request");
        assertThat(realm.sendCompact(url, fetch).isGranted()).isTrue();
        assertThat(realm.sendCompact(url, fetch).refusal()).isEqualTo("invalid_nonce");
        String deviceNonce = phone.message(
                "holdfast-push-fetch+jwt", "requests", Json.object().put("nonce", realm.nonce()));
        assertThat(realm.sendCompact(url, deviceNonce).refusal()).isEqualTo("invalid_nonce");
        assertThat(realm.sendCompact(url, "a.b.c").refusal()).isEqualTo("invalid_request");
    }

    @Test
    @DisplayName("Push §2: scripts of any origin may speak to the phone's endpoints, without credentials")
    void otherOrigins() throws IOException, InterruptedException {
        HttpResponse<Void> preflight = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(realm.issuer() + "/push-mfa/answers"))
                                .header("Origin", "https://app.example.com")
                                .header("Access-Control-Request-Method", "POST")
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    @DisplayName("Push §3: discovery names its realm, and the VAPID key changes by one call of an administrator")
    void discovery() {
        JsonNode before = WirePhone.discovery(realm);
        world.admin().post(world.adminPath(realm) + "/holdfast/push/vapid-rotation", null);
        JsonNode after = WirePhone.discovery(realm);

        assertThat(before.path("issuer").asText()).isEqualTo(realm.issuer().toString());
        assertThat(after.path("application_server_key").asText())
                .hasSize(87)
                .isNotEqualTo(before.path("application_server_key").asText());
    }
}
