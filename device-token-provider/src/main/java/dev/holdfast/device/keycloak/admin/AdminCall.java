package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.message.Claims;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * One call of an administrator. Unlike a device, an administrator is told which part of the request was wrong; what is
 * refused leaves nothing behind.
 */
public record AdminCall(KeycloakSession session, RealmModel realm) {
    /** The answer, or 400 with the failed check. */
    public Response answered(Supplier<Response> answer) {
        try {
            return answer.get();
        } catch (RefusedException e) {
            session.getTransactionManager().setRollbackOnly();
            return JsonAnswer.of(400, Map.of("error", "invalid_request", "error_description", e.failedCheck()))
                    .build();
        }
    }

    /** @param sentence why it cannot be, as things stand */
    static Response conflict(String sentence) {
        return JsonAnswer.of(409, Map.of("error", "conflict", "error_description", sentence))
                .build();
    }

    /** The id that the text is, in its usual form; empty for any other text, which is the id of nothing. */
    static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static Response notFound() {
        return JsonAnswer.of(404, Map.of("error", "not_found")).build();
    }

    /** @throws RefusedException if the body is no JSON object, or too long */
    public static Claims read(InputStream body) {
        try {
            return Claims.parse(body.readNBytes(Claims.MAX_BODY_BYTES + 1));
        } catch (IOException e) {
            throw Refusal.INVALID_REQUEST.because("body broke off");
        }
    }

    String userId(String username) {
        UserModel user = session.users().getUserByUsername(realm, username);
        if (user == null) {
            throw Refusal.INVALID_REQUEST.because("no user of this name in the realm");
        }
        return user.getId();
    }

    String groupId(String path) {
        GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, path);
        if (group == null) {
            throw Refusal.INVALID_REQUEST.because("no group of this path in the realm");
        }
        return group.getId();
    }
}
