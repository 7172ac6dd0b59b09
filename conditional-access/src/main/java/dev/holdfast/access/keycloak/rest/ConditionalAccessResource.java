package dev.holdfast.access.keycloak.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * The door of scripts and the console. Every part but the description of it all asks first who calls; what each then asks of
 * Keycloak's permissions is to view the realm, or to manage it where something changes.
 */
public final class ConditionalAccessResource {
    private final KeycloakSession session;

    ConditionalAccessResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Path("api/openapi.json")
    public Response description() {
        return OpenApi.answer();
    }

    @Path("api/v2/authn/policies")
    public PoliciesResource policies() {
        return new PoliciesResource(AccessCall.of(session));
    }

    @Path("api/v2/iplists")
    public IpListsResource ipLists() {
        return new IpListsResource(AccessCall.of(session));
    }

    @Path("api/v2/policies")
    public PostureChecksResource postureChecks() {
        return new PostureChecksResource(AccessCall.of(session));
    }

    @Path("api/v2/simulate")
    public SimulationResource simulation() {
        return new SimulationResource(AccessCall.of(session));
    }

    @Path("api/v2/replay")
    public ReplayResource replay() {
        return new ReplayResource(AccessCall.of(session));
    }

    @Path("api/v2/apikeys")
    public ApiKeysResource apiKeys() {
        return new ApiKeysResource(AccessCall.of(session));
    }

    @Path("api/v2/organizations")
    public OrganizationsResource organizations() {
        return new OrganizationsResource(AccessCall.of(session));
    }

    /** Where older scripts look for it. */
    @Path("api/organizations")
    public OrganizationsResource organizationsOfOlderScripts() {
        return organizations();
    }

    @Path("api/v2/systemusers")
    public SystemUsersResource systemUsers() {
        return new SystemUsersResource(AccessCall.of(session));
    }

    /** Where older scripts look for it. */
    @Path("api/systemusers")
    public SystemUsersResource systemUsersOfOlderScripts() {
        return systemUsers();
    }
}
