package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registry.PostureRows;
import dev.holdfast.device.posture.CheckResult;
import dev.holdfast.device.posture.PostureCheck;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The realm's demands on the condition of devices, as scripts know them: each check is a policy of devices, and each device of
 * which anything is known has a status by it. Only read here: the demands are settings of device login.
 */
public final class PostureChecksResource {
    private final AccessCall call;
    private final PosturePolicy policy;

    PostureChecksResource(AccessCall call) {
        this.call = call;
        this.policy = DeviceRealms.setUpIn(call.session())
                .map(DeviceRealm::settings)
                .orElseGet(DeviceSettings::defaults)
                .posture();
    }

    @GET
    @Path("")
    public Response list() {
        call.requireView();
        return call.answered(() -> call.listed(
                Arrays.stream(PostureCheck.values()).map(this::shown).toList()));
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> call.shown(shown(find(id))));
    }

    /** {@code success}, {@code failed}, or {@code pending} where nothing fresh is known; no entry where nothing is demanded. */
    @GET
    @Path("{id}/policystatuses")
    public Response statuses(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> {
            PostureCheck check = find(id);
            List<JsonNode> statuses = new ArrayList<>();
            Instant now = Instant.now();
            new PostureRows(call.session(), call.realm())
                    .ofEachActiveDeviceById((device, reports) -> policy.evaluate(reports, now).checks().stream()
                            .filter(result -> result.check() == check)
                            .map(result -> status(device, result, now))
                            .forEach(statuses::add));
            return call.listed(statuses);
        });
    }

    private static PostureCheck find(String id) {
        return Arrays.stream(PostureCheck.values())
                .filter(check -> check.word().equals(id))
                .findFirst()
                .orElseThrow(RefusedRequestException::notFound);
    }

    private ObjectNode shown(PostureCheck check) {
        boolean demanded =
                policy.evaluate(List.of(), Instant.now()).checks().stream().anyMatch(result -> result.check() == check);
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", check.word())
                .put("name", check.label())
                .put("description", check.help())
                .put("enabled", demanded)
                .put("required", policy.required());
    }

    private static ObjectNode status(String device, CheckResult result, Instant now) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("id", device + ':' + result.check().word())
                .put("policyID", result.check().word())
                .put("systemID", device)
                .put(
                        "status",
                        switch (result.result()) {
                            case COMPLIANT -> "success";
                            case NOT_COMPLIANT -> "failed";
                            case UNKNOWN -> "pending";
                        });
        result.reason().ifPresent(reason -> status.put("reason", reason));
        result.source().ifPresent(source -> status.put("source", source.name()));
        status.put("updatedAt", result.receivedAt().orElse(now).toString());
        return status;
    }
}
