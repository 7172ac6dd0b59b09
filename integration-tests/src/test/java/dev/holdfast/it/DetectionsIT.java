package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.harness.AdminClient;
import dev.holdfast.harness.detection.Detections;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules of docs/detections over what a real server records of real acts. */
@ExtendWith(SharedServer.class)
class DetectionsIT {
    private static final String REALM = "watched";
    private static final Detections RULES = Detections.read(Path.of("..", "docs", "detections"));
    private static WireRealm realm;
    private static App wiki;

    private final World world;
    private final AccessApi api;
    private final Instant start = Instant.now().minusSeconds(1);
    private final Set<String> seen = new HashSet<>();
    private final Set<String> tried = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();

    DetectionsIT(World world) {
        this.world = world;
        this.api = AccessApi.of(world.admin(), realm);
    }

    @BeforeAll
    static void makeRealm(World world) {
        realm = world.addRealm(REALM, Map.of());
        wiki = world.addApplication(realm, "wiki", Map.of());
        world.configureAccess(realm, Map.of());
    }

    @AfterEach
    void forget() {
        world.forgetAccess(realm);
    }

    @Test
    @DisplayName("I3 an ordinary day on a real server raises no alert")
    void ordinaryDay() {
        WirePhone phone = PushPages.phone(world, realm, person("hedy"));
        OneTimePassword codes = OneTimePassword.of(world, realm, "alan");
        OneTimePassword administratorsCodes = OneTimePassword.of(world, realm, "root");
        world.grant(realm, world.userId(realm, "root"), "manage-users");
        var unusedMorning = sinceThen();

        for (String name : List.of("emmy", "lise", "marie")) {
            person(name);
            Visitor visitor = Visitor.withoutExtension(realm);
            Tab tab = visitor.open(App.SHOP);
            tab.password(name, "wrong");
            tab.password(name, name);
            assertThat(tab.isSignedIn()).isTrue();
            assertThat(visitor.open(wiki).isSignedIn()).isTrue();
        }
        assertThat(world.signIn(world.registration(realm, "emmy")).isSignedIn()).isTrue();
        PushPages.knownBrowser(realm, "hedy", phone);
        Tab coded = Visitor.withoutExtension(realm).open(wiki);
        coded.password("alan", "alan");
        coded.stock(Map.of("otp", codes.now()));
        assertThat(coded.isSignedIn()).isTrue();
        assertThat(realm.postForm(
                                realm.endpoint("token_endpoint"),
                                Map.of(
                                        "grant_type",
                                        "password",
                                        "client_id",
                                        "admin-cli",
                                        "username",
                                        "root",
                                        "password",
                                        "root",
                                        "totp",
                                        administratorsCodes.now()))
                        .isGranted())
                .isTrue();
        String policy = policy("Not from Iceland", "report");
        api.json("PATCH", "/v2/authn/policies/" + policy, Map.of("mode", "enforce"));
        assertThat(Visitor.withoutExtension(realm)
                        .open(wiki)
                        .password("lise", "lise")
                        .leftFor())
                .isPresent();
        world.change(realm, "marie", Map.of("lastName", "Curie", "username", "marie"));

        List<JsonNode> day = sinceThen();
        assertThat(day.stream().map(event -> event.path("event_type").asText()))
                .contains(
                        "user_login_attempt",
                        "sso_auth",
                        "admin_login_attempt",
                        "push_mfa_attempt",
                        "association_change",
                        "authnpolicy_create",
                        "authnpolicy_update",
                        "user_update");
        assertThat(RULES.alerts(day)).isEmpty();
    }

    @Test
    @DisplayName("I3 each rule raises an alert at the real act that it is for, and no other rule does")
    void acts() {
        guesses();
        pushes();
        administrators();
        policies();
        alone("device_quarantined", copiedDevice());
        alone(
                "record_switched_off",
                () -> world.admin()
                        .put(
                                world.adminPath(realm) + "/holdfast/insights/settings",
                                Map.of("insightsRetentionDays", List.of("7"))));
        assertThat(wrong).isEmpty();
        assertThat(tried)
                .as("impossible travel has a test of its own, since it takes a database of places")
                .containsExactlyInAnyOrderElementsOf(RULES.names().stream()
                        .filter(rule -> !rule.equals("impossible_travel"))
                        .toList());
    }

    @Test
    @DisplayName(
            "I3 whoever signs in from Vienna and at once from New York raises the alert of impossible travel alone")
    void travels() {
        world.process();
        String person = person("traveller");
        world.addPolicy(realm, "No risk", """
                {"name": "No risk", "type": "application", "conditions": {"risk": {"atLeast": "high"}},
                 "effect": {"action": "deny"}}""");
        assertThat(Visitor.withoutExtension(realm)
                        .from(TestPlaces.VIENNA)
                        .open(wiki)
                        .password(person, person)
                        .leftFor())
                .isPresent();

        alone(
                "impossible_travel",
                () -> assertThat(Visitor.withoutExtension(realm)
                                .from(TestPlaces.NEW_YORK)
                                .open(wiki)
                                .password(person, person)
                                .status())
                        .isEqualTo(403));
        assertThat(wrong).isEmpty();
    }

    private void guesses() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add(person("sprayed-" + i));
        }
        alone("password_spraying", () -> {
            for (String name : names) {
                Visitor.withoutExtension(realm).open(App.SHOP).password(name, "Winter2026");
            }
        });

        String guessed = person("guessed");
        world.admin().put(world.adminPath(realm), Map.of("bruteForceProtected", true, "failureFactor", 3));
        alone("user_locked_out", () -> {
            // Keycloak counts failures aside; whoever guesses goes on.
            for (int tries = 0; tries < 50 && !isRecorded("user_lockout"); tries++) {
                Visitor.withoutExtension(realm).open(App.SHOP).password(guessed, "guess-" + tries);
            }
        });
        world.admin().put(world.adminPath(realm), Map.of("bruteForceProtected", false));
    }

    private void pushes() {
        String bombed = person("bombed");
        alone("mfa_bypassed", () -> PushPages.phone(world, realm, bombed));
        alone("push_bombing", () -> {
            // The first rings; the others are refused, since it still waits.
            for (int i = 0; i < 6; i++) {
                PushPages.asked(realm, bombed);
            }
        });
        String robbed = person("robbed");
        WirePhone phone = PushPages.phone(world, realm, robbed);
        alone("push_reported", () -> {
            Tab thief = PushPages.asked(realm, robbed);
            phone.report().granted();
            thief.stock(Map.of("check", "1"));
            assertThat(thief.isSignedIn()).isFalse();
        });
    }

    private void administrators() {
        String named = person("named");
        alone("admin_created", () -> world.grant(realm, world.userId(realm, named), "manage-users"));
        AdminClient careless = new AdminClient(world.server().baseUri(), REALM, named, named);
        alone("admin_without_mfa", careless::token);
        alone(
                "user_impersonated",
                () -> world.admin()
                        .post(
                                world.adminPath(realm) + "/users/" + world.userId(realm, TestRealms.GRACE)
                                        + "/impersonation",
                                Map.of()));
        world.admin()
                .create(
                        world.adminPath(realm) + "/clients",
                        Map.of("clientId", "robot", "serviceAccountsEnabled", true, "publicClient", false));
        alone("api_key_created", () -> api.json("POST", "/v2/apikeys", Map.of("name", "nightly", "client", "robot")));
    }

    private void policies() {
        String weakened = policy("Weakened", "enforce");
        alone("policy_weakened", () -> api.json("PATCH", "/v2/authn/policies/" + weakened, Map.of("mode", "report")));
        alone(
                "policy_deleted",
                () -> assertThat(api.send("DELETE", "/v2/authn/policies/" + weakened, null)
                                .statusCode())
                        .isEqualTo(204));

        String rescuer = person("rescuer");
        String group = world.admin().create(world.adminPath(realm) + "/groups", Map.of("name", "rescue"));
        world.admin()
                .put(world.adminPath(realm) + "/users/" + world.userId(realm, rescuer) + "/groups/" + group, Map.of());
        world.configureAccess(realm, Map.of("defaultPolicy", List.of("deny"), "breakGlassGroup", List.of("/rescue")));
        alone(
                "break_glass_used",
                () -> assertThat(Visitor.withoutExtension(realm)
                                .open(wiki)
                                .password(rescuer, rescuer)
                                .leftFor())
                        .isPresent());
        alone("denied_by_policy_spike", () -> {
            for (int i = 0; i < 10; i++) {
                assertThat(Visitor.withoutExtension(realm)
                                .open(wiki)
                                .password(TestRealms.ADA, TestRealms.ADA)
                                .status())
                        .isEqualTo(403);
            }
        });
        world.forgetAccess(realm);
    }

    /** A token that its owner used long ago is used once more. */
    private Runnable copiedDevice() {
        WireRegistration registration = world.registration(realm, TestRealms.GRACE);
        String copied = registration.durt();
        for (int i = 0; i < 2; i++) {
            assertThat(world.signIn(registration).isSignedIn()).isTrue();
        }
        registration.use(copied);
        return () -> assertThat(realm.send(registration.exchange(world.challenge(realm), WireRegistration.newRid()))
                        .refusal())
                .isEqualTo("durt_reused");
    }

    /** Looks at the records of this act alone; what is wrong with one hides no other. */
    private void alone(String rule, Runnable happens) {
        var unusedBefore = sinceThen();
        happens.run();
        List<JsonNode> events = sinceThen();
        List<String> alerts = RULES.alerts(events);
        if (!alerts.equals(List.of(rule))) {
            wrong.add("instead of " + rule + " " + alerts + " were raised over " + events);
        }
        tried.add(rule);
    }

    /** What was recorded since this was asked last, in the order of time. */
    private List<JsonNode> sinceThen() {
        List<JsonNode> events = new ArrayList<>();
        recorded().forEach(event -> {
            if (seen.add(event.path("id").asText())) {
                events.add(event);
            }
        });
        return events;
    }

    private boolean isRecorded(String type) {
        for (JsonNode event : recorded()) {
            if (event.path("event_type").asText().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode recorded() {
        return world.admin()
                .post(
                        realm.issuer().getPath() + "/directory-insights/v1/events",
                        Map.of("start_time", start.toString(), "sort", "ASC", "limit", 10_000));
    }

    private String person(String name) {
        world.addUser(realm, name);
        return name;
    }

    private String policy(String name, String mode) {
        return api.json(
                        "POST",
                        "/v2/authn/policies",
                        Map.of(
                                "name",
                                name,
                                "mode",
                                mode,
                                "type",
                                "application",
                                "conditions",
                                Map.of("locationIn", Map.of("countries", List.of("IS"))),
                                "onMissing",
                                "skip",
                                "effect",
                                Map.of("action", "deny")))
                .path("id")
                .asText();
    }
}
