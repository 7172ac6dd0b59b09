package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.login.SignInAttempt;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The cookies of device login, each with its own scope. */
public final class BrowserCookies {
    private static final String VERIFIER_PREFIX = "__Host-hf-";
    private static final String TAB_PREFIX = "HOLDFAST_TAB_";
    private static final String EXTENSION = "HOLDFAST_EXTENSION";
    private static final String UNLOCK = "HOLDFAST_UNLOCK";
    private static final String SIGNED_OUT = "HOLDFAST_SIGNED_OUT";
    private static final Duration SIGNED_OUT_LIFETIME = Duration.ofDays(30);

    private final KeycloakSession session;
    private final String realmPath;

    public BrowserCookies(KeycloakSession session) {
        this.session = session;
        RealmModel realm = session.getContext().getRealm();
        this.realmPath = session.getContext().getUri().getBaseUri().getPath() + "realms/" + realm.getName() + "/";
    }

    /** The path of the realm's pages, which the page's script uses for its own cookie. */
    public String realmPath() {
        return realmPath;
    }

    /**
     * Whether a page's script saw the extension in this browser. Only a hint which page to show: anybody may set it, and
     * it opens nothing.
     */
    public boolean hasExtension() {
        return value(EXTENSION).filter("1"::equals).isPresent();
    }

    /** Whether a page's script saw something here that can be unlocked without a normal sign-in; a hint like the other. */
    boolean canUnlock() {
        return value(UNLOCK).filter("1"::equals).isPresent();
    }

    /** Keeps the verifier of an attempt where no script reads it. */
    void keepVerifier(SignInAttempt attempt, Duration lifetime) {
        set(verifier(attempt.txn(), attempt.verifier(), (int) lifetime.toSeconds()));
    }

    Optional<String> verifierOf(String txn) {
        return value(VERIFIER_PREFIX + txn);
    }

    void forgetVerifier(String txn) {
        set(verifier(txn, "", 0));
    }

    /** Gives this browser alone what tells it from others that have the tab's cookies of before. */
    void keepMark(String tabId, String mark, Duration lifetime) {
        set(mark(tabId, mark, (int) lifetime.toSeconds()));
    }

    Optional<String> markOf(String tabId) {
        return value(TAB_PREFIX + tabId);
    }

    /** Takes back the marks of sign-ins that are over, for which no request comes that could. */
    void forgetMarksExcept(Set<String> tabIds) {
        session.getContext().getRequestHeaders().getCookies().keySet().stream()
                .filter(name -> name.startsWith(TAB_PREFIX))
                .map(name -> name.substring(TAB_PREFIX.length()))
                .filter(tabId -> !tabIds.contains(tabId))
                .forEach(tabId -> set(mark(tabId, "", 0)));
    }

    /** Whether the user signed out in this browser and did not sign in since. */
    boolean isSignedOut() {
        return value(SIGNED_OUT).filter("1"::equals).isPresent();
    }

    public void rememberSignedOut() {
        set(signedOut("1", (int) SIGNED_OUT_LIFETIME.toSeconds()));
    }

    void forgetSignedOut() {
        if (isSignedOut()) {
            set(signedOut("", 0));
        }
    }

    private static NewCookie verifier(String txn, String value, int maxAge) {
        return new NewCookie.Builder(VERIFIER_PREFIX + txn)
                .value(value)
                .path("/") // __Host- demands it, and no Domain.
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .maxAge(maxAge)
                .build();
    }

    private NewCookie mark(String tabId, String value, int maxAge) {
        return new NewCookie.Builder(TAB_PREFIX + tabId)
                .value(value)
                .path(realmPath)
                .secure(true)
                .httpOnly(true)
                // As the cookie of the sign-in itself, which comes back from other sites' identity providers.
                .sameSite(NewCookie.SameSite.NONE)
                .maxAge(maxAge)
                .build();
    }

    private NewCookie signedOut(String value, int maxAge) {
        return new NewCookie.Builder(SIGNED_OUT)
                .value(value)
                .path(realmPath)
                .secure(session.getContext().getUri().getBaseUri().getScheme().equals("https"))
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .maxAge(maxAge)
                .build();
    }

    private Optional<String> value(String name) {
        Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(name);
        return Optional.ofNullable(cookie).map(Cookie::getValue);
    }

    private void set(NewCookie cookie) {
        session.getContext().getHttpResponse().setCookieIfAbsent(cookie);
    }
}
