package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("G11 The switch, for a realm and for groups")
class RollOutIT {
    private static final String REALM = "/admin/realms/" + TestRealms.OTHER;

    private final World world;
    private final AdminClient admin;
    private final WireRealm other;

    RollOutIT(World world) {
        this.world = world;
        this.admin = world.admin();
        this.other = world.other();
    }

    @AfterEach
    void onForEverybody() {
        world.configure(TestRealms.OTHER, "deviceLogin", "true");
        ObjectNode component = (ObjectNode) world.component(TestRealms.OTHER);
        component.withObjectProperty("config").putArray("rollOutGroups").add("");
        admin.put(REALM + "/components/" + component.path("id").asText(), component);
    }

    @Test
    @DisplayName(
            "G11 off: enrolment, registration and exchange are refused, passwords work; on again, the same key signs in")
    void off() {
        WireRegistration registration = world.registration(other, TestRealms.ADA);
        WireAgent agent = registration.agent();
        String challenge = world.challenge(other);
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        String idToken = world.idToken(other, TestRealms.GRACE, binding.idTokenNonce());
        String enrolmentToken = world.enrolmentToken(other, 1);
        var exchange = registration.exchange(challenge, WireRegistration.newRid());
        var registering = agent.registration(binding, idToken);

        world.configure(TestRealms.OTHER, "deviceLogin", "false");

        assertThat(other.send(exchange).refusal()).isEqualTo("feature_disabled");
        assertThat(other.send(registering).refusal()).isEqualTo("feature_disabled");
        assertThat(other.postJson(
                                other.endpoint("agent_begin_endpoint"),
                                "{\"enrolment_token\":\"" + enrolmentToken + "\"}")
                        .refusal())
                .isEqualTo("feature_disabled");
        Tab page = Visitor.withExtension(other).open(App.SHOP);
        assertThat(page.page().isDevicePage()).isFalse();
        page.password(TestRealms.ADA, TestRealms.ADA);
        assertThat(page.isSignedIn()).isTrue();

        world.configure(TestRealms.OTHER, "deviceLogin", "true");
        assertThat(world.signIn(registration).isSignedIn()).isTrue();
    }

    @Test
    @DisplayName("G11 off: a session that a device started opens nothing more, by cookie or by refresh token")
    void sessions() {
        Tab device = world.signIn(world.registration(other, TestRealms.ADA));
        String refreshToken = device.tokens().refreshToken();
        App stock = world.addApplication(other, "switch-stock", Map.of());
        world.bindToStockFlow(other, "switch-stock");
        Visitor atStockFlow =
                world.signIn(world.registration(other, TestRealms.ADA)).visitor();
        Tab password = Visitor.withoutExtension(other).open(App.SHOP);
        password.password(TestRealms.GRACE, TestRealms.GRACE);
        assertThat(password.isSignedIn()).isTrue();

        world.configure(TestRealms.OTHER, "deviceLogin", "false");

        assertThat(other.postForm(
                                other.endpoint("token_endpoint"),
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "client_id",
                                        App.SHOP.clientId(),
                                        "refresh_token",
                                        refreshToken))
                        .status())
                .isEqualTo(400);
        assertThat(device.visitor().open(App.SHOP).page().asksForPassword()).isTrue();
        assertThat(atStockFlow.open(stock).isSignedIn())
                .as("a flow with Keycloak's own cookie step")
                .isFalse();
        assertThat(atStockFlow.open(stock).page().asksForPassword())
                .as("the next sign-in there")
                .isTrue();
        assertThat(password.visitor().open(App.SHOP).isSignedIn())
                .as("a session that no device started")
                .isTrue();
    }

    @Test
    @DisplayName("G11 rolled out to a group: members of it and of groups below sign in, nobody else, and it can grow")
    void groups() {
        String pilots = "pilots-" + UUID.randomUUID();
        String parent = admin.create(REALM + "/groups", Map.of("name", pilots));
        String child = admin.post(REALM + "/groups/" + parent + "/children", Map.of("name", "first"))
                .path("id")
                .asText();
        admin.put(REALM + "/users/" + world.userId(other, TestRealms.ADA) + "/groups/" + child, null);
        WireRegistration ada = world.registration(other, TestRealms.ADA);
        WireRegistration grace = world.registration(other, TestRealms.GRACE);

        world.configure(TestRealms.OTHER, "rollOutGroups", "/" + pilots);

        assertThat(world.signIn(ada).isSignedIn()).isTrue();
        assertThat(other.send(grace.exchange(world.challenge(other), WireRegistration.newRid()))
                        .refusal())
                .isEqualTo("feature_disabled");
        admin.put(REALM + "/users/" + world.userId(other, TestRealms.GRACE) + "/groups/" + parent, null);
        assertThat(world.signIn(grace).isSignedIn()).isTrue();

        admin.delete(REALM + "/groups/" + parent);
        assertThat(other.send(ada.exchange(world.challenge(other), WireRegistration.newRid()))
                        .refusal())
                .as("a group that is gone has no members")
                .isEqualTo("feature_disabled");
    }
}
