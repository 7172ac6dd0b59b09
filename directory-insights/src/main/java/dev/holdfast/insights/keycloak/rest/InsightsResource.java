package dev.holdfast.insights.keycloak.rest;

import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** The versions of the record's interface. */
public final class InsightsResource {
    private final KeycloakSession session;

    InsightsResource(KeycloakSession session) {
        this.session = session;
    }

    @Path("v1")
    public InsightsV1 v1() {
        return new InsightsV1(session);
    }
}
