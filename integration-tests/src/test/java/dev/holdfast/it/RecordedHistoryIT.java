package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conditional access reads what the realm has on record. */
@ExtendWith(SharedServer.class)
class RecordedHistoryIT {
    private static final String USER = "traveller";

    private static WireRealm realm;

    private final World world;
    private final AccessApi api;

    RecordedHistoryIT(World world) {
        this.world = world;
        this.api = AccessApi.of(world.admin(), realm);
    }

    @BeforeAll
    static void makeRealm(World world) {
        world.process();
        realm = world.addRealm("remembered", Map.of());
        world.addUser(realm, USER);
    }

    @Test
    @DisplayName("C13 a draft is tried on recorded sign-ins: how many it would have denied, whose, and from where")
    void replayed() {
        signIn(TestPlaces.VIENNA);
        signIn(TestPlaces.VIENNA);
        signIn(TestPlaces.BERLIN);
        Visitor.withoutExtension(realm).from(TestPlaces.BERLIN).open(App.SHOP).password(USER, "wrong");

        JsonNode replay = replay(Map.of("locationIn", Map.of("countries", List.of("DE"))));
        assertThat(replay.path("total").asLong()).isEqualTo(3);
        assertThat(replay.path("complete").asBoolean()).isTrue();
        assertThat(replay.has("until")).isFalse();
        assertThat(replay.path("changes")).hasSize(1);
        JsonNode change = replay.path("changes").path(0);
        assertThat(change.path("to").asText()).isEqualTo("deny");
        assertThat(change.path("count").asLong()).isEqualTo(1);
        assertThat(change.path("people").asLong()).isEqualTo(1);
        JsonNode request = change.path("examples").path(0).path("request");
        assertThat(request.toString()).contains("\"DE\"", TestPlaces.BERLIN, USER, App.SHOP.clientId());

        JsonNode none = replay(Map.of("locationIn", Map.of("countries", List.of("IS"))));
        assertThat(none.path("total").asLong()).isEqualTo(3);
        assertThat(none.path("changes")).isEmpty();
    }

    private JsonNode replay(Map<String, ?> conditions) {
        return api.json(
                "POST",
                "/v2/replay",
                Map.of(
                        "days",
                        1,
                        "draft",
                        Map.of(
                                "name",
                                "draft",
                                "type",
                                "application",
                                "conditions",
                                conditions,
                                "effect",
                                Map.of("action", "deny"))));
    }

    private void signIn(String address) {
        Tab tab = Visitor.withoutExtension(realm).from(address).open(App.SHOP);
        tab.password(USER, USER);
        assertThat(tab.isSignedIn()).isTrue();
    }
}
