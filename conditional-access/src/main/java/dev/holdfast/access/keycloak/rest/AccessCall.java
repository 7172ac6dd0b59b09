package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.DocumentProblem;
import dev.holdfast.access.listing.ListQuery;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** One call: who makes it, what they may do, and how it is answered. */
record AccessCall(KeycloakSession session, Caller caller) {
    static AccessCall of(KeycloakSession session) {
        return new AccessCall(session, Caller.of(session));
    }

    RealmModel realm() {
        return caller.realm();
    }

    void requireView() {
        caller.permissions().realm().requireViewRealm();
    }

    void requireManage() {
        caller.permissions().realm().requireManageRealm();
    }

    /** The answer, or why there is none; then nothing is left of the call. */
    Response answered(Supplier<Response> answer) {
        try {
            return answer.get();
        } catch (RefusedRequestException e) {
            session.getTransactionManager().setRollbackOnly();
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("error", e.code());
            body.put("message", String.valueOf(e.getMessage()));
            if (!e.problems().isEmpty()) {
                body.put(
                        "problems", e.problems().stream().map(AccessCall::shown).toList());
            }
            return JsonAnswer.of(e.status(), body).build();
        }
    }

    private static Map<String, Object> shown(DocumentProblem problem) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("pointer", problem.pointer());
        if (problem.line() > 0) {
            shown.put("line", problem.line());
        }
        if (problem.column() > 0) {
            shown.put("column", problem.column());
        }
        shown.put("message", problem.message());
        return shown;
    }

    /** What the caller's parameters wish of a list. */
    ListQuery query() {
        MultivaluedMap<String, String> parameters =
                session.getContext().getUri().getQueryParameters();
        try {
            return ListQuery.read(
                    parameters.getFirst("limit"),
                    parameters.getFirst("skip"),
                    parameters.getOrDefault("sort", List.of()),
                    parameters.getOrDefault("filter", List.of()));
        } catch (IllegalArgumentException e) {
            throw RefusedRequestException.invalid("", String.valueOf(e.getMessage()));
        }
    }

    /** A bare array, with the number of all that the filters let through beside it. */
    Response listed(List<? extends JsonNode> entries) {
        ListQuery.Page page = query().of(entries);
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        body.addAll(page.entries());
        return JsonAnswer.of(200, body).header("X-Total-Count", page.total()).build();
    }

    Response shown(JsonNode entity) {
        return JsonAnswer.of(200, entity).tag(tag(entity)).build();
    }

    Response created(String id, JsonNode entity) {
        return JsonAnswer.of(201, entity)
                .location(session.getContext()
                        .getUri()
                        .getAbsolutePathBuilder()
                        .path(id)
                        .build())
                .tag(tag(entity))
                .build();
    }

    /** Refuses a change of something that is not what the caller read (RFC 9110 §13.1.1). */
    void requireMatch(JsonNode current) {
        List<String> wanted = session.getContext().getRequestHeaders().getRequestHeader("If-Match");
        if (wanted == null || wanted.isEmpty()) {
            return;
        }
        String tag = '"' + tag(current).getValue() + '"';
        boolean matches = wanted.stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag));
        if (!matches) {
            throw RefusedRequestException.changedMeanwhile();
        }
    }

    /** @param type of the resource, as Directory Insights calls it */
    void record(OperationType operation, String type, String path, @Nullable String name, ArrayNode changes) {
        ObjectNode representation = JsonNodeFactory.instance.objectNode();
        if (name != null) {
            representation.put("name", name);
        }
        representation.set("changes", changes);
        caller.event(session)
                .operation(operation)
                .resource(type)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** Whether the caller insists on a change that would lock people out. */
    boolean isForced() {
        return "true".equals(session.getContext().getUri().getQueryParameters().getFirst("force"));
    }

    private static EntityTag tag(JsonNode entity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(entity.toString().getBytes(StandardCharsets.UTF_8));
            return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
