package dev.holdfast.access.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("A policy with everything in it is read as it stands")
    void readsAll() {
        Policy policy = read("""
                {
                  "id": "p-1",
                  "name": "MFA outside corporate",
                  "description": "for everybody but the robots",
                  "disabled": true,
                  "mode": "report",
                  "priority": 10,
                  "type": "application",
                  "conditions": {"not": {"ipAddressIn": ["office"]}, "deviceManaged": true},
                  "onMissing": "skip",
                  "effect": {
                    "action": "allow",
                    "obligations": {
                      "mfa": {"required": true},
                      "mfaFactors": [{"type": "DURT"}, "webauthn", {"type": "PUSH"}],
                      "userVerification": {"requirement": "required"},
                      "session": {"maxAge": 3600, "lifetime": 28800}
                    },
                    "custom_error_message": {
                      "enabled": true,
                      "message": "Not from there",
                      "primary_help": {"text": "Help", "url": "https://help.example.com/mfa?x=1#top"},
                      "secondary_help": {"text": "Write", "url": "mailto:help@example.com"}
                    }
                  },
                  "targets": {
                    "users": {"inclusions": ["ada"], "exclusions": ["bob"]},
                    "userGroups": {"inclusions": ["/staff"], "exclusions": ["/robots"]},
                    "resources": [{"type": "application", "id": "wiki"}, {"type": "user_portal"}]
                  }
                }
                """);

        assertThat(policy)
                .isEqualTo(new Policy(
                        "p-1",
                        "MFA outside corporate",
                        "for everybody but the robots",
                        true,
                        Mode.REPORT,
                        10,
                        ResourceType.APPLICATION,
                        new Targets(
                                false,
                                Set.of("ada"),
                                Set.of("bob"),
                                Set.of("/staff"),
                                Set.of("/robots"),
                                List.of(
                                        new Targets.Resource(ResourceType.APPLICATION, Optional.of("wiki")),
                                        new Targets.Resource(ResourceType.USER_PORTAL, Optional.empty()))),
                        new Condition.All(List.of(
                                new Condition.Not(new Condition.AddressIn(List.of("office"))),
                                new Condition.DeviceManaged(true))),
                        OnMissing.SKIP,
                        new Effect.Allow(
                                new Obligations(
                                        true,
                                        Optional.of(Set.of(Factor.DEVICE, Factor.WEBAUTHN, Factor.PUSH)),
                                        UserVerification.REQUIRED,
                                        new SessionLimits(
                                                Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofHours(8)))),
                                Optional.of(new DenialMessage(
                                        "Not from there",
                                        List.of(
                                                new DenialMessage.Help(
                                                        "Help", URI.create("https://help.example.com/mfa?x=1#top")),
                                                new DenialMessage.Help(
                                                        "Write", URI.create("mailto:help@example.com"))))))));
    }

    @Test
    @DisplayName("What a policy does not say has the plain meaning: enforced, everybody, whatever the circumstances")
    void readsLeast() {
        Policy policy = read("{\"name\":\"n\",\"type\":\"user_portal\",\"effect\":{\"action\":\"deny\"}}");

        assertThat(policy)
                .isEqualTo(new Policy(
                        "",
                        "n",
                        "",
                        false,
                        Mode.ENFORCE,
                        PolicyReader.DEFAULT_PRIORITY,
                        ResourceType.USER_PORTAL,
                        Targets.ALL,
                        Condition.ALWAYS,
                        OnMissing.DEFAULT,
                        new Effect.Deny(Optional.empty())));
    }

    @Test
    @DisplayName("Nobody named is everybody, also with exclusions; ALL is everybody")
    void everybody() {
        assertThat(targets("{}").everybody()).isTrue();
        assertThat(targets("{\"users\":{\"inclusions\":[\"ALL\"]}}")).isEqualTo(Targets.ALL);
        assertThat(targets("{\"users\":{\"inclusions\":[],\"exclusions\":[\"bob\"]}}"))
                .isEqualTo(new Targets(true, Set.of(), Set.of("bob"), Set.of(), Set.of(), List.of()));
        assertThat(targets("{\"userGroups\":{\"inclusions\":[\"/staff\"]}}").everybody())
                .isFalse();
        assertThat(targets("{\"users\":{\"inclusions\":[\"ada\"]}}").everybody())
                .isFalse();
    }

    @Test
    @DisplayName("Every condition has its form, and the others combine them")
    void conditions() {
        Condition condition = condition("""
                {"all": [
                  {"locationIn": {"countries": ["AT", "DE"], "continents": ["EU"], "regions": ["US-CA"],
                                  "unknown": true, "private": true}},
                  {"deviceEncrypted": true, "deviceFirewall": false, "deviceCompliant": true},
                  {"any": [{"deviceOs": {"family": "macos", "minVersion": "14.5"}}, {"deviceOs": {"family": "linux"}}]},
                  {"deviceScreenLock": {"maxMinutes": 5}},
                  {"deviceAssurance": {"atLeast": "hardware"}},
                  {"devicePostureAge": {"maxMinutes": 60}},
                  {"userAttribute": {"name": "contract", "values": ["external"]}},
                  {"userAttribute": {"name": "cleared"}},
                  {"role": ["admin", "wiki/editor"]},
                  {"group": ["/staff"]},
                  {"authenticationMethod": ["webauthn"]},
                  {"timeOfDay": {"zone": "Europe/Vienna", "days": ["monday", "friday"], "from": "08:00", "to": "17:30"}},
                  {"risk": {"atLeast": "medium"}},
                  {"not": {"mfaConfigured": true}},
                  {}
                ]}
                """);

        assertThat(condition)
                .isEqualTo(new Condition.All(List.of(
                        new Condition.LocationIn(Set.of("AT", "DE"), Set.of("EU"), Set.of("US-CA"), true, true),
                        new Condition.All(List.of(
                                new Condition.DeviceEncrypted(true),
                                new Condition.DeviceFirewall(false),
                                new Condition.DeviceCompliant(true))),
                        new Condition.Any(List.of(
                                new Condition.DeviceOs("macos", Optional.of("14.5")),
                                new Condition.DeviceOs("linux", Optional.empty()))),
                        new Condition.DeviceScreenLock(5),
                        new Condition.DeviceAssurance("hardware"),
                        new Condition.DevicePostureAge(60),
                        new Condition.UserAttribute("contract", Set.of("external")),
                        new Condition.UserAttribute("cleared", Set.of()),
                        new Condition.Role(Set.of("admin", "wiki/editor")),
                        new Condition.Group(Set.of("/staff")),
                        new Condition.AuthenticationMethod(Set.of("WEBAUTHN")),
                        new Condition.TimeOfDay(
                                ZoneId.of("Europe/Vienna"),
                                Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                LocalTime.of(8, 0),
                                LocalTime.of(17, 30)),
                        new Condition.Risk(RiskLevel.MEDIUM),
                        new Condition.Not(new Condition.MfaConfigured(true)),
                        Condition.ALWAYS)));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("What is written of what was read is read as the same, and written as the same again")
    @MethodSource("dev.holdfast.access.document.PolicyCorpus#accepted")
    void roundTrip(PolicyCorpus.Accepted one) throws Exception {
        Policy policy = read(one.json());
        var written = PolicyDocument.write(policy);

        assertThat(PolicyDocument.read(written)).isEqualTo(new PolicyDocument.Read(policy));
        assertThat(PolicyDocument.write(read(written.toString()))).isEqualTo(written);
        if (one.canonical()) {
            assertThat(JSON.readTree(written.toString())).isEqualTo(JSON.readTree(one.json()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("What is not allowed is refused with its place, and what is allowed there")
    @MethodSource("dev.holdfast.access.document.PolicyCorpus#refused")
    void refused(PolicyCorpus.Refused one) {
        List<DocumentProblem> problems = problems(one.json());

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(one.pointer());
            assertThat(problem.line() + ":" + problem.column()).isEqualTo(one.place());
            assertThat(problem.message()).contains(one.message());
        });
    }

    @Test
    @DisplayName("An author learns of everything at once, up to a bound")
    void everyProblem() {
        assertThat(problems("""
                        {
                          "nmae": "x",
                          "type": "application",
                          "conditions": {"ipAdressIn": ["office"]},
                          "effect": {"action": "block"}
                        }"""))
                .extracting(DocumentProblem::pointer)
                .containsExactlyInAnyOrder("/nmae", "", "/conditions/ipAdressIn", "/effect/action");
        assertThat(problems("{\"a\":1" + ",\"b\":1".repeat(500) + "}")).hasSize(Problems.MOST);
    }

    @Test
    @DisplayName("A problem is told with line, column and place")
    void told() {
        assertThat(problems("{\"name\":\"n\",\n \"type\":\"x\", \"effect\":{\"action\":\"deny\"}}"))
                .singleElement()
                .hasToString(
                        "line 2, column 9 (/type): one of user_portal, application, admin_portal, ldap belongs here");
    }

    @Test
    @DisplayName("Neither depth, length nor long numbers wear the reader out")
    void bounded() {
        String deep = "{\"not\":".repeat(40) + "{}" + "}".repeat(40);
        assertThat(problems(PolicyCorpus.with("\"conditions\":" + deep)))
                .anyMatch(problem -> problem.message().contains("at most 16 deep"));
        assertThat(problems("[".repeat(100_000))).hasSize(1);
        assertThat(problems(" ".repeat(PolicyDocument.LONGEST + 1))).hasSize(1);
        assertThat(problems(PolicyCorpus.with("\"priority\":1e999999999"))).isNotEmpty();
    }

    private static Targets targets(String json) {
        return read(PolicyCorpus.with("\"targets\":" + json)).targets();
    }

    private static Condition condition(String json) {
        return ((ConditionDocument.Read) ConditionDocument.read(json)).condition();
    }

    private static Policy read(String json) {
        PolicyDocument document = PolicyDocument.read(json);
        assertThat(document).isInstanceOf(PolicyDocument.Read.class);
        return ((PolicyDocument.Read) document).policy();
    }

    private static List<DocumentProblem> problems(String json) {
        PolicyDocument document = PolicyDocument.read(json);
        assertThat(document).isInstanceOf(PolicyDocument.Refused.class);
        return ((PolicyDocument.Refused) document).problems();
    }
}
