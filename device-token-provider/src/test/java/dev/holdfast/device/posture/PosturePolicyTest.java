package dev.holdfast.device.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosturePolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final PostureSource FLEET = new PostureSource("fleet");

    @Test
    @DisplayName(
            "T3 the facts that others decide by are those that count now: an old report's are not known, whatever they say")
    void known() {
        KnownFacts now = policy(everyCheck()).known(List.of(agent(NOW, good())), NOW);
        KnownFacts later = policy(everyCheck()).known(List.of(agent(NOW, good())), NOW.plus(DAY.multipliedBy(30)));

        assertThat(now.flag(Fact.DISK_ENCRYPTED)).contains(true);
        assertThat(now.count(Fact.SCREEN_LOCK_SECONDS)).isPresent();
        assertThat(now.text(Fact.OS_VERSION)).isPresent();
        assertThat(now.text(Fact.DISK_ENCRYPTED)).isEmpty();
        assertThat(now.reportedAt()).contains(NOW);
        assertThat(later.facts()).isEmpty();
        assertThat(later.reportedAt()).isEmpty();
    }

    @Test
    @DisplayName("T2 a device whose every fact is within the thresholds is compliant")
    void compliant() {
        PostureStanding standing = policy(everyCheck()).evaluate(List.of(agent(NOW, good())), NOW);

        assertThat(standing.checks())
                .hasSameSizeAs(PostureCheck.values())
                .allSatisfy(check ->
                        assertThat(check.result()).as(check.check().word()).isEqualTo(Compliance.COMPLIANT));
        assertThat(standing.isCompliant()).isTrue();
        assertThat(standing.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    DISK_ENCRYPTED,      false,      DISK_ENCRYPTION
                    FIREWALL,            false,      FIREWALL
                    SECURE_BOOT,         false,      SECURE_BOOT
                    SCREEN_LOCK,         false,      SCREEN_LOCK
                    SCREEN_LOCK_SECONDS, 301,        SCREEN_LOCK
                    PENDING_UPDATES,     4,          PENDING_UPDATES
                    OS_VERSION,          11.9,       OS_VERSION
                    OS_NAME,             gentoo,     OS_VERSION
                    AGENT_VERSION,       0.9.9,      AGENT_VERSION
                    """)
    @DisplayName("T2 one fact beyond its threshold fails its check, and the device with it")
    void beyond(Fact fact, String value, PostureCheck failing) {
        Map<Fact, Observation> facts = good();
        facts.put(fact, observation(fact, value));

        PostureStanding standing = policy(everyCheck()).evaluate(List.of(agent(NOW, facts)), NOW);

        assertThat(standing.compliance()).isEqualTo(Compliance.NOT_COMPLIANT);
        assertThat(standing.missing()).containsExactly(Map.entry(failing.word(), "failed"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    SCREEN_LOCK_SECONDS, 300
                    PENDING_UPDATES,     3
                    OS_VERSION,          12
                    AGENT_VERSION,       1.0.0-SNAPSHOT
                    """)
    @DisplayName("T2 a fact at its threshold passes")
    void atTheThreshold(Fact fact, String value) {
        Map<Fact, Observation> facts = good();
        facts.put(fact, observation(fact, value));

        assertThat(policy(everyCheck())
                        .evaluate(List.of(agent(NOW, facts)), NOW)
                        .isCompliant())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("T3 a fact that is missing or unknown is neither good nor bad, and never makes a device compliant")
    void unknownFact(Fact fact) {
        for (boolean said : List.of(true, false)) {
            Map<Fact, Observation> facts = good();
            facts.remove(fact);
            if (said) {
                facts.put(fact, new Observation.Unknown("needs_root", null));
            }
            PostureStanding standing = policy(everyCheck()).evaluate(List.of(agent(NOW, facts)), NOW);

            // No check looks at the kernel, and a system that goes by its own name needs no family.
            boolean unused = fact == Fact.KERNEL || fact == Fact.OS;
            assertThat(standing.compliance()).isEqualTo(unused ? Compliance.COMPLIANT : Compliance.UNKNOWN);
            assertThat(standing.missing().values()).allMatch("unknown"::equals);
        }
    }

    @Test
    @DisplayName("T3 a report counts until its time is over and not a second longer; then all is unknown")
    void age() {
        List<PostureReport> reports = List.of(agent(NOW, good()));
        PosturePolicy policy = policy(everyCheck());

        assertThat(policy.evaluate(reports, NOW.plus(HOUR).minusSeconds(1)).isCompliant())
                .isTrue();
        PostureStanding late = policy.evaluate(reports, NOW.plus(HOUR));
        assertThat(late.compliance()).isEqualTo(Compliance.UNKNOWN);
        assertThat(late.checks()).allSatisfy(check -> assertThat(check.reason()).contains("stale"));
    }

    @Test
    @DisplayName("T3 silence is never compliance, not even where nothing is checked")
    void silence() {
        PosturePolicy nothing = policy(Map.of(
                "checkDiskEncryption", List.of("false"),
                "checkFirewall", List.of("false"),
                "checkScreenLock", List.of("off")));

        assertThat(nothing.evaluate(List.of(), NOW).missing()).containsExactly(Map.entry("report", "unknown"));
        assertThat(nothing.evaluate(List.of(agent(NOW.minus(HOUR), good())), NOW)
                        .compliance())
                .isEqualTo(Compliance.UNKNOWN);
        assertThat(nothing.evaluate(List.of(agent(NOW, good())), NOW).isCompliant())
                .isTrue();
        assertThat(policy(Map.of()).evaluate(List.of(), NOW).compliance()).isEqualTo(Compliance.UNKNOWN);
    }

    @Test
    @DisplayName("T4 a source that is not named decides nothing, whatever it says")
    void unnamedSource() {
        List<PostureReport> reports = List.of(new PostureReport(FLEET, 1, NOW, NOW, new Facts(good())));

        PostureStanding standing = policy(everyCheck()).evaluate(reports, NOW);

        assertThat(standing.compliance()).isEqualTo(Compliance.UNKNOWN);
        assertThat(standing.checks())
                .allSatisfy(check -> assertThat(check.reason()).contains("missing"));
    }

    @Test
    @DisplayName("T4 several values of the sources are refused: Keycloak keeps them without their order, which decides")
    void orderNeedsOneValue() {
        Map<String, List<String>> several = everyCheck();
        several.put(PosturePolicy.SOURCES_KEY, List.of("fleet", "agent"));
        assertThatThrownBy(() -> policy(several))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commas");
    }

    @Test
    @DisplayName("T4 of two sources the first decides; the second only where the first does not know or is silent")
    void order() {
        Map<String, List<String>> both = everyCheck();
        both.put(PosturePolicy.SOURCES_KEY, List.of("fleet, agent"));
        PosturePolicy policy = policy(both);
        PostureReport open = new PostureReport(
                FLEET,
                1,
                NOW,
                NOW,
                new Facts(Map.of(
                        Fact.DISK_ENCRYPTED, new Observation.Flag(false, null),
                        Fact.FIREWALL, new Observation.Unknown("not_supported", null))));

        PostureStanding standing = policy.evaluate(List.of(agent(NOW, good()), open), NOW);
        assertThat(standing.missing()).containsExactly(Map.entry("disk_encryption", "failed"));
        assertThat(standing.checks())
                .filteredOn(check -> check.check() == PostureCheck.FIREWALL)
                .allSatisfy(check -> assertThat(check.source()).contains(PostureSource.AGENT));

        // The agent's hour is over, the managing system's day is not.
        PostureStanding later = policy.evaluate(List.of(agent(NOW, good()), open), NOW.plus(HOUR));
        assertThat(later.missing()).containsEntry("disk_encryption", "failed").containsEntry("firewall", "unknown");
        PostureStanding tomorrow = policy.evaluate(List.of(agent(NOW.plus(DAY), good()), open), NOW.plus(DAY));
        assertThat(tomorrow.isCompliant()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    checkDiskEncryption, maybe
                    checkScreenLock,     -1
                    checkScreenLock,     86401
                    checkScreenLock,     ten
                    checkPendingUpdates, 10001
                    checkOsVersions,     debian
                    checkOsVersions,     12
                    checkAgentVersion,   new
                    postureSources,      Fleet!
                    """)
    @DisplayName("A threshold out of its bounds is refused with a sentence for the administrator")
    void refusedSettings(String key, String value) {
        assertThatThrownBy(() -> policy(Map.of(key, List.of(value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("[A-Z].{10,}");
    }

    @Test
    @DisplayName("A system that is named twice is refused: nobody could say which version holds")
    void namedTwice() {
        assertThatThrownBy(() -> policy(Map.of("checkOsVersions", List.of("debian 12", "Debian 11"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rolling", "", "v", "99999999999999999999"})
    @DisplayName("T3 a version that cannot be compared is unknown")
    void strangeVersion(String version) {
        Map<Fact, Observation> facts = good();
        facts.put(Fact.OS_VERSION, new Observation.Text(version.isEmpty() ? " " : version, null));

        assertThat(policy(everyCheck())
                        .evaluate(List.of(agent(NOW, facts)), NOW)
                        .missing())
                .containsExactly(Map.entry("os_version", "unknown"));
    }

    @Test
    @DisplayName("Every check has a word, a setting of its own and a default that can be read")
    void declarations() {
        assertThat(Arrays.stream(PostureCheck.values()).map(PostureCheck::key)).doesNotHaveDuplicates();
        for (PostureCheck check : PostureCheck.values()) {
            assertThat(check.read(List.of())).isEqualTo(check.read(check.defaultValue()));
            assertThat(check.help()).matches("[A-Z].*\\.");
        }
    }

    @Test
    @DisplayName("T2 where compliance is required, a device that is silent or not in order cannot use its sessions")
    void sessions() {
        PosturePolicy required = policy(everyCheck());
        Map<Fact, Observation> open = good();
        open.put(Fact.DISK_ENCRYPTED, new Observation.Flag(false, null));

        assertThat(required.carriesSessions(() -> List.of(agent(NOW, good())), NOW))
                .isTrue();
        assertThat(required.carriesSessions(List::of, NOW)).isFalse();
        assertThat(required.carriesSessions(() -> List.of(agent(NOW, open)), NOW))
                .isFalse();
        PosturePolicy free = PosturePolicy.read(key -> List.of(), false, HOUR, DAY);
        assertThat(free.carriesSessions(
                        () -> {
                            throw new AssertionError("nobody needs to know");
                        },
                        NOW))
                .isTrue();
    }

    private static PosturePolicy policy(Map<String, List<String>> configuration) {
        return PosturePolicy.read(key -> configuration.getOrDefault(key, List.of()), true, HOUR, DAY);
    }

    private static Map<String, List<String>> everyCheck() {
        return new HashMap<>(Map.of(
                "checkSecureBoot", List.of("true"),
                "checkScreenLock", List.of("300"),
                "checkPendingUpdates", List.of("3"),
                "checkOsVersions", new ArrayList<>(List.of("debian 12", "macos 14.4")),
                "checkAgentVersion", List.of("1.0")));
    }

    private static PostureReport agent(Instant receivedAt, Map<Fact, Observation> facts) {
        return new PostureReport(PostureSource.AGENT, 1, receivedAt, receivedAt, new Facts(facts));
    }

    private static Map<Fact, Observation> good() {
        Map<Fact, Observation> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.OS, new Observation.Text("linux", null));
        facts.put(Fact.OS_NAME, new Observation.Text("debian", null));
        facts.put(Fact.OS_VERSION, new Observation.Text("12.5", null));
        facts.put(Fact.KERNEL, new Observation.Text("6.1.0-18-amd64", null));
        facts.put(Fact.DISK_ENCRYPTED, new Observation.Flag(true, "luks2"));
        facts.put(Fact.FIREWALL, new Observation.Flag(true, "nftables"));
        facts.put(Fact.SCREEN_LOCK, new Observation.Flag(true, null));
        facts.put(Fact.SCREEN_LOCK_SECONDS, new Observation.Count(240, null));
        facts.put(Fact.PENDING_UPDATES, new Observation.Count(0, null));
        facts.put(Fact.SECURE_BOOT, new Observation.Flag(true, null));
        facts.put(Fact.AGENT_VERSION, new Observation.Text("1.2.0", null));
        return facts;
    }

    private static Observation observation(Fact fact, String value) {
        return switch (fact.kind()) {
            case TEXT -> new Observation.Text(value, null);
            case FLAG -> new Observation.Flag(Boolean.parseBoolean(value), null);
            case COUNT -> new Observation.Count(Long.parseLong(value), null);
        };
    }
}
