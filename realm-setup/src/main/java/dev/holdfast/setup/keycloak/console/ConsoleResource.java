package dev.holdfast.setup.keycloak.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Serves the console's files at {@code {iss}/holdfast-console/}. They are the same for everybody and hold nothing of the
 * realm: what the page shows it asks of the admin REST API, with the token of whoever signed in.
 */
public final class ConsoleResource {
    private static final String START = "index.html";

    /** The page loads its own files and speaks to its own server; nobody may frame it, and no text becomes script. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final KeycloakSession session;
    private final RealmModel realm;

    ConsoleResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    @GET
    @Path("")
    public Response start(@HeaderParam("If-None-Match") @Nullable String known) {
        java.net.URI address = session.getContext().getUri().getRequestUri();
        if (!address.getPath().endsWith("/")) {
            // Relative addresses of scripts and styles need the slash.
            return Response.seeOther(UriBuilder.fromUri(address).path("/").build())
                    .build();
        }
        return file(START, known);
    }

    @GET
    @Path("{file}")
    public Response file(@PathParam("file") String name, @HeaderParam("If-None-Match") @Nullable String known) {
        if (!ConsoleClient.isEnabled(realm)) {
            throw new NotFoundException();
        }
        ConsoleFile file = ConsoleFile.named(name).orElseThrow(NotFoundException::new);
        EntityTag tag = new EntityTag(file.digest());
        Response.ResponseBuilder answer = known != null && known.contains(tag.getValue())
                ? Response.notModified()
                : Response.ok(file.bytes(), file.mediaType());
        // Keycloak's own headers would replace this page's stricter policy by the realm's.
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Optional.ofNullable(realm.getBrowserSecurityHeaders()
                        .get(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getKey()))
                .filter(value -> !value.isEmpty())
                .ifPresent(value ->
                        answer.header(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY.getHeaderName(), value));
        return answer.tag(tag)
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "clipboard-write=(self), camera=(), microphone=(), geolocation=()")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("X-Robots-Tag", "none")
                .build();
    }
}
