package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.DenialMessage;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.ClientModel;

/** Says that a policy lets nobody in here, in the policy's own words where it has any, and where help is. */
final class DenialPage {
    private static final String PAGE = "holdfast-denied.ftl";

    /** What the general words tell apart; any other reason is a denial like any. */
    private static final Set<String> TOLD = Set.of("no_factor", "max_age", "gate_failed");

    private DenialPage() {}

    static Response of(RequiredActionContext context, Optional<DenialMessage> message, String reason) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("clientName", nameOf(context.getAuthenticationSession().getClient()));
        page.put("reason", TOLD.contains(reason) ? reason : "denied");
        page.put("text", message.map(DenialMessage::text).orElse(""));
        page.put(
                "help",
                message.map(DenialMessage::help).orElse(List.of()).stream()
                        .map(help ->
                                Map.of("text", help.text(), "url", help.url().toString()))
                        .toList());
        return Response.fromResponse(
                        context.form().setAttribute("holdfast", page).createForm(PAGE))
                .status(Response.Status.FORBIDDEN)
                .build();
    }

    private static String nameOf(ClientModel client) {
        String name = client.getName();
        // A name like ${client_account} is a key for the templates.
        return name == null || name.isBlank() || name.startsWith("${") ? client.getClientId() : name;
    }
}
