package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Demand.atLeast;
import static dev.holdfast.setup.hardening.Demand.atMost;
import static dev.holdfast.setup.hardening.Demand.is;
import static dev.holdfast.setup.hardening.Demand.off;
import static dev.holdfast.setup.hardening.Demand.on;
import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every control, in the order of reports. Session lengths are those of NIST SP 800-63B for its assurance levels 2 (L2) and 3
 * (L3). There is no demand for letters of several kinds in passwords, nor for their regular change: the same document
 * advises against both (§5.1.1.2).
 */
final class Controls {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final long YEAR = 365L * DAY;

    private static final Predicate<RealmFacts> ALWAYS = realm -> true;
    private static final Predicate<RealmFacts> NEVER = realm -> false;

    static final List<Control> ALL = Stream.of(
                    transport(),
                    guessing(),
                    passwords(),
                    factors(),
                    sessions(),
                    records(),
                    signIn(),
                    holdfast(),
                    clients())
            .flatMap(List::stream)
            .toList();

    private Controls() {}

    private static List<Control> transport() {
        List<String> standards = List.of("CIS 3.10", "NIST SC-8", "SOC 2 CC6.1", "SOC 2 CC6.6");
        return List.of(
                new SettingControl(
                        "transport-tls",
                        "Requests come over TLS",
                        standards,
                        RealmSetting.SSL_REQUIRED,
                        Map.of(L1, new Demand.OneOf(List.of("external", "all")), L2, is("all")),
                        ALWAYS,
                        // Over plain HTTP it would shut out who asks for it.
                        RealmFacts::secureRequest,
                        "Realm settings → General → Require SSL. It is applied by a call that itself comes over HTTPS."),
                setting(
                        "transport-hsts",
                        "Browsers keep to TLS",
                        standards,
                        RealmSetting.STRICT_TRANSPORT,
                        Map.of(L1, atLeast(YEAR)),
                        "Realm settings → Security defenses → Headers → HTTP Strict Transport Security"),
                setting(
                        "transport-frames",
                        "Other sites cannot frame the pages",
                        List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.6"),
                        RealmSetting.FRAME_OPTIONS,
                        Map.of(L1, new Demand.OneOf(List.of("SAMEORIGIN", "DENY"))),
                        "Realm settings → Security defenses → Headers → X-Frame-Options"),
                setting(
                        "transport-sniffing",
                        "Browsers do not guess types",
                        List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.6"),
                        RealmSetting.CONTENT_TYPE_OPTIONS,
                        Map.of(L1, is("nosniff")),
                        "Realm settings → Security defenses → Headers → X-Content-Type-Options"));
    }

    private static List<Control> guessing() {
        List<String> standards = List.of("CIS 4.1", "NIST AC-7", "NIST AC-2(11)", "SOC 2 CC6.1", "SOC 2 CC6.6");
        String where = "Realm settings → Security defenses → Brute force detection";
        return List.of(
                setting(
                        "guessing-detected",
                        "Guessing of passwords is noticed",
                        standards,
                        RealmSetting.BRUTE_FORCE,
                        Map.of(L1, on()),
                        where),
                setting(
                        "guessing-tries",
                        "Few wrong passwords before a wait",
                        standards,
                        RealmSetting.FAILURES,
                        Map.of(L1, atMost(10), L2, atMost(5)),
                        where + " → Max login failures"),
                setting(
                        "guessing-wait",
                        "The wait grows to a quarter of an hour at least",
                        standards,
                        RealmSetting.LONGEST_WAIT,
                        Map.of(L1, atLeast(15 * MINUTE)),
                        where + " → Max wait"),
                setting(
                        "guessing-no-lockout",
                        "A stranger who guesses locks nobody out for good",
                        List.of("CIS 4.1", "NIST AC-7", "SOC 2 CC6.1"),
                        RealmSetting.PERMANENT_LOCKOUT,
                        Map.of(L1, off()),
                        where + " → Lockout temporarily"));
    }

    private static List<Control> passwords() {
        List<String> standards = List.of("CIS 4.1", "NIST IA-5(1)", "SOC 2 CC6.1");
        String where = "Authentication → Policies → Password policy → ";
        return List.of(
                setting(
                        "password-length",
                        "Passwords are long",
                        standards,
                        RealmSetting.PASSWORD_LENGTH,
                        Map.of(L1, atLeast(12), L2, atLeast(14), L3, atLeast(15)),
                        where + "Minimum length"),
                setting(
                        "password-not-username",
                        "A password is not the user name",
                        standards,
                        RealmSetting.PASSWORD_NOT_USERNAME,
                        Map.of(L1, on()),
                        where + "Not username"),
                setting(
                        "password-not-email",
                        "A password is not the e-mail address",
                        standards,
                        RealmSetting.PASSWORD_NOT_EMAIL,
                        Map.of(L1, on()),
                        where + "Not email"));
    }

    private static List<Control> factors() {
        List<String> standards = List.of("CIS 6.4", "CIS 6.5", "NIST IA-2(1)", "SOC 2 CC6.1");
        return List.of(
                new AdministratorControl(
                        "mfa-administrators",
                        "Administrators have a second factor or a key",
                        List.of("CIS 5.4", "CIS 6.5", "NIST IA-2(1)", "NIST AC-6(1)", "SOC 2 CC6.1"),
                        L1,
                        "Let them set one up (Users → Credentials → Credential reset), or take the role away"),
                setting(
                        "mfa-code-once",
                        "A one-time code works once",
                        standards,
                        RealmSetting.OTP_REUSABLE,
                        Map.of(L1, off()),
                        "Authentication → Policies → OTP policy → Reusable token"),
                setting(
                        "mfa-passkey-verified",
                        "A passkey verifies its user",
                        standards,
                        RealmSetting.PASSKEY_VERIFICATION,
                        Map.of(L1, is("required")),
                        "Authentication → Policies → Webauthn passwordless policy → User verification requirement"),
                setting(
                        "mfa-security-key-verified",
                        "A security key as second factor verifies its user too",
                        standards,
                        RealmSetting.WEBAUTHN_VERIFICATION,
                        Map.of(L3, is("required")),
                        "Authentication → Policies → Webauthn policy → User verification requirement"));
    }

    private static List<Control> sessions() {
        List<String> standards = List.of("CIS 4.1", "NIST AC-2(11)", "NIST AC-12", "SOC 2 CC6.1");
        List<String> tokens = List.of("CIS 4.1", "NIST AC-12", "NIST SC-23", "SOC 2 CC6.1");
        String where = "Realm settings → Sessions → ";
        String lifespans = "Realm settings → Tokens → ";
        return List.of(
                setting(
                        "session-idle",
                        "An unused session ends",
                        standards,
                        RealmSetting.SESSION_IDLE,
                        Map.of(L1, atMost(HOUR), L2, atMost(30 * MINUTE), L3, atMost(15 * MINUTE)),
                        where + "SSO Session Idle"),
                setting(
                        "session-max",
                        "Every session ends",
                        standards,
                        RealmSetting.SESSION_MAX,
                        Map.of(L1, atMost(DAY), L2, atMost(12 * HOUR)),
                        where + "SSO Session Max"),
                setting(
                        "session-remembered",
                        "Nobody is remembered for long",
                        standards,
                        RealmSetting.REMEMBER_ME,
                        Map.of(L2, off()),
                        "Realm settings → Login → Remember me"),
                new SettingControl(
                        "session-remembered-max",
                        "Even a remembered session ends",
                        standards,
                        RealmSetting.REMEMBERED_MAX,
                        Map.of(L1, atMost(30L * DAY)),
                        realm -> realm.isOn(RealmSetting.REMEMBER_ME),
                        ALWAYS,
                        where + "SSO Session Max Remember Me"),
                setting(
                        "session-offline-limited",
                        "Offline sessions end",
                        standards,
                        RealmSetting.OFFLINE_LIMITED,
                        Map.of(L2, on()),
                        where + "Offline Session Max Limited"),
                setting(
                        "session-offline-max",
                        "Offline sessions end after weeks",
                        standards,
                        RealmSetting.OFFLINE_MAX,
                        Map.of(L2, atMost(60L * DAY), L3, atMost(30L * DAY)),
                        where + "Offline Session Max"),
                setting(
                        "session-login-time",
                        "A sign-in page waits half an hour at most",
                        standards,
                        RealmSetting.LOGIN_TIME,
                        Map.of(L1, atMost(30 * MINUTE)),
                        where + "Login timeout"),
                setting(
                        "token-access",
                        "Access tokens live for minutes",
                        tokens,
                        RealmSetting.ACCESS_TOKEN,
                        Map.of(L1, atMost(15 * MINUTE), L2, atMost(5 * MINUTE)),
                        lifespans + "Access Token Lifespan"),
                setting(
                        "token-code",
                        "Authorization codes live for a minute",
                        tokens,
                        RealmSetting.CODE_TIME,
                        Map.of(L1, atMost(MINUTE)),
                        lifespans + "Client Login Timeout"),
                setting(
                        "token-rotated",
                        "A refresh token works once",
                        tokens,
                        RealmSetting.REFRESH_ROTATION,
                        Map.of(L2, on()),
                        lifespans + "Revoke Refresh Token. Try it with applications that refresh from several places at"
                                + " once."),
                new SettingControl(
                        "token-not-reused",
                        "A used refresh token is refused",
                        tokens,
                        RealmSetting.REFRESH_REUSE,
                        Map.of(L2, is("0")),
                        ALWAYS,
                        ALWAYS,
                        lifespans + "Refresh Token Max Reuse"),
                setting(
                        "token-user-link",
                        "Links that users ask for live for minutes",
                        tokens,
                        RealmSetting.USER_LINK,
                        Map.of(L1, atMost(15 * MINUTE), L2, atMost(5 * MINUTE)),
                        lifespans + "User-Initiated Action Lifespan"),
                setting(
                        "token-admin-link",
                        "Links that administrators send live for hours",
                        tokens,
                        RealmSetting.ADMIN_LINK,
                        Map.of(L1, atMost(DAY), L2, atMost(12 * HOUR), L3, atMost(4 * HOUR)),
                        lifespans + "Default Admin-Initiated Action Lifespan"));
    }

    private static List<Control> records() {
        List<String> standards = List.of("CIS 8.2", "NIST AU-2", "NIST AU-6", "SOC 2 CC7.2");
        return List.of(
                setting(
                        "record-sign-ins",
                        "Sign-ins are recorded",
                        standards,
                        RealmSetting.EVENTS,
                        Map.of(L1, on()),
                        "Realm settings → Events → User events settings → Save events"),
                setting(
                        "record-kept",
                        "Records are kept",
                        standards,
                        RealmSetting.EVENTS_KEPT,
                        Map.of(
                                L1, new Demand.AtLeast(30L * DAY, true),
                                L2, new Demand.AtLeast(90L * DAY, true),
                                L3, new Demand.AtLeast(YEAR, true)),
                        "Realm settings → Events → User events settings → Expiration"),
                setting(
                        "record-administration",
                        "Changes by administrators are recorded",
                        standards,
                        RealmSetting.ADMIN_EVENTS,
                        Map.of(L1, on()),
                        "Realm settings → Events → Admin events settings → Save events"),
                setting(
                        "record-administration-details",
                        "And what they changed",
                        standards,
                        RealmSetting.ADMIN_EVENTS_DETAILS,
                        Map.of(L1, on()),
                        "Realm settings → Events → Admin events settings → Include representation"));
    }

    private static List<Control> signIn() {
        List<String> standards = List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.2");
        String where = "Realm settings → Login → ";
        return List.of(
                setting(
                        "sign-in-registration",
                        "Strangers cannot make accounts",
                        standards,
                        RealmSetting.REGISTRATION,
                        Map.of(L1, off()),
                        where + "User registration"),
                new SettingControl(
                        "sign-in-email-verified",
                        "Addresses are verified",
                        standards,
                        RealmSetting.VERIFY_EMAIL,
                        Map.of(L1, on()),
                        // Without mail it would shut everybody out whose address is not verified yet.
                        RealmFacts::mailServer,
                        ALWAYS,
                        where + "Verify email"),
                setting(
                        "sign-in-username-fixed",
                        "Users keep their names",
                        standards,
                        RealmSetting.EDIT_USERNAME,
                        Map.of(L1, off()),
                        where + "Edit username"),
                new SettingControl(
                        "sign-in-email-unique",
                        "An address belongs to one user",
                        standards,
                        RealmSetting.DUPLICATE_EMAILS,
                        Map.of(L1, off()),
                        ALWAYS,
                        // Users who share one already could not sign in by it any more.
                        NEVER,
                        where + "Duplicate emails, after nobody shares one"),
                setting(
                        "sign-in-no-sharing",
                        "Users do not hand out access of their own",
                        standards,
                        RealmSetting.USER_MANAGED_ACCESS,
                        Map.of(L2, off()),
                        "Realm settings → General → User-managed access"));
    }

    private static List<Control> holdfast() {
        List<String> push = List.of("CIS 6.4", "NIST IA-2(1)", "SOC 2 CC6.1");
        List<String> devices = List.of("CIS 4.1", "NIST AC-2(11)", "SOC 2 CC6.1", "SOC 2 CC6.6");
        List<String> access =
                List.of("CIS 6.4", "CIS 6.5", "NIST AC-2(11)", "NIST IA-2(1)", "SOC 2 CC6.1", "SOC 2 CC6.6");
        return List.of(
                setting(
                        "push-number",
                        "A push is approved by the number that the page shows",
                        push,
                        RealmSetting.PUSH_NUMBER_MATCHING,
                        Map.of(L1, on()),
                        "Console → Settings → Phones → Number matching"),
                setting(
                        "push-verified",
                        "A phone verifies its user at each approval",
                        push,
                        RealmSetting.PUSH_VERIFICATION,
                        Map.of(L3, is("required")),
                        "Console → Settings → Phones → User verification"),
                setting(
                        "device-unlocked",
                        "Silent sign-in ends half a day after the user was present",
                        devices,
                        RealmSetting.DEVICE_UNLOCKED,
                        Map.of(L1, atMost(DAY), L2, atMost(12 * HOUR), L3, atMost(8 * HOUR)),
                        "Console → Settings → Unlocked time"),
                setting(
                        "device-unused",
                        "A device that nobody uses is forgotten",
                        devices,
                        RealmSetting.DEVICE_UNUSED,
                        Map.of(L1, atMost(90L * DAY), L2, atMost(30L * DAY), L3, atMost(14L * DAY)),
                        "Console → Settings → Sign-in token lifetime"),
                setting(
                        "device-registration",
                        "A device is registered anew now and then",
                        devices,
                        RealmSetting.DEVICE_REGISTRATION,
                        Map.of(L1, atMost(YEAR), L3, atMost(180L * DAY)),
                        "Console → Settings → Registration lifetime"),
                new SettingControl(
                        "device-hardware",
                        "Devices keep their keys in hardware",
                        devices,
                        RealmSetting.DEVICE_ASSURANCE,
                        Map.of(L3, new Demand.OneOf(List.of("hardware", "attested"))),
                        ALWAYS,
                        // Devices with keys in files could not be enrolled any more.
                        NEVER,
                        "Console → Settings → Minimum assurance, when the machines have a TPM"),
                new SettingControl(
                        "access-on",
                        "Conditional access decides who gets in",
                        access,
                        RealmSetting.ACCESS,
                        Map.of(L2, on()),
                        ALWAYS,
                        // What it would decide is a matter of the realm's policies.
                        NEVER,
                        "Set the realm up for conditional access, and switch it on when what-if shows what you expect"),
                new SettingControl(
                        "access-administrators",
                        "The admin console demands a second factor",
                        access,
                        RealmSetting.ADMIN_MFA,
                        Map.of(L1, on()),
                        realm -> realm.isOn(RealmSetting.ACCESS),
                        // It could shut out who asks for it.
                        NEVER,
                        "Console → Settings → Conditional access → MFA for administrators"));
    }

    private static List<Control> clients() {
        List<String> standards = List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.1", "SOC 2 CC6.6");
        return List.of(
                new ClientControl(
                        "client-implicit",
                        "No client gets tokens in its address (implicit flow)",
                        standards,
                        L1,
                        ClientFacts::implicitFlow,
                        "no client with the implicit flow",
                        "Clients → … → Capability config → Implicit flow: off; let the application use the code flow"),
                new ClientControl(
                        "client-open-host",
                        "No client may be returned to at any host",
                        standards,
                        L1,
                        client -> client.redirectUris().stream().anyMatch(RedirectUris::leavesHostOpen),
                        "no redirect URI with a wildcard for its host",
                        "Clients → … → Valid redirect URIs: name the hosts"),
                new ClientControl(
                        "client-any-origin",
                        "No client lets every web site read its tokens",
                        standards,
                        L1,
                        client -> client.webOrigins().contains("*"),
                        "no web origin *",
                        "Clients → … → Web origins: name them, or + for those of the redirect URIs"),
                new ClientControl(
                        "client-password",
                        "No application asks for passwords itself (direct access grants)",
                        standards,
                        L2,
                        client -> client.directGrant() && !client.builtIn(),
                        "no client with direct access grants, but Keycloak's own admin-cli",
                        "Clients → … → Capability config → Direct access grants: off; a server that cannot do without"
                                + " can ask the phone (Holdfast push for the password grant)"),
                new ClientControl(
                        "client-pkce",
                        "Applications without a secret use PKCE",
                        standards,
                        L2,
                        client -> client.publicClient() && client.standardFlow() && !client.pkce() && !client.builtIn(),
                        "every public client of the code flow demands S256",
                        "Clients → … → Advanced → Proof Key for Code Exchange: S256"),
                new ClientControl(
                        "client-exact-redirects",
                        "Clients are returned to at exact addresses",
                        standards,
                        L2,
                        client -> client.redirectUris().stream().anyMatch(RedirectUris::isOpen),
                        "no wildcard in redirect URIs of other hosts",
                        "Clients → … → Valid redirect URIs: write them out"),
                new ClientControl(
                        "client-tls",
                        "Clients are returned to over TLS",
                        List.of("CIS 3.10", "NIST SC-8", "SOC 2 CC6.6"),
                        L2,
                        client -> client.redirectUris().stream().anyMatch(RedirectUris::isPlain),
                        "no redirect URI with http, but to loopback",
                        "Clients → … → Valid redirect URIs: use https"),
                new ClientControl(
                        "client-device-grant",
                        "No client uses the device authorization grant",
                        standards,
                        L3,
                        ClientFacts::deviceGrant,
                        "no client with the device authorization grant",
                        "Clients → … → Capability config → OAuth 2.0 Device Authorization Grant: off; its codes can be"
                                + " passed on to a victim"),
                new ClientControl(
                        "client-scope",
                        "Tokens carry only the roles that an application needs",
                        List.of("CIS 5.4", "NIST AC-6(1)", "NIST CM-7", "SOC 2 CC6.1"),
                        L3,
                        client -> client.fullScope() && !client.builtIn(),
                        "no client with full scope",
                        "Clients → … → Client scopes → dedicated → Scope → Full scope allowed: off, with the roles that"
                                + " it needs"));
    }

    private static Control setting(
            String id,
            String title,
            List<String> standards,
            RealmSetting setting,
            Map<Profile, Demand> demands,
            String mend) {
        return new SettingControl(id, title, standards, setting, demands, ALWAYS, ALWAYS, mend);
    }
}
