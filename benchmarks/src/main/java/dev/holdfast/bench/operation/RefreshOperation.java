package dev.holdfast.bench.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.ClientKey;
import dev.holdfast.bench.wire.DpopProof;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A refresh token for the next, each used once; with DPoP (RFC 9449), the true peer of an exchange. */
public final class RefreshOperation implements Operation {

    private final String name;
    private final List<Turn<Family>> families;

    /** @param families each worker's own */
    public RefreshOperation(String name, List<Turn<Family>> families) {
        this.name = name;
        this.families = families;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(int worker) {
        families.get(worker).next().refresh();
    }

    /** One user's rotating refresh token at a public client. For one thread at a time. */
    public static final class Family {

        private final Http http;
        private final Realm realm;
        private final String clientId;
        private final Optional<ClientKey> key;
        private String refreshToken;

        private Family(Http http, Realm realm, String clientId, Optional<ClientKey> key, Map<String, String> login) {
            this.http = http;
            this.realm = realm;
            this.clientId = clientId;
            this.key = key;
            this.refreshToken = "";
            ask(login);
        }

        /** Begins with a user's password. */
        public static Family begin(
                Http http, Realm realm, String clientId, Optional<ClientKey> key, String user, String password) {
            return new Family(
                    http,
                    realm,
                    clientId,
                    key,
                    Map.of("grant_type", "password", "client_id", clientId, "username", user, "password", password));
        }

        void refresh() {
            ask(Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken));
        }

        private void ask(Map<String, String> form) {
            Map<String, String> headers = key.map(
                            own -> Map.of("DPoP", DpopProof.of(own, "POST", realm.token(), Instant.now())))
                    .orElse(Map.of());
            Answer answer = http.post(realm.token(), form, headers);
            JsonNode tokens = answer.json();
            String next = tokens.path("refresh_token").asText();
            String type = tokens.path("token_type").asText();
            if (next.isEmpty() || next.equals(refreshToken) || type.equals("DPoP") != key.isPresent()) {
                throw new UnexpectedAnswerException("another refresh token, bound as asked", answer);
            }
            refreshToken = next;
        }
    }
}
