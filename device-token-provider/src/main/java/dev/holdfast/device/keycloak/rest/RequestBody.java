package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;

/** A request's body, of which no more is read than a message may have. */
final class RequestBody {
    private RequestBody() {}

    /** The compact JWS of {@code {"message":"…"}}. */
    static String message(InputStream body) {
        return claims(body).text("message", Claims.MAX_BODY_BYTES);
    }

    static Claims claims(InputStream body) {
        try {
            return Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1));
        } catch (IOException e) {
            throw Refusal.INVALID_REQUEST.because("body broke off");
        }
    }
}
