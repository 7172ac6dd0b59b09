package dev.holdfast.push.keycloak.rest;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.answer.PhoneAnswers;
import dev.holdfast.push.enrolment.PhoneEnrolment;
import dev.holdfast.push.keycloak.ciba.ClientNotice;
import dev.holdfast.push.keycloak.credential.PhoneCredentials;
import dev.holdfast.push.keycloak.report.Report;
import dev.holdfast.push.keycloak.waiting.WaitState;
import dev.holdfast.push.keycloak.waiting.WaitingPages;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.message.PushMessageType;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.PhoneMessage;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.refusal.PushRefusedException;
import dev.holdfast.push.request.PushRequest;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What phones send (docs/push-protocol.md §§4 to 8). */
final class PhoneEndpoints {
    private PhoneEndpoints() {}

    static Response.ResponseBuilder enrol(PushCall call, InputStream body) {
        EnrolmentRefusals refusals = new EnrolmentRefusals(call.session(), call.realm());
        refusals.check();
        try {
            PhoneEnrolment.Enrolled enrolled = new PhoneEnrolment(call.realm(), call.enrolments(), call.phones())
                    .enrol(PushCall.message(body), call.accounts(), call.spentNonces());
            call.events().enrolled(enrolled.phone());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("phone", enrolled.phone().id().toString());
            answer.put("account", enrolled.account().name());
            answer.put("label", call.realm().label());
            answer.put("confirm_code", enrolled.code().digits());
            answer.put(
                    "expires_in",
                    enrolled.expiresAt().getEpochSecond() - call.realm().now().getEpochSecond());
            return JsonAnswer.of(200, answer);
        } catch (RefusedException | PushRefusedException e) {
            refusals.count();
            throw e;
        }
    }

    static Response.ResponseBuilder requests(PushCall call, InputStream body) {
        PhoneMessage message =
                open(call, body, PushMessageType.FETCH, call.realm().endpoints().requests());
        Phone phone = message.standing();
        Claims claims = message.message().claims();
        Optional<UUID> only = claims.has("request") ? Optional.of(claims.uuid("request")) : Optional.empty();
        call.phones().used(phone.id(), call.realm().now());
        List<String> waiting = phone.status() == Phone.Status.ACTIVE
                ? call.ledger().waiting(phone.userId(), call.realm().now()).stream()
                        .filter(request -> request.names(phone))
                        .filter(request -> only.isEmpty() || only.get().equals(request.id()))
                        .map(PushRequest::compact)
                        .toList()
                : List.of();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", phone.status() == Phone.Status.ACTIVE ? "active" : "pending");
        answer.put("now", call.realm().now().getEpochSecond());
        answer.put("requests", waiting);
        return JsonAnswer.of(200, answer);
    }

    static Response.ResponseBuilder answer(PushCall call, InputStream body) {
        PhoneAnswers.Answered answered = new PhoneAnswers(
                        call.realm(), call.phones(), call.ledger(), call.spentNonces())
                .answer(PushCall.message(body), call.accounts());
        call.events().answered(answered);
        if (answered.outcome() == Outcome.REPORTED) {
            new Report(call.session(), call.realm()).follow(answered.request());
        }
        tellWhenWritten(call.session(), answered.request().id());
        call.ledger()
                .backchannelOf(answered.request().id())
                .ifPresent(id -> new ClientNotice(call.session()).whenWritten(id));
        // Written down all the same: the one try is used up.
        return answered.outcome() == Outcome.WRONG_NUMBER
                ? PushRunner.answerTo(PushRefusal.NUMBER_MISMATCH)
                : JsonAnswer.of(200, Map.of("outcome", answered.outcome().name().toLowerCase(java.util.Locale.ROOT)));
    }

    /** Pages that wait look into the database: they hear of the answer when it is there. */
    private static void tellWhenWritten(KeycloakSession session, UUID request) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                KeycloakModelUtils.runJobInTransaction(
                        factory, inner -> WaitingPages.tell(inner, request, WaitState.DECIDED));
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was decided.
            }
        });
    }

    static Response.ResponseBuilder subscribe(PushCall call, InputStream body) {
        PhoneMessage message = open(
                call, body, PushMessageType.UPDATE, call.realm().endpoints().subscription());
        call.phones()
                .subscribe(
                        message.standing().id(),
                        PhoneEnrolment.subscription(message.message().claims(), call.realm()));
        return JsonAnswer.of(200, Map.of());
    }

    static Response.ResponseBuilder remove(PushCall call, InputStream body) {
        Phone phone = open(
                        call,
                        body,
                        PushMessageType.REMOVE,
                        call.realm().endpoints().removal())
                .standing();
        new PhoneCredentials(call.session()).end(phone.id());
        call.events().removed(phone);
        return JsonAnswer.of(200, Map.of());
    }

    private static PhoneMessage open(PushCall call, InputStream body, PushMessageType type, String endpoint) {
        return PhoneMessage.open(
                PushCall.message(body), type, endpoint, call.realm(), call.phones(), call.spentNonces());
    }
}
