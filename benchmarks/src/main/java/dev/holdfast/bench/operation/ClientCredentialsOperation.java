package dev.holdfast.bench.operation;

import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.util.Map;

/**
 * A client's secret for an access token.
 *
 * @param clientId a client with a service account
 */
public record ClientCredentialsOperation(Http http, Realm realm, String clientId, String secret) implements Operation {

    @Override
    public String name() {
        return "client credentials";
    }

    @Override
    public void run(int worker) {
        Answer answer = http.post(
                realm.token(),
                Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
        if (!answer.json().hasNonNull("access_token")) {
            throw new UnexpectedAnswerException("an access token", answer);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
