package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** The endpoints of docs/protocol.md: which path runs which ceremony. */
public final class DeviceTokenResource {
    private final CeremonyRunner runner;

    DeviceTokenResource(KeycloakSession session) {
        this.runner = new CeremonyRunner(session);
    }

    @GET
    @Path(".well-known/device-configuration")
    public Response discovery() {
        return runner.run("discovery", EventType.CLIENT_INFO, call -> JsonAnswer.of(200, Discovery.of(call.realm())));
    }

    @GET
    @Path("jwks")
    public Response jwks() {
        return runner.run(
                "jwks",
                EventType.CLIENT_INFO,
                call -> JsonAnswer.of(200, Discovery.jwks(call.realm().keys())));
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
                                "expires_in", call.realm().settings().number(DeviceSetting.NONCE_LIFETIME))));
    }

    @POST
    @Path("agents/begin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response beginEnrolment(InputStream body) {
        return runner.runLimited("agent_begin", EventType.CLIENT_REGISTER, call -> EnrolmentEndpoint.begin(call, body));
    }

    @POST
    @Path("agents/finish")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response finishEnrolment(InputStream body) {
        return runner.runLimited(
                "agent_finish", EventType.CLIENT_REGISTER, call -> EnrolmentEndpoint.finish(call, body));
    }

    @POST
    @Path("agents/renew")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response renewCertificate(InputStream body) {
        return runner.run("agent_renewal", EventType.CLIENT_UPDATE, call -> EnrolmentEndpoint.renew(call, body));
    }

    @POST
    @Path("agents/adopt")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response adoptCertificate(InputStream body) {
        return runner.runLimited("agent_adopt", EventType.CLIENT_REGISTER, call -> AdoptionEndpoint.adopt(call, body));
    }

    @GET
    @Path("crl")
    public Response revocationList() {
        return runner.run("crl", EventType.CLIENT_INFO, EnrolmentEndpoint::revocationList);
    }

    @POST
    @Path("registrations")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response register(InputStream body) {
        return runner.run(
                "registration", EventType.UPDATE_CREDENTIAL, call -> RegistrationEndpoint.register(call, body));
    }

    @POST
    @Path("exchange")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response exchange(InputStream body) {
        return runner.run("exchange", EventType.TOKEN_EXCHANGE, call -> ExchangeEndpoint.exchange(call, body));
    }

    @POST
    @Path("proof")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response prove(InputStream body) {
        return runner.run("proof", EventType.TOKEN_EXCHANGE, call -> ProofEndpoint.prove(call, body));
    }

    @POST
    @Path("posture")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response reportPosture(InputStream body) {
        return runner.run("posture", EventType.CLIENT_UPDATE, call -> PostureEndpoint.report(call, body));
    }

    @POST
    @Path("unlock")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response unlock(InputStream body) {
        return runner.run("unlock", EventType.UPDATE_CREDENTIAL, call -> UnlockEndpoint.unlock(call, body));
    }

    @POST
    @Path("revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response revoke(InputStream body) {
        return runner.run("revocation", EventType.REMOVE_CREDENTIAL, call -> RevocationEndpoint.revoke(call, body));
    }
}
