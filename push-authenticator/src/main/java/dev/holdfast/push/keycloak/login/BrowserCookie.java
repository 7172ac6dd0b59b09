package dev.holdfast.push.keycloak.login;

import dev.holdfast.push.browser.KnownBrowsers;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The cookie that holds the marks of {@link KnownBrowsers}. */
final class BrowserCookie {
    private static final String NAME = "HOLDFAST_BROWSER";

    private final KeycloakSession session;
    private final PushRealm realm;

    BrowserCookie(KeycloakSession session, PushRealm realm) {
        this.session = session;
        this.realm = realm;
    }

    boolean isKnownTo(String userId) {
        return new KnownBrowsers(realm).isKnown(value(), userId);
    }

    /** From now on the browser is known to this user. */
    void remember(String userId) {
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value(new KnownBrowsers(realm).marked(value(), userId))
                        .path(session.getContext().getUri().getBaseUri().getPath() + "realms/"
                                + session.getContext().getRealm().getName() + "/")
                        .secure(session.getContext()
                                .getUri()
                                .getBaseUri()
                                .getScheme()
                                .equals("https"))
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .maxAge(Math.toIntExact(realm.settings().number(PushSetting.KNOWN_BROWSER_LIFETIME)))
                        .build());
    }

    private String value() {
        return Optional.ofNullable(
                        session.getContext().getRequestHeaders().getCookies().get(NAME))
                .map(Cookie::getValue)
                .orElse("");
    }
}
