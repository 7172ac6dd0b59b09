package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A phone's approval of sign-ins by the password grant. */
@ExtendWith(SharedServer.class)
class PushGrantIT {
    private static final Map<String, String> SHOWS_NUMBER = Map.of("holdfast.push.grant", "show-number");

    private static WireRealm realm;
    private static GrantDoor cli;

    private final World world;

    PushGrantIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm("pushing-grants", Map.of());
        cli = GrantDoor.open(world, realm, "cli", SHOWS_NUMBER);
    }

    private WirePhone phone(String user) {
        world.addUser(realm, user);
        return PushPages.phone(world, realm, user);
    }

    private static JsonNode pending(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.refusal()).as(answer.text()).isEqualTo("authorization_pending");
        return answer.json();
    }

    private static Map<String, String> again(JsonNode pending) {
        return Map.of("push_request", pending.path("push_request").asText());
    }

    @Test
    @DisplayName("P9 the client is told to come again, shows the number, and gets tokens once the phone approved; once")
    void approved() {
        WirePhone phone = phone("grace-cli");
        JsonNode pending = pending(cli.signIn("grace-cli", Map.of("binding_message", "VPN from 203.0.113.9")));
        assertThat(pending.path("number").asText()).matches("[0-9]{2}");
        assertThat(pending.path("interval").asInt()).isPositive();
        assertThat(pending.path("expires_in").asInt()).isBetween(1, 60);
        Jws request = phone.request();
        assertThat(request.claims().path("purpose").asText()).isEqualTo("direct_grant");
        assertThat(request.claims().path("binding_message").asText()).isEqualTo("VPN from 203.0.113.9");

        assertThat(pending(cli.signIn("grace-cli", again(pending)))
                        .path("push_request")
                        .asText())
                .isEqualTo(pending.path("push_request").asText());
        assertThat(phone.requests())
                .as("a client that comes again asks nobody again")
                .hasSize(1);
        phone.answer(request, "approve", pending.path("number").asText()).granted();

        assertThat(cli.signIn("grace-cli", again(pending))
                        .granted()
                        .path("access_token")
                        .asText())
                .isNotEmpty();
        assertThat(cli.signIn("grace-cli", again(pending)).refusal()).isEqualTo("expired_token");
    }

    @Test
    @DisplayName("P9 a denial ends it, and so does a wrong number")
    void denied() {
        WirePhone phone = phone("denier-cli");
        JsonNode first = pending(cli.signIn("denier-cli", Map.of()));
        phone.deny().granted();
        assertThat(cli.signIn("denier-cli", again(first)).refusal()).isEqualTo("access_denied");
        JsonNode second = pending(cli.signIn("denier-cli", Map.of()));
        phone.approve(second.path("number").asText().equals("11") ? "12" : "11");
        assertThat(cli.signIn("denier-cli", again(second)).refusal()).isEqualTo("access_denied");
    }

    @Test
    @DisplayName("A62 without the password, for a client that is public or not listed, and for a user without a phone,"
            + " nobody is asked and nobody gets in")
    void closed() {
        WirePhone phone = phone("owner-cli");
        GrantDoor everybody = GrantDoor.openPublic(world, realm, "everybody", SHOWS_NUMBER);
        GrantDoor unlisted = GrantDoor.open(world, realm, "unlisted", Map.of());
        GrantDoor blind = GrantDoor.open(world, realm, "blind", Map.of("holdfast.push.grant", "no-number"));
        for (GrantDoor door : List.of(everybody, unlisted, blind)) {
            assertThat(door.signIn("owner-cli", Map.of()).refusal())
                    .as(door.clientId())
                    .isEqualTo("access_denied");
        }
        assertThat(cli.signIn("owner-cli", "wrong", Map.of()).refusal()).isEqualTo("invalid_grant");
        world.addUser(realm, "phoneless");
        assertThat(cli.signIn("phoneless", Map.of()).refusal()).isEqualTo("access_denied");
        assertThat(phone.requests()).isEmpty();
    }

    @Test
    @DisplayName("A62 a request serves the user and the client that it was made for")
    void another() {
        WirePhone phone = phone("first-cli");
        phone("second-cli");
        GrantDoor other = GrantDoor.open(world, realm, "other-cli", SHOWS_NUMBER);
        JsonNode pending = pending(cli.signIn("first-cli", Map.of()));
        phone.approve(pending.path("number").asText()).granted();
        assertThat(cli.signIn("second-cli", again(pending)).refusal()).isEqualTo("expired_token");
        assertThat(other.signIn("first-cli", again(pending)).refusal()).isEqualTo("expired_token");
        String id = pending.path("push_request").asText().split("\\.")[0];
        for (String forged : List.of(id, id + ".", id + ".AAAA", "x.y", "")) {
            assertThat(cli.signIn("first-cli", Map.of("push_request", forged)).refusal())
                    .as(forged)
                    .isEqualTo("expired_token");
        }
        assertThat(cli.signIn("first-cli", again(pending)).isGranted()).isTrue();
    }

    @Test
    @DisplayName("A38 A62 one sign-in at a time for a client of its own; a server of many machines is held by the cap"
            + " per user alone")
    void limits() {
        WirePhone phone = phone("many-cli");
        pending(cli.signIn("many-cli", Map.of()));
        assertThat(cli.signIn("many-cli", Map.of()).refusal()).isEqualTo("slow_down");
        GrantDoor radius = GrantDoor.open(
                world, realm, "radius", Map.of("holdfast.push.grant", "show-number", "holdfast.push.shared", "true"));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(radius.signIn("many-cli", Map.of()).refusal());
        }
        assertThat(answers).containsExactly("authorization_pending", "authorization_pending", "slow_down", "slow_down");
        assertThat(phone.requests()).hasSize(3);
    }
}
