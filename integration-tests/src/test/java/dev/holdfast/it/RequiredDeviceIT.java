package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("An application that requires the device")
class RequiredDeviceIT {
    private static WireRealm realm;
    private static App vault;
    private static App wiki;

    private final World world;

    RequiredDeviceIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("required", Map.of());
        vault = world.addApplication(realm, "vault", Map.of("holdfast.deviceRequired", "true"));
        wiki = world.addApplication(realm, "wiki", Map.of());
    }

    @Test
    @DisplayName("A35 lets a device in, and the session of another application by its proof")
    void device() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);

        assertThat(Visitor.withExtension(realm).open(vault).signIn(registration).isSignedIn())
                .isTrue();
        Tab second = world.signIn(registration).visitor().open(vault);
        assertThat(second.page().asksForProof()).isTrue();
        assertThat(second.prove(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A35 with the extension disabled denies, with a page that helps and no form for a password")
    void extensionDisabled() {
        Tab tab = Visitor.withoutExtension(realm).open(vault);
        assertThat(tab.page().asksForPassword()).isFalse();

        tab.post(Map.of("other", "1"));

        assertDenied(tab.page());
        assertThat(tab.page().body()).contains("holdfast-required", "login-actions/restart");
        assertThat(world.deviceEvents(realm, "device_required_refused")).isNotEmpty();
    }

    @Test
    @DisplayName("A35 lets nobody in by a password, whichever execution is chosen by hand")
    void executionByHand() {
        List<String> executions = new ArrayList<>();
        String flow = world.admin()
                .get(world.adminPath(realm) + "/holdfast/setup")
                .path("browserFlow")
                .asText()
                .replace(" ", "%20");
        for (JsonNode execution :
                world.admin().get(world.adminPath(realm) + "/authentication/flows/" + flow + "/executions")) {
            executions.add(execution.path("id").asText());
        }
        assertThat(executions).hasSizeGreaterThan(3);
        for (String execution : executions) {
            Tab tab = Visitor.withExtension(realm).open(vault);
            tab.post(Map.of("authenticationExecution", execution));
            if (tab.page().asksForPassword()) {
                tab.password(TestRealms.ADA, TestRealms.ADA);
            }
            assertThat(tab.isSignedIn()).as(execution).isFalse();
        }
    }

    @Test
    @DisplayName("A35 does not take the session of a password; a device may join it, another user's may not")
    void passwordSession() {
        Tab first = Visitor.withExtension(realm).open(wiki);
        first.post(Map.of("other", "1"));
        first.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(first.isSignedIn()).isTrue();
        WireRegistration graces = world.registration(realm, TestRealms.GRACE);
        WireRegistration adas = world.registration(realm, TestRealms.ADA);

        assertThat(first.visitor().open(vault, Map.of("prompt", "none")).error())
                .contains("login_required");
        Tab tab = first.visitor().open(vault);
        assertThat(tab.isSignedIn()).isFalse();
        tab.signIn(graces);
        assertThat(tab.isSignedIn()).isFalse();
        assertThat(tab.page().given("error")).contains("device_not_allowed");
        assertThat(tab.signIn(adas).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("A35 gives no token for a password by the direct grant")
    void directGrant() {
        for (App app : List.of(vault, wiki)) {
            boolean granted = realm.postForm(
                                    realm.endpoint("token_endpoint"),
                                    Map.of(
                                            "grant_type",
                                            "password",
                                            "client_id",
                                            app.clientId(),
                                            "username",
                                            TestRealms.ADA,
                                            "password",
                                            TestRealms.ADA))
                            .status()
                    == 200;
            assertThat(granted).as(app.clientId()).isEqualTo(app.equals(wiki));
        }
    }

    @Test
    @DisplayName("A35 lets somebody in who sets the device up now, and denies who leaves that out")
    void setUpNow() {
        WireAgent agent = world.agent(realm);
        Tab tab = Visitor.withExtension(realm).open(vault);
        tab.post(Map.of("register", "1"));
        tab.password(TestRealms.GRACE, TestRealms.GRACE);
        Tab skipped = Visitor.withExtension(realm).open(vault);
        skipped.post(Map.of("register", "1"));
        skipped.password(TestRealms.GRACE, TestRealms.GRACE);

        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        tab.post(Map.of("registration_nonce", binding.idTokenNonce()));
        agent.register(binding, tab.page().given("id-token").orElseThrow());
        tab.post(Map.of("done", "1"));
        skipped.post(Map.of("skip", "1"));

        assertThat(tab.isSignedIn()).isTrue();
        assertDenied(skipped.page());
    }

    @Test
    @DisplayName("A35 an action that the application begins and its user cancels leads nowhere else")
    void cancelledAction() {
        for (String action : List.of("holdfast-register-device", "holdfast-device-check", "UPDATE_PASSWORD")) {
            Tab tab = Visitor.withExtension(realm).open(vault, Map.of("kc_action", action));
            if (!tab.page().asksForPassword()) {
                tab.post(Map.of("register", "1"));
            }
            tab.password(TestRealms.GRACE, TestRealms.GRACE);
            for (int i = 0;
                    i < 3 && tab.page().leftFor().isEmpty() && tab.page().status() == 200;
                    i++) {
                tab.stock(Map.of("cancel-aia", "true", "skip", "1"));
            }
            assertThat(tab.isSignedIn()).as(action + ": " + tab.page()).isFalse();
        }
    }

    @Test
    @DisplayName("A61 A35 with prompt=login takes the password and then the device, and neither alone")
    void freshSignIn() {
        WireRegistration registration = world.registration(realm, TestRealms.ADA);
        Tab tab = Visitor.withExtension(realm).open(vault, Map.of("prompt", "login"));
        assertThat(tab.page().asksForPassword()).isTrue();
        tab.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(tab.isSignedIn()).isFalse();
        Tab skipped = Visitor.withExtension(realm).open(vault, Map.of("prompt", "login"));
        skipped.password(TestRealms.ADA, TestRealms.ADA);

        tab.dust(registration.dustFor(tab.page().challenge()));
        skipped.post(Map.of("skip", "1"));

        assertThat(tab.isSignedIn()).isTrue();
        assertDenied(skipped.page());
    }

    @Test
    @DisplayName("A35 may be every application of a realm, but those that say otherwise and the agent's own client")
    void wholeRealm() {
        WireRealm strict = world.addRealm("strict", Map.of("holdfast.deviceRequired", "true"));
        App open = world.addApplication(strict, "open", Map.of("holdfast.deviceRequired", "false"));

        WireRegistration registration = world.registration(strict, TestRealms.ADA);
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
        Tab tab = Visitor.withoutExtension(strict).open(App.SHOP);
        tab.post(Map.of("other", "1"));
        assertDenied(tab.page());
        Tab exempt = Visitor.withoutExtension(strict).open(open);
        exempt.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(exempt.isSignedIn()).isTrue();
    }

    private static void assertDenied(Page page) {
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.asksForPassword()).isFalse();
        assertThat(page.leftFor()).isEmpty();
    }
}
