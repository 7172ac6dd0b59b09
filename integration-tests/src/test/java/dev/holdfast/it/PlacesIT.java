package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.GeoDatabaseFile;
import dev.holdfast.harness.Readiness;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a sign-in comes from, as the phone is told. */
@ExtendWith(SharedServer.class)
class PlacesIT {
    private static final Path FOLDER = Path.of("target", "keycloak");
    /** An address that the first database does not know. */
    private static final String NEW = "192.0.2.240";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static WireRealm realm;
    private static App shop;

    private final World world;

    PlacesIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeRealm(World world) {
        world.process();
        realm = world.addRealm("placed", Map.of());
        shop = world.addApplication(realm, "placed-shop", Map.of());
    }

    @AfterAll
    static void putBack() {
        TestPlaces.writeInto(FOLDER);
    }

    @Test
    @DisplayName("P4 the phone shows the place of the sign-in in its user's language, and none where nobody knows it")
    void shown() {
        assertThat(shownTo("placed-a", Optional.of(TestPlaces.VIENNA))).hasValue("Vienna, Austria");
        assertThat(shownTo("placed-b", Optional.of(TestPlaces.SWITZERLAND))).hasValue("Switzerland");
        assertThat(shownTo("placed-c", Optional.of(TestPlaces.NOWHERE))).isEmpty();
        assertThat(shownTo("placed-d", Optional.empty())).as("loopback").isEmpty();
        assertThat(shownTo("placed-e", Optional.of("vienna.example")))
                .as("a proxy forwards what is no address")
                .isEmpty();
        inGerman("placed-f");
        assertThat(shownTo("placed-f", Optional.of(TestPlaces.VIENNA))).hasValue("Vienna, Österreich");
    }

    @Test
    @DisplayName("C3 a replaced database takes effect without a restart, and the admin console shows which is read")
    void reloaded() throws IOException {
        assertThat(state()).contains("Test-City");
        Path renewed = TestPlaces.database("Renewed-City")
                .network(NEW + "/32", GeoDatabaseFile.city("IS", "EU", "1", "Reykjavik", 64.1, -21.9))
                .writeTo(TestPlaces.file(FOLDER));
        // What is seconds old is no longer being written: one look is enough.
        Files.setLastModifiedTime(renewed, FileTime.from(Instant.now().minusSeconds(10)));
        String user = "placed-again";
        world.addUser(realm, user);
        PushPages.phone(world, realm, user);
        // Each attempt asks for a place, which is when the server looks at its file.
        Readiness.await(
                "the renewed database",
                () -> {
                    Visitor.withoutExtension(realm).from(NEW).open(shop).password(user, user);
                    return state().contains("Renewed-City");
                },
                PATIENCE);
        assertThat(state()).contains("Renewed-City");
        assertThat(shownTo("placed-g", Optional.of(NEW))).hasValue("Reykjavik, Iceland");
    }

    private Optional<String> shownTo(String user, Optional<String> address) {
        if (world.admin()
                .get(world.adminPath(realm) + "/users?exact=true&username=" + user)
                .isEmpty()) {
            world.addUser(realm, user);
        }
        WirePhone phone = PushPages.phone(world, realm, user);
        Visitor visitor = Visitor.withoutExtension(realm);
        address.ifPresent(visitor::from);
        Tab tab = visitor.open(shop);
        tab.password(user, user);
        assertThat(PushPages.number(tab.page())).isPresent();
        return Optional.ofNullable(phone.request().claims().get("location")).map(JsonNode::asText);
    }

    private void inGerman(String user) {
        world.addUser(realm, user);
        AdminClient admin = world.admin();
        String path = world.adminPath(realm) + "/users/"
                + admin.get(world.adminPath(realm) + "/users?exact=true&username=" + user)
                        .path(0)
                        .path("id")
                        .asText();
        ObjectNode person = (ObjectNode) admin.get(path);
        person.putObject("attributes").putArray("locale").add("de");
        admin.put(path, person);
    }

    private String state() {
        return world.admin()
                .get("/admin/serverinfo")
                .path("providers")
                .path("holdfast-places")
                .path("providers")
                .path("database")
                .path("operationalInfo")
                .path("state")
                .asText();
    }
}
