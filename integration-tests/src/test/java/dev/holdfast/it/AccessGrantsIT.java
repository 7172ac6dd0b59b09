package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The grants that are rarer than those of {@link AccessDoorsIT}. */
@ExtendWith(SharedServer.class)
@DisplayName("The gate at grants of appliances, of resource servers and of other organizations")
class AccessGrantsIT {
    private static final String CODED = "has-codes";

    private static WireRealm realm;
    private static OneTimePassword codes;

    private final World world;

    AccessGrantsIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("access-grants", Map.of());
        world.leaveSecondFactorsToPolicies(realm);
        world.keepEvents(realm, "PERMISSION_TOKEN_ERROR");
        world.addApplication(realm, "wiki", Map.of());
        world.addApplication(realm, "tv", Map.of("oauth2.device.authorization.grant.enabled", "true"));
        codes = OneTimePassword.of(world, realm, CODED);
    }

    @AfterEach
    void letEverybodyIn() {
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName(
            "A51 RFC 8628 device authorization grant: whoever confirms the code is denied, or asked for the factor; the"
                    + " appliance gets nothing before, and learns of a denial")
    void deviceCode() {
        deny("tv");
        DeviceCode waiting = DeviceCode.shownBy(realm, "tv");
        deniedPage(waiting, Visitor.withoutExtension(realm));
        assertThat(waiting.poll().refusal()).isEqualTo("authorization_pending");
        // Another one: RFC 8628 §3.5 lets an appliance ask for each only every five seconds.
        DeviceCode told = DeviceCode.shownBy(realm, "tv");
        Visitor ada = Visitor.withoutExtension(realm);
        ada.post(deniedPage(told, ada).stockForm(), Map.of("leave", "1"));
        assertThat(told.poll().refusal()).isEqualTo("access_denied");

        world.forgetAccess(realm);
        demandCodes("tv");
        DeviceCode asked = DeviceCode.shownBy(realm, "tv");
        Visitor coded = Visitor.withoutExtension(realm);
        Page page = coded.get(asked.confirmation());
        page = coded.post(page.action(), Map.of("username", CODED, "password", CODED));
        assertThat(page.body()).contains("name=\"otp\"");
        page = coded.post(page.stockForm(), Map.of("otp", codes.now()));
        coded.post(page.stockForm(), Map.of("accept", "1"));
        assertThat(asked.poll().isGranted()).isTrue();
    }

    @Test
    @DisplayName("A51 UMA: no permission of a resource server that is denied to the user, or demands a factor that the"
            + " session lacks")
    void permissions() {
        ResourceServer archive = ResourceServer.make(world, realm, "archive", Map.of());
        world.inTokensOf(realm, "wiki", "archive");
        String plain = passwordToken(TestRealms.ADA, Map.of());
        String coded = passwordToken(CODED, Map.of("totp", codes.now()));
        assertThat(archive.permissions("archive", plain).isGranted()).isTrue();

        deny("archive");
        assertThat(archive.permissions("archive", plain).refusal()).isEqualTo("invalid_grant");
        JsonNode event =
                world.events(realm, "PERMISSION_TOKEN_ERROR", "archive").get(0);
        assertThat(event.path("error").asText()).isEqualTo("access_denied_by_policy");

        world.forgetAccess(realm);
        demandCodes("archive");
        assertThat(archive.permissions("archive", plain).refusal()).isEqualTo("invalid_grant");
        assertThat(archive.permissions("archive", coded).isGranted()).isTrue();
    }

    @Test
    @DisplayName("A51 RFC 7523 an assertion of another organization passes no denial, and is no factor")
    void assertion() {
        AssertionIssuer partner = AssertionIssuer.trustedBy(world, realm);
        partner.client("robot", Map.of());
        partner.knows(TestRealms.GRACE);
        assertThat(partner.grant("robot", TestRealms.GRACE).isGranted()).isTrue();

        deny("robot");
        assertThat(partner.grant("robot", TestRealms.GRACE).refusal()).isEqualTo("invalid_grant");
        JsonNode event = world.events(realm, "LOGIN_ERROR", "robot").get(0);
        assertThat(event.path("error").asText()).isEqualTo("access_denied_by_policy");
        assertThat(event.path("details").path("access_policies").asText()).contains("\"name\":\"Closed\"");

        world.forgetAccess(realm);
        demandCodes("robot");
        assertThat(partner.grant("robot", TestRealms.GRACE).refusal()).isEqualTo("invalid_grant");
    }

    private static Page deniedPage(DeviceCode code, Visitor ada) {
        Page page = ada.get(code.confirmation());
        page = ada.post(page.action(), Map.of("username", TestRealms.ADA, "password", TestRealms.ADA));
        assertThat(page.status()).as(page.toString()).isEqualTo(403);
        assertThat(page.body()).contains("holdfast-denied");
        return page;
    }

    private void deny(String clientId) {
        world.addPolicy(realm, "Closed", """
                {"name": "Closed", "type": "application", "effect": {"action": "deny"},
                 "targets": {"resources": [{"type": "application", "id": "%s"}]}}""".formatted(clientId));
    }

    private void demandCodes(String clientId) {
        world.addPolicy(realm, "Codes", """
                {"name": "Codes", "type": "application",
                 "targets": {"resources": [{"type": "application", "id": "%s"}]},
                 "effect": {"action": "allow", "obligations": {"mfa": {"required": true}, "mfaFactors": ["TOTP"]}}}""".formatted(clientId));
    }

    private static String passwordToken(String user, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("grant_type", "password");
        form.put("client_id", "wiki");
        form.put("scope", "openid");
        form.put("username", user);
        form.put("password", user);
        return realm.postForm(realm.endpoint("token_endpoint"), form)
                .granted()
                .path("access_token")
                .asText();
    }
}
