package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.enrolment.AgentEnrolment;
import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.exchange.SignedExchange;
import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.nonce.InfinispanSpentNonces;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registration.KeycloakSignInProofs;
import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.message.Claims;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registration.DeviceRegistration;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.revocation.Revocation;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The endpoints of docs/protocol.md: each reads a bounded body, runs one ceremony, and answers its outcome. */
public final class DeviceTokenResource {
    private static final int MAX_ATTEMPTS = 5;

    private final KeycloakSession session;

    DeviceTokenResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Path(".well-known/device-configuration")
    public Response discovery() {
        return answer("discovery", EventType.CLIENT_INFO, realm -> JsonAnswer.of(200, Discovery.of(realm)));
    }

    @GET
    @Path("jwks")
    public Response jwks() {
        return answer("jwks", EventType.CLIENT_INFO, realm -> JsonAnswer.of(200, Discovery.jwks(realm.keys())));
    }

    @POST
    @Path("nonce")
    public Response nonce() {
        return answer(
                "nonce",
                EventType.CLIENT_INFO,
                realm -> JsonAnswer.of(
                        200,
                        Map.of(
                                "nonce", realm.nonces().issue(),
                                "expires_in", realm.settings().number(DeviceSetting.NONCE_LIFETIME))));
    }

    @POST
    @Path("agents/begin")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response beginEnrolment(InputStream body) {
        return limitedByAddress("agent_begin", realm -> {
            AgentEnrolment.Begun begun = enrolment(realm).begin(claims(body));
            return JsonAnswer.of(200, Map.of("enrolment_id", begun.enrolmentId().toString(), "nonce", begun.nonce()));
        });
    }

    @POST
    @Path("agents/finish")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response finishEnrolment(InputStream body) {
        return limitedByAddress("agent_finish", realm -> {
            AgentEnrolment.Enrolled enrolled = enrolment(realm).finish(message(body));
            new DeviceEvents(session).enrolled(enrolled.device(), enrolled.again());
            X509Certificate certificate = enrolled.certificate();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("did", enrolled.device().did().toString());
            answer.put(
                    "certificate_chain",
                    List.of(
                            encoded(certificate),
                            encoded(realm.keys().deviceCa().certificate())));
            answer.put("not_after", certificate.getNotAfter().toInstant().getEpochSecond());
            answer.put("issuer", realm.endpoints().issuer());
            answer.put("trusted_origins", Discovery.originsOf(realm));
            return JsonAnswer.of(200, answer);
        });
    }

    @POST
    @Path("registrations")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response register(InputStream body) {
        return answer("registration", EventType.UPDATE_CREDENTIAL, realm -> {
            DeviceRegistration.Registered registered = new DeviceRegistration(
                            realm,
                            registry(),
                            new KeycloakUsers(session),
                            new KeycloakSignInProofs(session, realm.endpoints().issuer()),
                            spentNonces())
                    .register(message(body));
            registered.replaced().ifPresent(sessions()::endAll);
            Registration registration = registered.registration();
            new DeviceEvents(session).registered(registered.device(), registration, registered.replaced());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("registration", registration.id().toString());
            answer.put("account", registered.account().name());
            answer.put("durt", registered.durt().reveal());
            answer.put("durt_expires_in", secondsUntil(realm, registration.durtExpiresAt()));
            answer.put("active_until", registration.activeUntil().getEpochSecond());
            return JsonAnswer.of(200, answer);
        });
    }

    @POST
    @Path("exchange")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response exchange(InputStream body) {
        return answer("exchange", EventType.TOKEN_EXCHANGE, realm -> {
            Exchange exchange = new Exchange(realm, spentNonces());
            SignedExchange opened = exchange.open(message(body), registry());
            return attempt(session, realm, exchange, opened).orElseGet(() -> attemptAgain(realm, exchange, opened));
        });
    }

    /** Other messages of this registration came first: each further attempt looks and decides in its own transaction. */
    private Response.ResponseBuilder attemptAgain(DeviceRealm realm, Exchange exchange, SignedExchange opened) {
        // PostgreSQL keeps the row locked for a transaction whose update came too late. Ours would wait for itself.
        session.getTransactionManager().rollback();
        for (int attempt = 2; attempt <= MAX_ATTEMPTS; attempt++) {
            Optional<Response.ResponseBuilder> answer = inNewTransaction(inner -> {
                DeviceRegistry registry =
                        new JpaDeviceRegistry(inner, inner.getContext().getRealm());
                return attempt(inner, realm, exchange, exchange.readAgain(opened, registry));
            });
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw Refusal.TEMPORARILY_UNAVAILABLE.because("overtaken " + MAX_ATTEMPTS + " times");
    }

    /** Decides, and does what follows from the decision, all in one transaction; nothing if it was overtaken. */
    private static Optional<Response.ResponseBuilder> attempt(
            KeycloakSession session, DeviceRealm realm, Exchange exchange, SignedExchange opened) {
        RealmModel realmModel = session.getContext().getRealm();
        Exchange.Outcome outcome =
                exchange.decide(opened, new JpaDeviceRegistry(session, realmModel), new KeycloakUsers(session));
        DeviceEvents events = new DeviceEvents(session);
        if (outcome instanceof Exchange.Outcome.Overtaken) {
            return Optional.empty();
        }
        if (outcome instanceof Exchange.Outcome.Quarantined quarantined) {
            Registration registration = quarantined.subject().registration();
            new RegistrationSessions(session, realmModel).endAll(registration.id());
            events.quarantined(quarantined.subject().device(), registration, quarantined.failedCheck());
            return Optional.of(error(Refusal.DURT_REUSED));
        }
        if (outcome instanceof Exchange.Outcome.Granted granted) {
            Registration registration = granted.subject().registration();
            events.exchanged(granted.subject().device(), registration, granted.clientId());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("durt", granted.durt().reveal());
            answer.put("durt_expires_in", secondsUntil(realm, granted.durtExpiresAt()));
            answer.put("active_until", registration.activeUntil().getEpochSecond());
            granted.dust().ifPresent(dust -> answer.put("dust", dust));
            return Optional.of(JsonAnswer.of(200, answer));
        }
        throw new AssertionError("Exchange.Outcome is sealed, and every case is handled above");
    }

    @POST
    @Path("revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response revoke(InputStream body) {
        return answer("revocation", EventType.REMOVE_CREDENTIAL, realm -> {
            Revocation.Revoked revoked = new Revocation(realm, registry(), spentNonces()).revoke(message(body));
            revoked.registrations().forEach(sessions()::endAll);
            new DeviceEvents(session)
                    .revoked(revoked.device(), revoked.registrations(), revoked.wholeDevice(), revoked.reason());
            return JsonAnswer.of(200, Map.of());
        });
    }

    private Response limitedByAddress(String step, Function<DeviceRealm, Response.ResponseBuilder> ceremony) {
        return answer(step, EventType.CLIENT_REGISTER, realm -> {
            RefusalLimit limit = new RefusalLimit(session, realm);
            limit.check();
            try {
                return ceremony.apply(realm);
            } catch (RefusedException e) {
                limit.count();
                throw e;
            }
        });
    }

    /** Runs a ceremony. A refusal undoes whatever the ceremony wrote before it; only outcomes are kept. */
    private Response answer(String step, EventType type, Function<DeviceRealm, Response.ResponseBuilder> ceremony) {
        DeviceRealm realm = DeviceRealms.of(session).orElse(null);
        if (realm == null) {
            return error(Refusal.FEATURE_DISABLED).build();
        }
        try {
            return ceremony.apply(realm)
                    .header("Device-Nonce", realm.nonces().issue())
                    .build();
        } catch (RefusedException refused) {
            undoAndRecord(type, step, refused);
            Response.ResponseBuilder answer = error(refused.refusal())
                    .header("Device-Nonce", realm.nonces().issue());
            if (refused.retryAfterSeconds() > 0) {
                answer.header("Retry-After", refused.retryAfterSeconds());
            }
            return answer.build();
        } catch (PersistenceException e) {
            // A lock that was not had in time, or a node that went away: the agent may repeat its request.
            RefusedException refused =
                    Refusal.TEMPORARILY_UNAVAILABLE.because(e.getClass().getSimpleName());
            undoAndRecord(type, step, refused);
            return error(refused.refusal()).build();
        }
    }

    private void undoAndRecord(EventType type, String step, RefusedException refused) {
        if (session.getTransactionManager().isActive()) {
            session.getTransactionManager().setRollbackOnly();
            new DeviceEvents(session).refused(type, step, refused);
            return;
        }
        // An overtaken exchange has given its own transaction up already, and events want one.
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                inner -> new DeviceEvents(inner).refused(type, step, refused));
    }

    private static Response.ResponseBuilder error(Refusal refusal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", refusal.code());
        body.put("error_description", refusal.description());
        return JsonAnswer.of(refusal.httpStatus(), body);
    }

    private <T> T inNewTransaction(Function<KeycloakSession, T> job) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(), session.getContext(), job::apply, null);
    }

    private static String message(InputStream body) {
        return claims(body).text("message", Claims.MAX_BODY_BYTES);
    }

    private static Claims claims(InputStream body) {
        try {
            return Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1));
        } catch (IOException e) {
            throw Refusal.INVALID_REQUEST.because("body broke off");
        }
    }

    private AgentEnrolment enrolment(DeviceRealm realm) {
        return new AgentEnrolment(realm, registry(), spentNonces());
    }

    private JpaDeviceRegistry registry() {
        return new JpaDeviceRegistry(session, session.getContext().getRealm());
    }

    private RegistrationSessions sessions() {
        return new RegistrationSessions(session, session.getContext().getRealm());
    }

    private SpentNonces spentNonces() {
        return new InfinispanSpentNonces(session);
    }

    private static long secondsUntil(DeviceRealm realm, Instant end) {
        return end.getEpochSecond() - realm.clock().instant().getEpochSecond();
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate just signed has an encoding", e);
        }
    }
}
