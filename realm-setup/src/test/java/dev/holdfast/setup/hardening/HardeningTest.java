package dev.holdfast.setup.hardening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HardeningTest {
    private static final RealmFacts.Administrators NOBODY = new RealmFacts.Administrators(List.of(), false);

    /** A realm that satisfies L3, as far as settings go. */
    private static final Map<RealmSetting, String> STRICT = Map.ofEntries(
            Map.entry(RealmSetting.SSL_REQUIRED, "all"),
            Map.entry(RealmSetting.STRICT_TRANSPORT, "31536000"),
            Map.entry(RealmSetting.FRAME_OPTIONS, "DENY"),
            Map.entry(RealmSetting.CONTENT_TYPE_OPTIONS, "nosniff"),
            Map.entry(RealmSetting.BRUTE_FORCE, "true"),
            Map.entry(RealmSetting.FAILURES, "5"),
            Map.entry(RealmSetting.LONGEST_WAIT, "900"),
            Map.entry(RealmSetting.PERMANENT_LOCKOUT, "false"),
            Map.entry(RealmSetting.PASSWORD_LENGTH, "15"),
            Map.entry(RealmSetting.PASSWORD_NOT_USERNAME, "true"),
            Map.entry(RealmSetting.PASSWORD_NOT_EMAIL, "true"),
            Map.entry(RealmSetting.OTP_REUSABLE, "false"),
            Map.entry(RealmSetting.WEBAUTHN_VERIFICATION, "required"),
            Map.entry(RealmSetting.PASSKEY_VERIFICATION, "required"),
            Map.entry(RealmSetting.SESSION_IDLE, "900"),
            Map.entry(RealmSetting.SESSION_MAX, "43200"),
            Map.entry(RealmSetting.REMEMBER_ME, "false"),
            Map.entry(RealmSetting.REMEMBERED_IDLE, "900"),
            Map.entry(RealmSetting.REMEMBERED_MAX, "43200"),
            Map.entry(RealmSetting.OFFLINE_LIMITED, "true"),
            Map.entry(RealmSetting.OFFLINE_MAX, "2592000"),
            Map.entry(RealmSetting.ACCESS_TOKEN, "300"),
            Map.entry(RealmSetting.LOGIN_TIME, "1800"),
            Map.entry(RealmSetting.CODE_TIME, "60"),
            Map.entry(RealmSetting.USER_LINK, "300"),
            Map.entry(RealmSetting.ADMIN_LINK, "14400"),
            Map.entry(RealmSetting.REFRESH_ROTATION, "true"),
            Map.entry(RealmSetting.REFRESH_REUSE, "0"),
            Map.entry(RealmSetting.EVENTS, "true"),
            Map.entry(RealmSetting.SIGN_IN_EVENTS, "LOGIN, LOGIN_ERROR"),
            Map.entry(RealmSetting.EVENTS_KEPT, "31536000"),
            Map.entry(RealmSetting.ADMIN_EVENTS, "true"),
            Map.entry(RealmSetting.ADMIN_EVENTS_DETAILS, "true"),
            Map.entry(RealmSetting.REGISTRATION, "false"),
            Map.entry(RealmSetting.VERIFY_EMAIL, "true"),
            Map.entry(RealmSetting.EDIT_USERNAME, "false"),
            Map.entry(RealmSetting.DUPLICATE_EMAILS, "false"),
            Map.entry(RealmSetting.USER_MANAGED_ACCESS, "false"),
            Map.entry(RealmSetting.PUSH_NUMBER_MATCHING, "true"),
            Map.entry(RealmSetting.PUSH_VERIFICATION, "required"),
            Map.entry(RealmSetting.DEVICE_UNUSED, "1209600"),
            Map.entry(RealmSetting.DEVICE_REGISTRATION, "15552000"),
            Map.entry(RealmSetting.DEVICE_UNLOCKED, "28800"),
            Map.entry(RealmSetting.DEVICE_ASSURANCE, "attested"),
            Map.entry(RealmSetting.ACCESS, "true"),
            Map.entry(RealmSetting.ADMIN_MFA, "true"));

    /** By setting, what is just not enough for the profile from which on it is demanded. */
    static Stream<Object[]> edges() {
        return Stream.of(new Object[][] {
            {RealmSetting.SSL_REQUIRED, Profile.L1, "none"},
            {RealmSetting.SSL_REQUIRED, Profile.L2, "external"},
            {RealmSetting.STRICT_TRANSPORT, Profile.L1, "31535999"},
            {RealmSetting.FRAME_OPTIONS, Profile.L1, ""},
            {RealmSetting.CONTENT_TYPE_OPTIONS, Profile.L1, ""},
            {RealmSetting.BRUTE_FORCE, Profile.L1, "false"},
            {RealmSetting.FAILURES, Profile.L1, "11"},
            {RealmSetting.FAILURES, Profile.L2, "6"},
            {RealmSetting.LONGEST_WAIT, Profile.L1, "899"},
            {RealmSetting.PERMANENT_LOCKOUT, Profile.L1, "true"},
            {RealmSetting.PASSWORD_LENGTH, Profile.L1, "11"},
            {RealmSetting.PASSWORD_LENGTH, Profile.L2, "13"},
            {RealmSetting.PASSWORD_LENGTH, Profile.L3, "14"},
            {RealmSetting.PASSWORD_NOT_USERNAME, Profile.L1, "false"},
            {RealmSetting.PASSWORD_NOT_EMAIL, Profile.L1, "false"},
            {RealmSetting.OTP_REUSABLE, Profile.L1, "true"},
            {RealmSetting.PASSKEY_VERIFICATION, Profile.L1, "preferred"},
            {RealmSetting.WEBAUTHN_VERIFICATION, Profile.L3, "not specified"},
            {RealmSetting.SESSION_IDLE, Profile.L1, "3601"},
            {RealmSetting.SESSION_IDLE, Profile.L2, "1801"},
            {RealmSetting.SESSION_IDLE, Profile.L3, "901"},
            {RealmSetting.SESSION_MAX, Profile.L1, "86401"},
            {RealmSetting.SESSION_MAX, Profile.L1, "0"},
            {RealmSetting.SESSION_MAX, Profile.L2, "43201"},
            {RealmSetting.REMEMBER_ME, Profile.L2, "true"},
            {RealmSetting.OFFLINE_LIMITED, Profile.L2, "false"},
            {RealmSetting.OFFLINE_MAX, Profile.L2, "5184001"},
            {RealmSetting.OFFLINE_MAX, Profile.L3, "2592001"},
            {RealmSetting.ACCESS_TOKEN, Profile.L1, "901"},
            {RealmSetting.ACCESS_TOKEN, Profile.L2, "301"},
            {RealmSetting.LOGIN_TIME, Profile.L1, "1801"},
            {RealmSetting.CODE_TIME, Profile.L1, "61"},
            {RealmSetting.USER_LINK, Profile.L1, "901"},
            {RealmSetting.USER_LINK, Profile.L2, "301"},
            {RealmSetting.ADMIN_LINK, Profile.L1, "86401"},
            {RealmSetting.ADMIN_LINK, Profile.L2, "43201"},
            {RealmSetting.ADMIN_LINK, Profile.L3, "14401"},
            {RealmSetting.REFRESH_ROTATION, Profile.L2, "false"},
            {RealmSetting.REFRESH_REUSE, Profile.L2, "1"},
            {RealmSetting.EVENTS, Profile.L1, "false"},
            {RealmSetting.SIGN_IN_EVENTS, Profile.L1, ""},
            {RealmSetting.SIGN_IN_EVENTS, Profile.L1, "LOGIN"},
            {RealmSetting.EVENTS_KEPT, Profile.L1, "2591999"},
            {RealmSetting.EVENTS_KEPT, Profile.L2, "7775999"},
            {RealmSetting.EVENTS_KEPT, Profile.L3, "31535999"},
            {RealmSetting.ADMIN_EVENTS, Profile.L1, "false"},
            {RealmSetting.ADMIN_EVENTS_DETAILS, Profile.L1, "false"},
            {RealmSetting.REGISTRATION, Profile.L1, "true"},
            {RealmSetting.VERIFY_EMAIL, Profile.L1, "false"},
            {RealmSetting.EDIT_USERNAME, Profile.L1, "true"},
            {RealmSetting.DUPLICATE_EMAILS, Profile.L1, "true"},
            {RealmSetting.USER_MANAGED_ACCESS, Profile.L2, "true"},
            {RealmSetting.PUSH_NUMBER_MATCHING, Profile.L1, "false"},
            {RealmSetting.PUSH_VERIFICATION, Profile.L3, "optional"},
            {RealmSetting.DEVICE_UNUSED, Profile.L1, "7776001"},
            {RealmSetting.DEVICE_UNUSED, Profile.L2, "2592001"},
            {RealmSetting.DEVICE_UNUSED, Profile.L3, "1209601"},
            {RealmSetting.DEVICE_REGISTRATION, Profile.L1, "31536001"},
            {RealmSetting.DEVICE_REGISTRATION, Profile.L3, "15552001"},
            {RealmSetting.DEVICE_UNLOCKED, Profile.L1, "86401"},
            {RealmSetting.DEVICE_UNLOCKED, Profile.L2, "43201"},
            {RealmSetting.DEVICE_UNLOCKED, Profile.L3, "28801"},
            {RealmSetting.DEVICE_ASSURANCE, Profile.L3, "software"},
            {RealmSetting.ACCESS, Profile.L2, "false"},
            {RealmSetting.ADMIN_MFA, Profile.L1, "false"}
        });
    }

    @ParameterizedTest(name = "{0} = {2} fails {1}, and no profile below it")
    @MethodSource("edges")
    void edge(RealmSetting setting, Profile profile, String value) {
        RealmFacts realm = with(setting, value);
        assertThat(failing(realm, profile)).hasSize(1);
        for (Profile below : Profile.values()) {
            if (!below.includes(profile)) {
                assertThat(failing(realm, below)).as("%s", below).isEmpty();
            }
        }
        for (Change change : Hardening.plan(realm, profile)) {
            assertThat(change.setting()).isEqualTo(setting);
            assertThat(failing(realm.with(List.of(change)), profile)).isEmpty();
        }
    }

    @Test
    @DisplayName("Each setting that a control looks at has an edge here")
    void allEdges() {
        Set<RealmSetting> tested = edges().map(edge -> (RealmSetting) edge[0]).collect(Collectors.toSet());
        assertThat(Controls.ALL.stream()
                        .filter(SettingControl.class::isInstance)
                        .map(control -> ((SettingControl) control).setting())
                        .filter(setting ->
                                setting != RealmSetting.REMEMBERED_IDLE && setting != RealmSetting.REMEMBERED_MAX))
                .isSubsetOf(tested);
    }

    @ParameterizedTest(name = "A strict realm passes {0}, and nothing is to be changed in it")
    @EnumSource(Profile.class)
    void strict(Profile profile) {
        RealmFacts realm = realm(STRICT);
        assertThat(failing(realm, profile)).isEmpty();
        assertThat(Hardening.plan(realm, profile)).isEmpty();
    }

    @ParameterizedTest(name = "{0} applied twice changes nothing the second time, and leaves only what is done by hand")
    @EnumSource(Profile.class)
    void idempotent(Profile profile) {
        Map<RealmSetting, String> lax = new EnumMap<>(STRICT);
        edges().forEach(edge -> lax.put((RealmSetting) edge[0], (String) edge[2]));
        RealmFacts realm = realm(lax);
        List<Change> changes = Hardening.plan(realm, profile);
        assertThat(changes).isNotEmpty();
        RealmFacts after = realm.with(changes);
        assertThat(Hardening.plan(after, profile)).isEmpty();
        assertThat(Hardening.audit(after, profile).findings())
                .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAIL)
                .noneMatch(Finding::applied);
    }

    @Test
    @DisplayName("Each profile demands what the one before it does: what passes L3 passes L2, what passes L2 passes L1")
    void profilesGrow() {
        edges().forEach(edge -> {
            RealmFacts realm = with((RealmSetting) edge[0], (String) edge[2]);
            int previous = 0;
            for (Profile profile : Profile.values()) {
                int fails = failing(realm, profile).size();
                assertThat(fails).isGreaterThanOrEqualTo(previous);
                previous = fails;
            }
        });
    }

    @Test
    @DisplayName("Records without an end are kept long enough")
    void endless() {
        assertThat(failing(with(RealmSetting.EVENTS_KEPT, "0"), Profile.L3)).isEmpty();
    }

    @Test
    @DisplayName("TLS for all is applied only by a call that itself came over TLS")
    void notShutOut() {
        RealmFacts plain =
                new RealmFacts(with(RealmSetting.SSL_REQUIRED, "external").settings(), List.of(), NOBODY, true, false);
        assertThat(Hardening.plan(plain, Profile.L3)).isEmpty();
        assertThat(Hardening.plan(with(RealmSetting.SSL_REQUIRED, "external"), Profile.L3))
                .singleElement()
                .satisfies(change -> assertThat(change.to()).isEqualTo("all"));
    }

    @Test
    @DisplayName("Addresses cannot be verified without a mail server, and nobody is shut out by trying")
    void noMail() {
        RealmFacts realm = with(RealmSetting.VERIFY_EMAIL, "false");
        RealmFacts silent = new RealmFacts(realm.settings(), List.of(), NOBODY, false, true);
        assertThat(finding(silent, Profile.L1, "sign-in-email-verified").outcome())
                .isEqualTo(Finding.Outcome.NOT_APPLICABLE);
        assertThat(Hardening.plan(silent, Profile.L3)).isEmpty();
    }

    @Test
    @DisplayName("What is not set up is not held against the realm")
    void notSetUp() {
        Map<RealmSetting, String> without = new EnumMap<>(STRICT);
        without.remove(RealmSetting.PUSH_NUMBER_MATCHING);
        without.remove(RealmSetting.DEVICE_UNLOCKED);
        Report report = Hardening.audit(realm(without), Profile.L1);
        assertThat(report.findings())
                .filteredOn(finding ->
                        finding.id().equals("push-number") || finding.id().equals("device-unlocked"))
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Finding.Outcome.NOT_APPLICABLE));
        assertThat(Hardening.plan(realm(without), Profile.L3)).isEmpty();
    }

    @Test
    @DisplayName("The length of remembered sessions counts where users can be remembered")
    void remembered() {
        Map<RealmSetting, String> settings = new EnumMap<>(STRICT);
        settings.put(RealmSetting.REMEMBER_ME, "true");
        settings.put(RealmSetting.REMEMBERED_IDLE, "1209601");
        settings.put(RealmSetting.REMEMBERED_MAX, "2592001");
        assertThat(failing(realm(settings), Profile.L1))
                .containsExactly("session-remembered-idle", "session-remembered-max");
        settings.put(RealmSetting.REMEMBER_ME, "false");
        assertThat(failing(realm(settings), Profile.L1)).isEmpty();
    }

    @Test
    @DisplayName("A remembered session lives as long as others at least, and is mended with them")
    void rememberedAsOthers() {
        Map<RealmSetting, String> settings = new EnumMap<>(STRICT);
        settings.put(RealmSetting.REMEMBER_ME, "true");
        settings.put(RealmSetting.SESSION_IDLE, "1209601");
        settings.put(RealmSetting.REMEMBERED_IDLE, "0");
        assertThat(failing(realm(settings), Profile.L1)).containsExactly("session-idle", "session-remembered-idle");
        assertThat(Hardening.plan(realm(settings), Profile.L1))
                .extracting(Change::setting)
                .containsExactly(RealmSetting.SESSION_IDLE);
    }

    @ParameterizedTest(name = "Of {0} administrators with a factor and {1} without: {2}")
    @CsvSource({"0,0,NOT_APPLICABLE", "2,0,PASS", "2,1,FAIL", "0,30,FAIL"})
    void administrators(int with, int without, Finding.Outcome outcome) {
        List<RealmFacts.Administrator> all = Stream.concat(
                        Stream.iterate(0, i -> i + 1).limit(with).map(i -> new RealmFacts.Administrator("a" + i, true)),
                        Stream.iterate(0, i -> i + 1)
                                .limit(without)
                                .map(i -> new RealmFacts.Administrator("b" + i, false)))
                .toList();
        Finding finding = finding(administeredBy(all, false), Profile.L1, "mfa-administrators");
        assertThat(finding.outcome()).isEqualTo(outcome);
        if (without > 20) {
            assertThat(HardeningTexts.in("en").measured(finding)).endsWith(" and 10 more");
            assertThat(HardeningTexts.in("de").measured(finding))
                    .startsWith("30 von 30 haben keinen: b0, ")
                    .endsWith(" und 10 weitere");
        }
        // Nobody knows what those have who were not looked at.
        Finding cutOff = finding(administeredBy(all, true), Profile.L1, "mfa-administrators");
        assertThat(cutOff.outcome()).isEqualTo(Finding.Outcome.FAIL);
        assertThat(HardeningTexts.in("en").measured(cutOff))
                .isEqualTo("more administrators than are looked at; of those who were, "
                        + HardeningTexts.in("en").measured(finding));
    }

    private static RealmFacts administeredBy(List<RealmFacts.Administrator> known, boolean cutOff) {
        return new RealmFacts(STRICT, List.of(), new RealmFacts.Administrators(known, cutOff), true, true);
    }

    static Stream<Object[]> clients() {
        return Stream.of(new Object[][] {
            {"client-implicit", Profile.L1, client(false, true, false, false, true, false, Set.of())},
            {"client-open-host", Profile.L1, redirecting("*")},
            {"client-open-host", Profile.L1, redirecting("https://*")},
            {"client-open-host", Profile.L1, redirecting("https://*.example.com/back")},
            {"client-any-origin", Profile.L1, clientWith(Set.of("*"), OptionalLong.empty(), "", Set.of())},
            {"client-password", Profile.L2, client(false, false, true, false, true, false, Set.of())},
            {"client-token-access", Profile.L1, living(901)},
            {"client-token-access", Profile.L1, living(-1)},
            {"client-open-host", Profile.L1, redirecting("https:*")},
            {"client-open-host", Profile.L1, redirecting("http*")},
            {"client-open-host", Profile.L1, redirecting("https://app.example*")},
            {"client-open-host", Profile.L1, redirecting("http://localhost:*")},
            {"client-open-host", Profile.L1, behind("https://app.example", "*")},
            {"client-exact-redirects", Profile.L2, behind("https://app.example", "/*")},
            {"client-tls", Profile.L2, behind("http://app.example", "/back")},
            {"client-tls", Profile.L2, redirecting("http://localhost:x@evil.example/")},
            {"client-tls", Profile.L2, redirecting("http://localhost@evil.example/back")},
            {"client-tls", Profile.L2, redirecting("http://127.0.0.1:x@evil.example/")},
            {"client-tls", Profile.L2, redirecting("http://localhost:*")},
            {"client-tls", Profile.L2, redirecting("HTTP://app.example/back")},
            {"client-pkce", Profile.L2, client(true, false, false, false, false, false, Set.of())},
            {"client-exact-redirects", Profile.L2, redirecting("https://app.example/back*")},
            {"client-tls", Profile.L2, redirecting("http://app.example/back")},
            {"client-tls", Profile.L2, redirecting("http://localhost.example/back")},
            {"client-device-grant", Profile.L3, client(false, false, false, true, true, false, Set.of())},
            {"client-scope", Profile.L3, client(false, false, false, false, true, true, Set.of())}
        });
    }

    @ParameterizedTest(name = "{0} names a client from {1} on, and changes nothing")
    @MethodSource("clients")
    void clients(String control, Profile from, ClientFacts client) {
        RealmFacts realm = new RealmFacts(STRICT, List.of(client), NOBODY, true, true);
        for (Profile profile : Profile.values()) {
            Optional<Finding> finding = Hardening.audit(realm, profile).findings().stream()
                    .filter(one -> one.id().equals(control))
                    .findFirst();
            if (profile.includes(from)) {
                assertThat(finding).hasValueSatisfying(one -> {
                    assertThat(one.outcome()).isEqualTo(Finding.Outcome.FAIL);
                    assertThat(one.measured()).isEqualTo(new Shown.Names(List.of("c")));
                    assertThat(one.applied()).isFalse();
                });
            } else {
                assertThat(finding).isEmpty();
            }
            assertThat(Hardening.plan(realm, profile)).isEmpty();
        }
    }

    @Test
    @DisplayName("A client's own access tokens live no longer than the profile lets those of the realm")
    void ownTokens() {
        RealmFacts realm = new RealmFacts(STRICT, List.of(living(301)), NOBODY, true, true);
        assertThat(failing(realm, Profile.L1)).isEmpty();
        assertThat(failing(realm, Profile.L2)).containsExactly("client-token-access");
    }

    @Test
    @DisplayName("Good clients are not named: exact addresses, paths of this server, loopback")
    void goodClients() {
        RealmFacts realm = new RealmFacts(
                STRICT,
                List.of(
                        redirecting("https://app.example/back"),
                        redirecting("/admin/acme/console/*"),
                        redirecting("http://127.0.0.1:8000/back"),
                        redirecting("http://localhost/back"),
                        redirecting("http://[::1]:8000/back"),
                        redirecting("/back"),
                        behind("https://app.example", "/back"),
                        behind("http://localhost:3000", "/back"),
                        behind("${authBaseUrl}", "/realms/acme/account/*"),
                        living(300),
                        redirecting("com.example.app:/back")),
                NOBODY,
                true,
                true);
        assertThat(failing(realm, Profile.L3)).isEmpty();
    }

    @Test
    @DisplayName(
            "Ids of controls are unique, each has standards, advice, and German texts, and the texts have no others")
    void texts() {
        List<String> ids = Controls.ALL.stream().map(Control::id).toList();
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(40);
        HardeningTexts german = HardeningTexts.in("de-AT");
        RealmFacts realm = realm(STRICT);
        assertThat(Hardening.audit(realm, Profile.L3).findings())
                .hasSameSizeAs(ids)
                .allSatisfy(finding -> {
                    assertThat(finding.standards()).isNotEmpty();
                    assertThat(german.title(finding))
                            .isNotEqualTo(finding.title())
                            .isNotBlank();
                    assertThat(german.mend(finding))
                            .isNotEqualTo(finding.mend())
                            .isNotBlank();
                    assertThat(german.wanted(finding)).doesNotContain("at most", "at least", " client", "seconds");
                    assertThat(HardeningTexts.in("en").title(finding)).isEqualTo(finding.title());
                });
    }

    @ParameterizedTest(name = "With the policy \"{0}\" and X-Frame-Options \"{1}\": {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "frame-src 'self'; frame-ancestors 'self'; object-src 'none'; | '' | PASS",
                "Frame-Ancestors 'NONE'                       | ''         | PASS",
                "frame-ancestors                              | ''         | PASS",
                "frame-ancestors *                            | DENY       | FAIL",
                "frame-ancestors 'self' https://evil.example  | SAMEORIGIN | FAIL",
                "frame-ancestors *; frame-ancestors 'none'    | DENY       | FAIL",
                "frame-ancestors *, frame-ancestors 'none'    | ''         | PASS",
                "frame-src 'self'                             | DENY       | PASS",
                "frame-src 'self'                             | deny       | PASS",
                "frame-src 'self'                             | ''         | FAIL",
                "''                                           | ALLOWALL   | FAIL"
            })
    void frames(String policy, String option, Finding.Outcome outcome) {
        Map<RealmSetting, String> settings = new EnumMap<>(STRICT);
        settings.put(RealmSetting.CONTENT_SECURITY_POLICY, policy);
        settings.put(RealmSetting.FRAME_OPTIONS, option);
        Finding finding = finding(realm(settings), Profile.L1, "transport-frames");
        assertThat(finding.outcome()).isEqualTo(outcome);
        boolean byPolicy = policy.contains("frame-ancestors");
        assertThat(Hardening.plan(realm(settings), Profile.L1))
                .extracting(Change::setting)
                .as("a policy that lets others frame pages was written on purpose")
                .isEqualTo(
                        outcome == Finding.Outcome.PASS || byPolicy ? List.of() : List.of(RealmSetting.FRAME_OPTIONS));
    }

    @ParameterizedTest(name = "\"{0}\" says {1} seconds, and becomes \"{2}\"")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                         | 0    | max-age=900",
                "max-age=600; includeSubDomains; preload    | 600  | max-age=900; includeSubDomains; preload",
                "preload; Max-Age = \"60\"; includeSubDomains | 60 | preload; max-age=900; includeSubDomains",
                "max-age=1                                  | 1    | max-age=900",
                "max-age                                    | 0    | max-age=900",
                "max-age=soon; preload                      | 0    | max-age=900; preload",
                "includeSubDomains                          | 0    | max-age=900; includeSubDomains"
            })
    void strictTransport(String header, String seconds, String longer) {
        assertThat(StrictTransport.maxAge(header)).isEqualTo(seconds);
        assertThat(StrictTransport.withMaxAge(header, "900")).isEqualTo(longer);
    }

    @Test
    @DisplayName("Nothing is weakened: a lockout for good stays, what is stricter than the profile stays")
    void nothingWeakened() {
        for (Profile profile : Profile.values()) {
            assertThat(Hardening.plan(with(RealmSetting.PERMANENT_LOCKOUT, "true"), profile))
                    .isEmpty();
            assertThat(Hardening.plan(realm(STRICT), profile)).isEmpty();
        }
        assertThat(Hardening.plan(with(RealmSetting.FRAME_OPTIONS, "deny"), Profile.L1))
                .isEmpty();
    }

    @Test
    @DisplayName("What is never applied is what the page about compliance lists, and nothing else")
    void neverApplied() throws IOException {
        Map<RealmSetting, String> lax = new EnumMap<>(STRICT);
        edges().forEach(edge -> lax.put((RealmSetting) edge[0], (String) edge[2]));
        // Where conditional access is off, its demand on administrators concerns nobody.
        lax.put(RealmSetting.ACCESS, "true");
        Set<String> reported = Hardening.audit(realm(lax), Profile.L3).findings().stream()
                .filter(finding -> finding.outcome() == Finding.Outcome.FAIL && !finding.applied())
                .map(Finding::id)
                .collect(Collectors.toSet());
        reported.addAll(failing(with(RealmSetting.ACCESS, "false"), Profile.L3));
        String page = page();
        String section = page.substring(page.indexOf("\nNever applied"), page.indexOf("\nProfiles demand no letters"));
        assertThat(Pattern.compile("`([a-z]+(?:-[a-z]+)+)`")
                        .matcher(section)
                        .results()
                        .map(found -> found.group(1)))
                .filteredOn(id -> !Set.of("mfa-administrators", "transport-tls", "transport-frames")
                        .contains(id))
                .containsExactlyInAnyOrderElementsOf(reported);
    }

    @Test
    @DisplayName("The page's example is what an audit answers")
    void example() throws IOException {
        String page = page();
        MatchResult counts = Pattern.compile("\"passed\": (\\d+), \"failed\": (\\d+), \"notApplicable\": (\\d+)")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(Stream.of(1, 2, 3)
                        .mapToInt(group -> Integer.parseInt(counts.group(group)))
                        .sum())
                .isEqualTo(Hardening.audit(realm(STRICT), Profile.L2).findings().size());
        Finding finding = finding(with(RealmSetting.SESSION_IDLE, "7200"), Profile.L2, "session-idle");
        HardeningTexts english = HardeningTexts.in("en");
        assertThat(page)
                .contains(
                        "\"title\": \"" + english.title(finding) + "\"",
                        "\"measured\": \"" + english.measured(finding) + "\", \"wanted\": \"" + english.wanted(finding)
                                + "\", \"result\": \"fail\", \"appliable\": true",
                        "\"mend\": \"" + english.mend(finding) + "\"");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "compliance.md"));
    }

    private static List<String> failing(RealmFacts realm, Profile profile) {
        return Hardening.audit(realm, profile).findings().stream()
                .filter(finding -> finding.outcome() == Finding.Outcome.FAIL)
                .map(Finding::id)
                .toList();
    }

    private static Finding finding(RealmFacts realm, Profile profile, String id) {
        return Hardening.audit(realm, profile).findings().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static RealmFacts with(RealmSetting setting, String value) {
        Map<RealmSetting, String> settings = new EnumMap<>(STRICT);
        settings.put(setting, value);
        return realm(settings);
    }

    private static RealmFacts realm(Map<RealmSetting, String> settings) {
        return new RealmFacts(settings, List.of(), NOBODY, true, true);
    }

    private static ClientFacts redirecting(String uri) {
        return client(false, false, false, false, true, false, Set.of(uri));
    }

    private static ClientFacts behind(String rootUrl, String uri) {
        return clientWith(Set.of(), OptionalLong.empty(), rootUrl, Set.of(uri));
    }

    private static ClientFacts living(long seconds) {
        return clientWith(Set.of(), OptionalLong.of(seconds), "", Set.of());
    }

    private static ClientFacts clientWith(
            Set<String> origins, OptionalLong lifespan, String rootUrl, Set<String> redirects) {
        return new ClientFacts(
                "c", false, false, true, false, false, false, true, false, lifespan, rootUrl, redirects, origins);
    }

    private static ClientFacts client(
            boolean isPublic,
            boolean implicit,
            boolean direct,
            boolean device,
            boolean pkce,
            boolean scope,
            Set<String> redirects) {
        return new ClientFacts(
                "c",
                false,
                isPublic,
                true,
                implicit,
                direct,
                device,
                pkce,
                scope,
                OptionalLong.empty(),
                "",
                redirects,
                Set.of());
    }
}
