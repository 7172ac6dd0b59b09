package dev.holdfast.agent.realm;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.refusal.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Talks to one realm. Safe for several threads. */
public final class RealmClient {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,6}");
    private static final long MAX_RETRY_AFTER = 3600;

    private final Issuer issuer;
    private final RealmHttp http;
    private final Platform platform;
    private final RealmKeys keys;
    private final AtomicReference<@Nullable String> spareNonce = new AtomicReference<>();
    private volatile @Nullable RealmConfiguration configuration;

    /** A client of {@code issuer}; nothing is asked yet. */
    public RealmClient(Issuer issuer, RealmHttp http, Platform platform) {
        this.issuer = issuer;
        this.http = http;
        this.platform = platform;
        this.keys = new RealmKeys(() -> accepted(http.get(configuration().jwksUri())), platform.nanoTime());
    }

    /** Makes a body for a nonce. */
    @FunctionalInterface
    public interface Body {
        /** The compact JWS that holds this nonce. */
        String signed(String nonce) throws GeneralSecurityException;
    }

    /** The realm's configuration, asked for once. */
    public RealmConfiguration configuration() throws IOException {
        RealmConfiguration known = configuration;
        if (known == null) {
            known = RealmConfiguration.of(issuer, accepted(http.get(issuer.discoveryUri())));
            configuration = known;
        }
        return known;
    }

    /** The keys of the realm's challenges. */
    public RealmKeys keys() {
        return keys;
    }

    /** Posts plain JSON, for the one endpoint that takes it. */
    public RealmAnswer post(URI endpoint, JsonObject body) {
        try {
            return answer(http.postJson(endpoint, body));
        } catch (IOException e) {
            return new RealmAnswer.NoAnswer(e);
        }
    }

    /** {@link #post(URI, Body, String)} of a message whose only open part is the nonce. */
    public RealmAnswer post(URI endpoint, DeviceMessage message, @Nullable String nonce) {
        return post(endpoint, fresh -> message.sign(endpoint, fresh, platform), nonce);
    }

    /**
     * Signs and posts. On {@code invalid_nonce} the message is signed again with a fresh nonce, once (section 3 of the
     * protocol).
     *
     * @param nonce to begin with; null takes the last answer's or asks for one
     */
    public RealmAnswer post(URI endpoint, Body body, @Nullable String nonce) {
        try {
            RealmAnswer first = postSigned(endpoint, body.signed(nonce != null ? nonce : nonce()));
            if (first instanceof RealmAnswer.Refused refused && refused.code() == ErrorCode.INVALID_NONCE) {
                return postSigned(endpoint, body.signed(nonce()));
            }
            return first;
        } catch (IOException | GeneralSecurityException e) {
            return new RealmAnswer.NoAnswer(e);
        }
    }

    /** The nonce of the last answer, if nobody took it yet, else one from the nonce endpoint. */
    public String nonce() throws IOException {
        String spare = spareNonce.getAndSet(null);
        if (spare != null) {
            return spare;
        }
        URI endpoint = configuration().nonceEndpoint();
        RealmHttp.Reply reply;
        try {
            reply = http.postEmpty(endpoint);
        } catch (NoAnswerException e) {
            // A connection that was kept and that the server has closed since; an unused nonce costs nothing.
            reply = http.postEmpty(endpoint);
        }
        return accepted(reply).string("nonce");
    }

    private RealmAnswer postSigned(URI endpoint, String compact) throws IOException {
        RealmHttp.Reply reply = http.postJson(
                endpoint, JsonObject.builder().put("message", compact).build());
        reply.header("Device-Nonce").ifPresent(spareNonce::set);
        return answer(reply);
    }

    private static RealmAnswer answer(RealmHttp.Reply reply) {
        try {
            JsonObject body = reply.json();
            if (reply.status() == 200) {
                return new RealmAnswer.Accepted(body, reply.serverTime());
            }
            Optional<ErrorCode> code = ErrorCode.of(body.string("error"));
            if (reply.status() >= 400 && code.isPresent()) {
                return new RealmAnswer.Refused(code.get(), retryAfter(reply), body);
            }
            return new RealmAnswer.NoAnswer(
                    new NoAnswerException("status " + reply.status() + ", unknown error", null));
        } catch (MalformedJsonException e) {
            // A gateway's error page, a torn body: the realm behind it may have acted.
            return new RealmAnswer.NoAnswer(new NoAnswerException("status " + reply.status() + ", not readable", e));
        }
    }

    private static long retryAfter(RealmHttp.Reply reply) {
        return reply.header("Retry-After")
                .filter(seconds -> DIGITS.matcher(seconds).matches())
                .map(seconds -> Math.min(Long.parseLong(seconds), MAX_RETRY_AFTER))
                .orElse(0L);
    }

    private static JsonObject accepted(RealmHttp.Reply reply) throws IOException {
        if (reply.status() != 200) {
            throw new NoAnswerException("status " + reply.status(), null);
        }
        return reply.json();
    }
}
