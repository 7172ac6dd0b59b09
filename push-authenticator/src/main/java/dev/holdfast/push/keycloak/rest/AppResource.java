package dev.holdfast.push.keycloak.rest;

import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.realm.PushRealm;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;

/** Serves the phone app's files at {@code {iss}/push-mfa/app/}: the same for everybody, and nothing of the realm in them. */
final class AppResource {
    private static final String START = "index.html";

    /** What an app asks whose own address does not tell its realm. */
    private static final String REALM = "realm.json";

    /** The app loads its own files, and speaks to realms by their signed messages alone; nobody may frame it. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self' https:; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    // The one script that is named in a script is the service worker's.
                    + " require-trusted-types-for 'script'; trusted-types holdfast-worker";

    private final KeycloakSession session;

    AppResource(KeycloakSession session) {
        this.session = session;
    }

    Response start(@Nullable String known) {
        URI address = session.getContext().getUri().getRequestUri();
        if (!address.getPath().endsWith("/")) {
            // Relative addresses of scripts and styles need the slash.
            return Response.seeOther(UriBuilder.fromUri(address).path("/").build())
                    .build();
        }
        return file(START, known);
    }

    Response file(String name, @Nullable String known) {
        Optional<PushRealm> push = PushRealms.of(session);
        if (push.isEmpty()) {
            throw new NotFoundException();
        }
        if (name.equals(REALM)) {
            return Response.ok(Map.of("issuer", push.get().endpoints().issuer()), MediaType.APPLICATION_JSON_TYPE)
                    .header("Cache-Control", "no-cache")
                    .build();
        }
        AppFile file = AppFile.named(name).orElseThrow(NotFoundException::new);
        EntityTag tag = new EntityTag(file.digest());
        Response.ResponseBuilder answer = known != null && known.contains(tag.getValue())
                ? Response.notModified()
                : Response.ok(file.bytes(), file.mediaType());
        // Keycloak's own headers would replace this page's stricter policy by the realm's.
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Optional.ofNullable(session.getContext()
                        .getRealm()
                        .getBrowserSecurityHeaders()
                        .get(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getKey()))
                .filter(value -> !value.isEmpty())
                .ifPresent(value ->
                        answer.header(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getHeaderName(), value));
        return answer.tag(tag)
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header(
                        "Permissions-Policy",
                        "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self),"
                                + " clipboard-write=(self), microphone=(), geolocation=()")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("X-Robots-Tag", "none")
                .build();
    }
}
