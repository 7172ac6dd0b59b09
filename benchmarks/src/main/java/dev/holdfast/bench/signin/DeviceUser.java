package dev.holdfast.bench.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.bench.wire.Answer;
import dev.holdfast.bench.wire.Base64Url;
import dev.holdfast.bench.wire.ClientKey;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.UnexpectedAnswerException;
import java.io.IOException;
import java.net.URI;

/**
 * A registration with its key and its present DURT. For one thread at a time: an agent rotates one at a time
 * (docs/protocol.md §7).
 */
public final class DeviceUser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Http http;
    private final URI endpoint;
    private final URI proofEndpoint;
    private final String sender;
    private final String origin;
    private final ClientKey duk;
    private final String registration;
    private String durt;

    DeviceUser(Http http, Realm realm, String sender, ClientKey duk, String registration, String durt) {
        this.http = http;
        this.endpoint = realm.device("/exchange");
        this.proofEndpoint = realm.device("/proof");
        this.sender = sender;
        this.origin = realm.origin();
        this.duk = duk;
        this.registration = registration;
        this.durt = durt;
    }

    /** What an exchange brought beside the new DURT. */
    public record Exchanged(String dust, String nextNonce) {}

    /**
     * Exchanges the DURT with a nonce of one's own.
     *
     * @param challenge of a device page; serves many exchanges while it lives
     * @param nonce unspent
     */
    public Exchanged exchange(String challenge, String nonce) {
        ObjectNode claims = Device.claims(sender, endpoint, nonce)
                .put("registration", registration)
                .put("durt", durt)
                .put("rid", Base64Url.random(32))
                .put("challenge", challenge)
                .put("origin", origin);
        ObjectNode header = Device.header("holdfast-exchange+jwt").put("kid", duk.thumbprint());
        Answer answer = http.postJson(endpoint, Device.message(duk.sign(header, claims)));
        JsonNode body = answer.json();
        if (!body.hasNonNull("dust") || !body.hasNonNull("durt")) {
            throw new UnexpectedAnswerException("a DURT and a DUST", answer);
        }
        durt = body.path("durt").asText();
        return new Exchanged(body.path("dust").asText(), answer.header("Device-Nonce"));
    }

    /**
     * Asks with another key's signature, which is refused before the nonce is looked at.
     *
     * @param asked this registration, or one that nobody has
     */
    public void askInVain(String challenge, String nonce, ClientKey stranger, String asked) {
        ObjectNode claims = Device.claims(sender, endpoint, nonce)
                .put("registration", asked)
                .put("durt", durt.replace(registration, asked))
                .put("rid", Base64Url.random(32))
                .put("challenge", challenge)
                .put("origin", origin);
        ObjectNode header = Device.header("holdfast-exchange+jwt").put("kid", duk.thumbprint());
        Answer answer = http.postJson(endpoint, Device.message(stranger.sign(header, claims)));
        if (answer.status() != 401 || !answer.body().contains("\"invalid_signature\"")) {
            throw new UnexpectedAnswerException("invalid_signature", answer);
        }
    }

    /** Returns the registration's id. */
    public String registration() {
        return registration;
    }

    /**
     * Proves a session with a nonce of one's own; nothing rotates (docs/protocol.md §13).
     *
     * @param challenge of a page that asks for the proof; serves many proofs while it lives
     * @param nonce unspent
     */
    public Exchanged prove(String challenge, String nonce) {
        ObjectNode claims = Device.claims(sender, proofEndpoint, nonce)
                .put("registration", registration)
                .put("challenge", challenge)
                .put("origin", origin);
        ObjectNode header = Device.header("holdfast-proof+jwt").put("kid", duk.thumbprint());
        Answer answer = http.postJson(proofEndpoint, Device.message(duk.sign(header, claims)));
        String dust = answer.json().path("dust").asText();
        if (dust.isEmpty()) {
            throw new UnexpectedAnswerException("a DUST", answer);
        }
        return new Exchanged(dust, answer.header("Device-Nonce"));
    }

    /** Exchanges the DURT with the challenge's own nonce, as a sign-in does. */
    String exchangeWithNonceOf(String challenge) {
        return exchange(challenge, nonceIn(challenge)).dust();
    }

    /** Returns the nonce that a challenge brings for one exchange. */
    public static String nonceIn(String challenge) {
        try {
            return JSON.readTree(Base64Url.decode(challenge.split("\\.", -1)[1]))
                    .path("nonce")
                    .asText();
        } catch (IOException e) {
            throw new IllegalArgumentException("a challenge is a JWS", e);
        }
    }
}
