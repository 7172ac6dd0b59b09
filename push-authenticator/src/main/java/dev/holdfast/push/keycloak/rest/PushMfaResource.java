package dev.holdfast.push.keycloak.rest;

import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.realm.PushSetting;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** The endpoints of docs/push-protocol.md: which path runs which ceremony. */
public final class PushMfaResource {
    private final KeycloakSession session;
    private final PushRunner runner;

    PushMfaResource(KeycloakSession session) {
        this.session = session;
        this.runner = new PushRunner(session);
    }

    @GET
    @Path(".well-known/push-configuration")
    public Response discovery() {
        return runner.run(
                "discovery", EventType.CLIENT_INFO, call -> JsonAnswer.of(200, PushDiscovery.of(call.realm())));
    }

    @GET
    @Path("jwks")
    public Response jwks() {
        return runner.run("jwks", EventType.CLIENT_INFO, call -> JsonAnswer.of(200, PushDiscovery.jwks(call.realm())));
    }

    @POST
    @Path("nonce")
    public Response nonce() {
        return runner.run(
                "nonce",
                EventType.CLIENT_INFO,
                call -> JsonAnswer.of(
                        200,
                        Map.of(
                                "nonce", call.realm().nonces().issue(),
                                "expires_in", call.realm().settings().number(PushSetting.NONCE_LIFETIME))));
    }

    @POST
    @Path("enrolments")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response enrol(InputStream body) {
        return runner.run("phone_enrolment", EventType.UPDATE_CREDENTIAL, call -> PhoneEndpoints.enrol(call, body));
    }

    @POST
    @Path("requests")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response requests(InputStream body) {
        return runner.run("push_requests", EventType.CLIENT_INFO, call -> PhoneEndpoints.requests(call, body));
    }

    @POST
    @Path("answers")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response answer(InputStream body) {
        return runner.run("push_answer", EventType.LOGIN, call -> PhoneEndpoints.answer(call, body));
    }

    @POST
    @Path("subscription")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response subscribe(InputStream body) {
        return runner.run(
                "phone_subscription", EventType.UPDATE_CREDENTIAL, call -> PhoneEndpoints.subscribe(call, body));
    }

    @POST
    @Path("remove")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response remove(InputStream body) {
        return runner.run("phone_removal", EventType.REMOVE_CREDENTIAL, call -> PhoneEndpoints.remove(call, body));
    }

    /** What browsers ask before they send JSON to another origin. */
    @OPTIONS
    @Path("{endpoint: nonce|enrolments|requests|answers|subscription|remove}")
    public Response preflight(@PathParam("endpoint") String endpoint) {
        return PushRunner.open(Response.noContent())
                .header("Access-Control-Allow-Methods", "POST")
                .header("Access-Control-Allow-Headers", "Content-Type")
                .header("Access-Control-Max-Age", "3600")
                .build();
    }

    /** For the realm's own pages. */
    @GET
    @Path("wait/{request}")
    public CompletionStage<Response> await(
            @PathParam("request") String request,
            @QueryParam("t") @DefaultValue("") String ticket,
            @QueryParam("now") @DefaultValue("") String now) {
        return WaitEndpoint.await(session, request, ticket, now.equals("1"));
    }

    @GET
    @Path("app")
    public Response app(@HeaderParam("If-None-Match") @Nullable String known) {
        return new AppResource(session).start(known);
    }

    @GET
    @Path("app/{file}")
    public Response appFile(@PathParam("file") String file, @HeaderParam("If-None-Match") @Nullable String known) {
        return new AppResource(session).file(file, known);
    }
}
