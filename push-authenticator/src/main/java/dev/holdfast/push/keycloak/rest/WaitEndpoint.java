package dev.holdfast.push.keycloak.rest;

import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.keycloak.waiting.WaitState;
import dev.holdfast.push.keycloak.waiting.WaitTicket;
import dev.holdfast.push.keycloak.waiting.WaitingPages;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.refusal.PushRefusal;
import dev.holdfast.push.request.PushRequest;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.keycloak.models.KeycloakSession;

/** {@code /wait/<request>} (docs/push-protocol.md §12): tells a page that its request was decided, and nothing else. */
final class WaitEndpoint {
    private static final Duration LONGEST = Duration.ofSeconds(25);

    private WaitEndpoint() {}

    static CompletionStage<Response> await(KeycloakSession session, String id, String ticket, boolean now) {
        Optional<PushRealm> realm = PushRealms.of(session);
        Optional<UUID> request =
                uuid(id).filter(one -> realm.isPresent()).filter(one -> new WaitTicket(realm.get()).isOf(one, ticket));
        if (request.isEmpty()) {
            return CompletableFuture.completedFuture(
                    PushRunner.answerTo(PushRefusal.REQUEST_EXPIRED).build());
        }
        // The page stands in the list before the database is asked: what is decided in between is heard of.
        CompletableFuture<WaitState> page = now
                ? CompletableFuture.completedFuture(WaitState.WAITING)
                : WaitingPages.await(request.get(), longest(session, realm.get(), request.get()));
        WaitState state = state(session, realm.get(), request.get());
        if (state != WaitState.WAITING) {
            page.complete(state);
            return CompletableFuture.completedFuture(answer(state));
        }
        return page.thenApply(WaitEndpoint::answer);
    }

    private static Duration longest(KeycloakSession session, PushRealm realm, UUID request) {
        return new JpaPushLedger(session)
                .find(request)
                .map(found -> Duration.between(realm.now(), found.expiresAt()))
                .filter(left -> left.compareTo(LONGEST) < 0)
                .map(left -> left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left)
                .orElse(LONGEST);
    }

    private static WaitState state(KeycloakSession session, PushRealm realm, UUID request) {
        JpaPushLedger ledger = new JpaPushLedger(session);
        Optional<PushRequest> found = ledger.find(request);
        if (found.isEmpty()) {
            return WaitState.EXPIRED;
        }
        if (found.get().outcome() != Outcome.WAITING) {
            return WaitState.DECIDED;
        }
        if (found.get().isOver(realm.now())) {
            return WaitState.EXPIRED;
        }
        return ledger.isUnreachable(request) ? WaitState.UNREACHABLE : WaitState.WAITING;
    }

    private static Response answer(WaitState state) {
        return JsonAnswer.of(200, Map.of("state", state.value())).build();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
