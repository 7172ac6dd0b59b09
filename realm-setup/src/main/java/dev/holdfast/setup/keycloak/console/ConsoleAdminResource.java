package dev.holdfast.setup.keycloak.console;

import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code GET} says what the caller may do in the console, {@code POST} makes its client where the set-up did not (the
 * administration realm, whose people administer other realms), {@code DELETE} removes it.
 */
public final class ConsoleAdminResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_CONSOLE";
    private static final int MOST_SUGGESTIONS = 8;

    /** So many matches are asked whether they have a service account, which the database does not tell. */
    private static final int MOST_ASKED = 100;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;

    public ConsoleAdminResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
    }

    /**
     * What the page shows follows from this; what the caller can do is decided by each call anew.
     *
     * @param deviceLogin whether the realm is set up
     * @param manage whether devices and enrolment tokens may be changed
     * @param history whether admin events may be read
     * @param directory whether users and groups may be searched
     */
    public record Abilities(boolean deviceLogin, boolean manage, boolean history, boolean directory) {}

    /**
     * The client.
     *
     * @param client whether it exists
     * @param page where the console is, below the server's address
     */
    public record State(boolean client, String page) {}

    @GET
    @Path("")
    public Response abilities() {
        permissions.realm().requireViewRealm();
        return JsonAnswer.of(
                        200,
                        new Abilities(
                                RealmDeviceLoginFactory.componentOf(realm).isPresent(),
                                permissions.realm().canManageRealm(),
                                permissions.realm().canViewEvents(),
                                permissions.users().canView()
                                        && permissions.groups().canList()))
                .build();
    }

    /**
     * An application, as far as a policy or an API key names it.
     *
     * @param clientId by which tokens name it
     */
    public record Application(String clientId) {}

    /**
     * Suggestions for those who write policies: they name applications, and need no right to see how those are set up.
     * Whoever misses one types more of its name.
     *
     * @param search part of a client id; nothing is suggested without one
     * @param serviceAccounts whether only clients with a service account are meant, of the first matches by client id
     */
    @GET
    @Path("clients")
    public Response clients(
            @QueryParam("search") @DefaultValue("") String search,
            @QueryParam("serviceAccounts") boolean serviceAccounts) {
        permissions.realm().requireManageRealm();
        if (search.isBlank()) {
            return JsonAnswer.of(200, List.of()).build();
        }
        return JsonAnswer.of(
                        200,
                        session.clients()
                                .searchClientsByClientIdStream(
                                        realm, search, 0, serviceAccounts ? MOST_ASKED : MOST_SUGGESTIONS)
                                .filter(client -> !serviceAccounts || client.isServiceAccountsEnabled())
                                .limit(MOST_SUGGESTIONS)
                                .map(client -> new Application(client.getClientId()))
                                .toList())
                .build();
    }

    @POST
    @Path("")
    public Response create() {
        permissions.realm().requireManageRealm();
        boolean before = client().exists();
        client().create();
        return changed(before, OperationType.CREATE);
    }

    @DELETE
    @Path("")
    public Response remove() {
        permissions.realm().requireManageRealm();
        boolean before = client().exists();
        client().remove();
        return changed(before, OperationType.DELETE);
    }

    private Response changed(boolean before, OperationType operation) {
        State after = new State(client().exists(), "/realms/" + realm.getName() + "/" + ConsoleClient.ID + "/");
        if (after.client() != before) {
            adminEvent
                    .operation(operation)
                    .resourcePath(session.getContext().getUri())
                    .representation(after)
                    .success();
        }
        return JsonAnswer.of(200, after).build();
    }

    private ConsoleClient client() {
        return new ConsoleClient(session, realm);
    }
}
