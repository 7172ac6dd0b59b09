package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.login.Challenges;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.login.SessionHash;
import dev.holdfast.device.login.SignInAttempt;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.Origin;
import dev.holdfast.device.webauthn.VerifiedUser;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.urls.UrlType;

/** Begins attempts for pages, and reads what pages post back. */
public final class DevicePages {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final KeycloakSession session;
    private final DeviceRealm realm;
    private final AuthenticationSessionModel tab;

    public DevicePages(KeycloakSession session, DeviceRealm realm, AuthenticationSessionModel tab) {
        this.session = session;
        this.realm = realm;
        this.tab = tab;
    }

    /** The values that every page of device login shows or hands to its script; a fresh attempt among them. */
    Map<String, Object> begin(Purpose purpose, Optional<String> errorCode) {
        SignInAttempt attempt = attempt();
        ClientModel client = tab.getClient();
        return values(
                new Challenges(realm).issue(attempt, purpose, ownOrigin(), client.getClientId(), nameOf(client)),
                errorCode);
    }

    /** A fresh attempt of a sign-in whose user an authenticator has just verified. */
    Map<String, Object> beginVerified(VerifiedUser user) {
        SignInAttempt attempt = attempt();
        ClientModel client = tab.getClient();
        Map<String, Object> page = values(
                new Challenges(realm)
                        .issueForVerified(attempt, user, ownOrigin(), client.getClientId(), nameOf(client)),
                Optional.empty());
        page.put("verified", user.registration().toString());
        return page;
    }

    /** The same for a page that has a device prove its session. */
    public Map<String, Object> beginProof(SessionHash proven, Optional<String> errorCode) {
        SignInAttempt attempt = attempt();
        ClientModel client = tab.getClient();
        return values(
                new Challenges(realm)
                        .issueForSession(attempt, proven, ownOrigin(), client.getClientId(), nameOf(client)),
                errorCode);
    }

    /** The values of a page that asks nothing of the device. */
    Map<String, Object> withoutChallenge() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("clientName", nameOf(tab.getClient()));
        page.put("cookiePath", new BrowserCookies(session).realmPath());
        return page;
    }

    private SignInAttempt attempt() {
        BrowserCookies cookies = new BrowserCookies(session);
        DeviceNotes.TXN.in(tab).ifPresent(cookies::forgetVerifier);
        SignInAttempt attempt = SignInAttempt.begin(realm.random());
        DeviceNotes.TXN.put(tab, attempt.txn());
        cookies.keepVerifier(
                attempt,
                realm.settings().seconds(DeviceSetting.CHALLENGE_LIFETIME).plus(GRACE));
        return attempt;
    }

    private Map<String, Object> values(String challenge, Optional<String> errorCode) {
        Map<String, Object> page = withoutChallenge();
        page.put("challenge", challenge);
        errorCode.ifPresent(code -> page.put("error", code));
        return page;
    }

    /** What the request that posts a DUST brings with it. */
    public Dusts.Presentation presentation(Optional<String> identified) {
        BrowserCookies cookies = new BrowserCookies(session);
        String txn = DeviceNotes.TXN.in(tab).orElse("");
        return new Dusts.Presentation(
                txn,
                txn.isEmpty() ? Optional.empty() : cookies.verifierOf(txn),
                Optional.ofNullable(session.getContext().getRequestHeaders().getHeaderString("Origin")),
                identified);
    }

    /** Ends the tab's attempt: neither note nor cookie serves again. */
    public void end() {
        DeviceNotes.TXN.in(tab).ifPresent(new BrowserCookies(session)::forgetVerifier);
        DeviceNotes.TXN.remove(tab);
    }

    public static boolean has(MultivaluedMap<String, String> form, String field) {
        return "1".equals(form.getFirst(field));
    }

    /** Of the realm's sign-in pages. */
    Origin ownOrigin() {
        return Origin.of(session.getContext().getUri(UrlType.FRONTEND).getBaseUri());
    }

    private static String nameOf(ClientModel client) {
        String name = client.getName();
        // A name like ${client_account} is a key for the templates; the agent needs plain text.
        String plain = name == null || name.isBlank() || name.startsWith("${") ? client.getClientId() : name;
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }
}
