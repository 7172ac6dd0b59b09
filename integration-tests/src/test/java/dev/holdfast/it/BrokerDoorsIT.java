package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("Sign-ins by another identity provider and by an administrator")
class BrokerDoorsIT {
    private static final String ALIAS = HomeRealm.ALIAS;

    /** Where people belong, with devices of its own. */
    private static WireRealm home;

    /** Where the applications are. */
    private static WireRealm guest;

    private static App vault;
    private static App wiki;

    private final World world;
    private String user = "";

    BrokerDoorsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealms(World world) {
        guest = world.addRealm("guest", Map.of());
        home = HomeRealm.of(world, guest, "home").realm();
        vault = world.addApplication(guest, "vault", Map.of("holdfast.deviceRequired", "true"));
        wiki = world.addApplication(guest, "wiki", Map.of());
    }

    @BeforeEach
    void addUser() {
        user = "guest-" + UUID.randomUUID();
        world.addUser(home, user);
    }

    @Test
    @DisplayName(
            "A35 a broker opens another application, and not one that requires the device: at the first sign-in and"
                    + " at later ones, with a flow behind the broker too")
    void broker() {
        assertDenied(byBroker(Visitor.withoutExtension(guest), vault));
        assertThat(byBroker(Visitor.withoutExtension(guest), wiki).leftFor()).isPresent();
        assertDenied(byBroker(Visitor.withExtension(guest), vault));

        afterBroker(flowThatLetsEverybodyIn());
        try {
            assertThat(byBroker(Visitor.withoutExtension(guest), wiki).leftFor())
                    .isPresent();
            assertDenied(byBroker(Visitor.withoutExtension(guest), vault));
        } finally {
            afterBroker("");
        }
    }

    @Test
    @DisplayName("A35 who comes by a broker sets the device up on the way in, and is let in then")
    void setUpBehindBroker() {
        assertThat(byBroker(Visitor.withoutExtension(guest), wiki).leftFor()).isPresent();
        WireAgent agent = world.agent(guest);
        Tab tab = Visitor.withExtension(guest).open(vault);
        Page page = tab.post(Map.of("register", "1"));
        String link = page.body().replaceFirst("(?s).*href=\"([^\"]*/broker/" + ALIAS + "/login[^\"]*)\".*", "$1");
        page = tab.visitor().get(page.uri().resolve(link.replace("&amp;", "&")));
        page = tab.visitor().post(page.action(), Map.of("username", user, "password", user));
        assertThat(page.isDevicePage()).as(page.toString()).isTrue();

        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        page = tab.visitor().post(page.action(), Map.of("registration_nonce", binding.idTokenNonce()));
        agent.register(binding, page.given("id-token").orElseThrow());
        page = tab.visitor().post(page.action(), Map.of("done", "1"));

        assertThat(page.leftFor()).as(page.toString()).isPresent();
    }

    @Test
    @DisplayName("A36 the cookie of a device session at the realm behind a broker: the device is asked for there")
    void deviceSessionBehindBroker() {
        WireRegistration registration = world.registration(home, user);
        Visitor owner = world.signIn(registration).visitor();
        Visitor thief = Visitor.withoutExtension(guest);
        owner.cookies().all().stream()
                .filter(cookie -> !cookie.name().equals("HOLDFAST_EXTENSION"))
                .forEach(thief.cookies()::copy);

        assertThat(thief.open(wiki, Map.of("kc_idp_hint", ALIAS)).page().asksForPassword())
                .isTrue();
        Page page = owner.open(App.SHOP).page();
        assertThat(page.asksForProof()).isTrue();
        Visitor guestOfOwner = Visitor.withoutExtension(guest);
        owner.cookies().all().forEach(guestOfOwner.cookies()::copy);
        page = guestOfOwner.open(wiki, Map.of("kc_idp_hint", ALIAS)).page();
        assertThat(page.asksForProof()).isTrue();
        page = guestOfOwner.post(page.action(), Map.of("dust", registration.proofFor(page.challenge())));
        assertThat(page.leftFor()).as(page.toString()).isPresent();
    }

    @Test
    @DisplayName("A36 linking an account by kc_action begins with the proof of the device")
    void linkingOfAccounts() {
        WireRegistration registration = world.registration(guest, TestRealms.ADA);
        Visitor owner = world.signIn(registration).visitor();
        Visitor thief = Visitor.withoutExtension(guest);
        owner.cookies().all().stream()
                .filter(cookie -> !cookie.name().equals("HOLDFAST_EXTENSION"))
                .forEach(thief.cookies()::copy);
        Map<String, String> link = Map.of("kc_action", "idp_link:" + ALIAS);

        assertThat(thief.open(wiki, link).page().asksForPassword()).isTrue();
        assertThat(owner.open(wiki, link).page().asksForProof()).isTrue();
    }

    @Test
    @DisplayName("A35 the session of an administrator's impersonation opens other applications, and not this one")
    void impersonation() {
        HttpResponse<String> answer = world.admin()
                .send(
                        "POST",
                        world.adminPath(guest) + "/users/" + world.userId(guest, TestRealms.GRACE) + "/impersonation",
                        Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        Visitor administrator = Visitor.withoutExtension(guest);
        administrator.cookies().store(answer.headers());

        assertThat(administrator.open(wiki).isSignedIn()).isTrue();
        Tab tab = administrator.open(vault);
        assertThat(tab.isSignedIn()).isFalse();
        assertDenied(tab.post(Map.of("other", "1")));
        assertThat(administrator.open(vault, Map.of("prompt", "none")).error()).contains("login_required");
    }

    private Page byBroker(Visitor visitor, App app) {
        Page page = visitor.open(app, Map.of("kc_idp_hint", ALIAS)).page();
        assertThat(page.uri().getPath()).as(page.toString()).contains("/realms/home/");
        return visitor.post(page.action(), Map.of("username", user, "password", user));
    }

    private String flowThatLetsEverybodyIn() {
        String base = world.adminPath(guest) + "/authentication/flows";
        String alias = "behind-" + UUID.randomUUID();
        world.admin()
                .create(base, Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        world.admin()
                .create(base + "/" + alias + "/executions/execution", Map.of("provider", "allow-access-authenticator"));
        ObjectNode execution = (ObjectNode)
                world.admin().get(base + "/" + alias + "/executions").path(0);
        world.admin().put(base + "/" + alias + "/executions", execution.put("requirement", "REQUIRED"));
        return alias;
    }

    private void afterBroker(String flow) {
        String path = world.adminPath(guest) + "/identity-provider/instances/" + ALIAS;
        ObjectNode provider = (ObjectNode) world.admin().get(path);
        ((ObjectNode) provider.path("config")).put("clientSecret", HomeRealm.SECRET);
        world.admin().put(path, provider.put("postBrokerLoginFlowAlias", flow));
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-required");
        assertThat(page.leftFor()).isEmpty();
    }
}
