package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.harness.AuthenticatorApp;
import dev.holdfast.it.wire.Json;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docs/policy-cookbook.md in a real realm with the people and clients that the page introduces. */
@ExtendWith(SharedServer.class)
class CookbookIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```json( list)?\\n(.*?)^```");
    private static final Pattern TRIED = Pattern.compile("(?m)^\\| `(\\{.*})` \\| ([^|]+) \\|$");
    private static final Pattern CLIENT = Pattern.compile("(?m)^\\| `([a-z]+)` \\| [^|]+ \\|$");
    private static final Pattern PERSON =
            Pattern.compile("(?m)^\\| `([a-z]+)` \\| `/([a-z/]+)` \\| (?:`[a-z-]+/([a-z-]+)` )?\\| (yes|no) \\|$");
    private static final String POLICIES = "/v2/authn/policies";
    private static final AuthenticatorApp APP = new AuthenticatorApp("one-time-secret-of-20");

    private static WireRealm realm;
    private static AccessApi api;
    private static String page;

    private final World world;

    CookbookIT(World world) {
        this.world = world;
    }

    @BeforeAll
    static void makeTheExample(World world) throws IOException {
        page = Files.readString(Path.of("../docs/policy-cookbook.md"));
        realm = world.addRealm("cookbook", Map.of());
        api = AccessApi.of(world.admin(), realm);
        api.switchOn(world.admin().get(world.adminPath(realm)).path("id").asText());
        CLIENT.matcher(page).results().forEach(row -> world.addApplication(realm, row.group(1), Map.of()));
        for (String user : List.of(TestRealms.ADA, TestRealms.GRACE)) {
            world.admin().delete(world.adminPath(realm) + "/users/" + world.userId(realm, user));
        }
        PERSON.matcher(page).results().forEach(row -> addPerson(world, row));
        BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1) != null)
                .forEach(list -> api.json("POST", "/v2/iplists", list.group(2)));
    }

    private static void addPerson(World world, MatchResult row) {
        String user = row.group(1);
        world.addUser(realm, user, row.group(4).equals("yes") ? List.of(APP.credential()) : List.of());
        String base = world.adminPath(realm);
        world.admin()
                .put(base + "/users/" + world.userId(realm, user) + "/groups/" + group(world, row.group(2)), Map.of());
        if (row.group(3) != null) {
            world.grant(realm, world.userId(realm, user), row.group(3));
        }
    }

    /** The id of the group of this path, which is made where it is not there yet. */
    private static String group(World world, String path) {
        String groups = world.adminPath(realm) + "/groups";
        String parent = groups;
        String id = "";
        for (String name : path.split("/", -1)) {
            HttpResponse<String> made = world.admin().send("POST", parent, Map.of("name", name));
            assertThat(made.statusCode()).isIn(201, 409);
            id = StreamSupport.stream(world.admin().get(parent + "?max=100").spliterator(), false)
                    .filter(group -> group.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asText();
            parent = groups + "/" + id + "/children";
        }
        return id;
    }

    @Test
    @DisplayName(
            "C1 C8 each recipe of the cookbook is stored by REST, and what-if answers each of its requests as its table says")
    void recipes() {
        List<String> documents = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (String section : page.split("(?m)^## ", -1)) {
            ArrayNode policies = (ArrayNode) Json.parse("[]");
            BLOCK.matcher(section)
                    .results()
                    .filter(block -> block.group(1) == null)
                    .forEach(block -> policies.add(Json.parse(block.group(2))));
            policies.forEach(policy -> documents.add(policy.toString()));
            for (MatchResult row : TRIED.matcher(section).results().toList()) {
                ObjectNode request = (ObjectNode) Json.parse(row.group(1));
                request.set("policies", policies);
                String decided = words(api.json("POST", "/v2/simulate", request));
                tried++;
                if (!decided.equals(row.group(2).strip())) {
                    wrong.add(row.group() + " and is: " + decided);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(50);

        AccessApi author = AccessApi.of(world.administratorWith(realm, "realm-admin"), realm);
        assertThat(documents)
                .allSatisfy(document -> assertThat(storedBy(author, document)).isEqualTo(201));

        makeBreakGlass();
        assertThat(documents)
                .allSatisfy(document -> assertThat(
                                api.send("POST", POLICIES, document).statusCode())
                        .isEqualTo(201));
        assertThat(api.json(POLICIES + "?limit=1000")).hasSize(documents.size());
    }

    /** The guard looks at who stores a policy, and administrators of the server's own realm pass none here. */
    private static int storedBy(AccessApi author, String document) {
        HttpResponse<String> made = author.send("POST", POLICIES, document);
        if (made.statusCode() == 201) {
            api.send(
                    "DELETE",
                    POLICIES + '/' + Json.parse(made.body()).path("id").asText(),
                    null);
        }
        return made.statusCode();
    }

    private void makeBreakGlass() {
        world.addUser(realm, "fireman");
        String group = group(world, "break-glass");
        world.admin()
                .put(
                        world.adminPath(realm) + "/users/" + world.userId(realm, "fireman") + "/groups/" + group,
                        Map.of());
        String organization =
                world.admin().get(world.adminPath(realm)).path("id").asText();
        api.json(
                "PUT", "/organizations/" + organization, Map.of("settings", Map.of("breakGlassGroup", "/break-glass")));
    }

    /** A decision as the page says it. */
    private static String words(JsonNode answer) {
        JsonNode decision = answer.path("decision");
        List<String> words = new ArrayList<>();
        List<String> factors = new ArrayList<>();
        decision.path("factors").forEach(factor -> factors.add(factor.asText()));
        words.add((decision.path("action").asText() + " " + String.join(", ", factors)).strip());
        if (decision.path("user_verification").asText().equals("required")) {
            words.add("user verification");
        }
        for (String limit : List.of("maxAge", "lifetime")) {
            if (decision.path("session").has(limit)) {
                words.add(limit + " " + decision.path("session").path(limit).asText());
            }
        }
        if (!decision.path("reported").isEmpty()) {
            words.add("reported");
        }
        return String.join("; ", words);
    }
}
