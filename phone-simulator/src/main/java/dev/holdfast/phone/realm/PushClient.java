package dev.holdfast.phone.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.phone.message.Json;
import dev.holdfast.phone.message.MalformedException;
import dev.holdfast.phone.message.P256;
import dev.holdfast.phone.message.PhoneKey;
import dev.holdfast.phone.message.PhoneMessage;
import java.net.URI;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Speaks with one realm. Not thread safe. */
public final class PushClient {
    /** How often a message is sent that may not have arrived. */
    private static final int SENDINGS = 3;

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration KEYS_KEPT = Duration.ofMinutes(1);
    private static final byte[] NOTHING = new byte[0];

    private final Issuer issuer;
    private final PushHttp http;
    private final Clock clock;
    private final SecureRandom random;
    private final Pause pause;
    private @Nullable PushRealm realm;
    private Optional<String> nonce = Optional.empty();
    private ObjectNode keys = Json.object();
    private Instant keysAsked = Instant.EPOCH;

    public PushClient(Issuer issuer, PushHttp http, Clock clock, SecureRandom random, Pause pause) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
    }

    /**
     * What the realm answered.
     *
     * @param body its members
     * @param repeated whether the message had been sent before without an answer
     */
    public record Reply(ObjectNode body, boolean repeated) {}

    /** The realm's push configuration, asked for once. */
    public PushRealm realm() throws Fault {
        if (realm == null) {
            PushHttp.Answer answer = http.get(URI.create(issuer.base() + "/.well-known/push-configuration"));
            realm = PushRealm.read(granted(answer), issuer);
        }
        return realm;
    }

    /** A key that signs requests; for an unknown one the set is asked for again, once a minute at most. */
    public Optional<PublicKey> key(String kid) throws Fault {
        Optional<JsonNode> known = published(kid);
        if (known.isEmpty() && keysAsked.plus(KEYS_KEPT).isBefore(clock.instant())) {
            keysAsked = clock.instant();
            keys = granted(http.get(realm().keys()));
            known = published(kid);
        }
        try {
            return known.isEmpty() ? Optional.empty() : Optional.of(P256.publicKey(known.get()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> published(String kid) {
        for (JsonNode key : keys.path("keys")) {
            if (key.path("kid").asText().equals(kid)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /**
     * Signs and sends a message. One that may not have arrived is sent again, the very same; one whose nonce was of no use
     * is signed again, once.
     */
    public Reply send(PhoneMessage message, PhoneKey key) throws Fault {
        URI endpoint = realm().endpoint(message.type());
        boolean repeated = false;
        boolean signedAgain = false;
        String signed = signed(message, endpoint, key);
        for (int sending = 1; ; sending++) {
            try {
                return new Reply(granted(http.post(endpoint, body(signed))), repeated);
            } catch (Fault.NoAnswer e) {
                if (sending >= SENDINGS) {
                    throw e;
                }
                repeated = true;
                rest(BETWEEN);
            } catch (Fault.Refused e) {
                if (e.is("invalid_nonce") && !signedAgain) {
                    signedAgain = true;
                    signed = signed(message, endpoint, key);
                } else if (e.is("temporarily_unavailable") && sending < SENDINGS) {
                    rest(
                            BETWEEN.compareTo(Duration.ofSeconds(e.retryAfter())) > 0
                                    ? BETWEEN
                                    : Duration.ofSeconds(e.retryAfter()));
                } else if (repeated && e.is("already_answered")) {
                    throw new Fault.NoAnswer(
                            "The answer was sent again because nothing had come back. The first one may"
                                    + " have arrived, or another phone was first: look at the sign-in page.");
                } else {
                    throw e;
                }
            }
        }
    }

    private String signed(PhoneMessage message, URI endpoint, PhoneKey key) throws Fault {
        return message.sign(endpoint.toString(), takeNonce(), key, clock, random);
    }

    private String takeNonce() throws Fault {
        if (nonce.isPresent()) {
            String kept = nonce.get();
            nonce = Optional.empty();
            return kept;
        }
        try {
            return Json.text(granted(http.post(realm().nonces(), NOTHING)), "nonce");
        } catch (MalformedException e) {
            throw new Fault.Distrusted("The realm's nonce cannot be used: " + e.getMessage());
        }
    }

    private static byte[] body(String signed) {
        return Json.write(Json.object().put("message", signed));
    }

    private ObjectNode granted(PushHttp.Answer answer) throws Fault {
        if (answer.nonce().isPresent()) {
            nonce = answer.nonce();
        }
        if (answer.status() == 200) {
            return answer.body();
        }
        if (answer.status() == 404) {
            throw new Fault.Distrusted("There is no realm with push at " + issuer + ".");
        }
        String code = answer.body().path("error").asText();
        if (answer.status() < 400 || code.isEmpty()) {
            throw new Fault.NoAnswer("No answer of a realm with push: status " + answer.status() + " from " + issuer);
        }
        throw new Fault.Refused(code, answer.retryAfter());
    }

    private void rest(Duration length) throws Fault.NoAnswer {
        try {
            pause.take(length.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault.NoAnswer("Interrupted");
        }
    }
}
