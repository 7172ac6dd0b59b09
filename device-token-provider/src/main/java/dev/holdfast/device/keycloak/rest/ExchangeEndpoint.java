package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.exchange.SignedExchange;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.utils.KeycloakModelUtils;

/** {@code /exchange} (docs/protocol.md §6), decided again when another message of the registration came first. */
final class ExchangeEndpoint {
    private static final int MAX_ATTEMPTS = 5;

    private ExchangeEndpoint() {}

    static Response.ResponseBuilder exchange(DeviceTokenCall call, InputStream body) {
        Exchange exchange = new Exchange(call.realm(), call.spentNonces());
        SignedExchange opened = exchange.open(RequestBody.message(body), call.registry());
        return attempt(call, exchange, opened).orElseGet(() -> attemptAgain(call, exchange, opened));
    }

    /** Other messages of this registration came first: each further attempt looks and decides in its own transaction. */
    private static Response.ResponseBuilder attemptAgain(
            DeviceTokenCall call, Exchange exchange, SignedExchange opened) {
        // PostgreSQL keeps the row locked for a transaction whose update came too late. Ours would wait for itself.
        call.session().getTransactionManager().rollback();
        for (int attempt = 2; attempt <= MAX_ATTEMPTS; attempt++) {
            Optional<Response.ResponseBuilder> answer = KeycloakModelUtils.runJobInTransactionWithResult(
                    call.session().getKeycloakSessionFactory(),
                    call.session().getContext(),
                    inner -> {
                        DeviceTokenCall again = call.in(inner);
                        return attempt(again, exchange, exchange.readAgain(opened, again.registry()));
                    },
                    null);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw Refusal.TEMPORARILY_UNAVAILABLE.because("overtaken " + MAX_ATTEMPTS + " times");
    }

    /** Decides, and does what follows from the decision, all in one transaction; nothing if it was overtaken. */
    private static Optional<Response.ResponseBuilder> attempt(
            DeviceTokenCall call, Exchange exchange, SignedExchange opened) {
        Exchange.Outcome outcome = exchange.decide(opened, call.registry(), call.users());
        if (outcome instanceof Exchange.Outcome.Overtaken) {
            return Optional.empty();
        }
        if (outcome instanceof Exchange.Outcome.Quarantined quarantined) {
            Registration registration = quarantined.subject().registration();
            call.registrationEnd().follow(registration.id());
            call.events().quarantined(quarantined.subject().device(), registration, quarantined.failedCheck());
            return Optional.of(CeremonyRunner.answerTo(Refusal.DURT_REUSED));
        }
        if (outcome instanceof Exchange.Outcome.Granted granted) {
            Registration registration = granted.subject().registration();
            call.events().exchanged(granted.subject().device(), registration, granted.clientId());
            if (granted.unlocked()) {
                call.events().unlocked(granted.subject().device(), registration, registration.presence());
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("durt", granted.durt().reveal());
            answer.put("durt_expires_in", call.secondsUntil(granted.durtExpiresAt()));
            answer.put("active_until", registration.activeUntil().getEpochSecond());
            granted.dust().ifPresent(dust -> answer.put("dust", dust));
            return Optional.of(JsonAnswer.of(200, answer));
        }
        throw new AssertionError("Exchange.Outcome is sealed, and every case is handled above");
    }
}
