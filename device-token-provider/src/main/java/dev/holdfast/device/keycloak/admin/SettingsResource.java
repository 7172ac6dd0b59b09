package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.message.Claims;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The settings of a realm component as a form needs them: {@code GET} tells each declaration and what is in force, {@code PUT}
 * {@code {"key": ["value"]}} changes some, all or none. An empty list takes a setting back to its default. Keys and secrets
 * are not among them.
 */
public final class SettingsResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_SETTINGS";
    private static final int MAX_VALUES = 500;
    private static final int MAX_LENGTH = 20_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;
    private final SettingsForm form;

    public SettingsResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent,
            SettingsForm form) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent.resource(RESOURCE_TYPE);
        this.form = form;
    }

    @GET
    @Path("")
    public Response list(@QueryParam("language") @DefaultValue("en") String language) {
        permissions.realm().requireViewRealm();
        Optional<ComponentModel> component = form.component().apply(realm);
        if (component.isEmpty()) {
            return AdminCall.notFound();
        }
        SettingTexts texts = form.texts(language);
        return JsonAnswer.of(
                        200,
                        form.declarations().stream()
                                .map(setting -> shown(setting, component.get(), texts))
                                .toList())
                .build();
    }

    @PUT
    @Path("")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(InputStream body) {
        permissions.realm().requireManageRealm();
        Optional<ComponentModel> component = form.component().apply(realm);
        if (component.isEmpty()) {
            return AdminCall.notFound();
        }
        return new AdminCall(session, realm).answered(() -> changed(component.get(), asked(AdminCall.read(body))));
    }

    private Response changed(ComponentModel component, Map<String, List<String>> changes) {
        Map<String, String> refusals = form.refusals().apply(changes);
        if (!refusals.isEmpty()) {
            return refused(refusals);
        }
        MultivaluedHashMap<String, String> config = new MultivaluedHashMap<>(component.getConfig());
        changes.forEach((key, values) -> {
            if (values.isEmpty()) {
                config.remove(key);
            } else {
                config.put(key, values);
            }
        });
        component.setConfig(config);
        try {
            realm.updateComponent(component);
        } catch (ComponentValidationException e) {
            session.getTransactionManager().setRollbackOnly();
            return refused(Map.of("", String.valueOf(e.getMessage())));
        }
        if (!changes.isEmpty()) {
            adminEvent
                    .operation(OperationType.UPDATE)
                    .resourcePath(session.getContext().getUri())
                    .representation(changes)
                    .success();
        }
        return Response.noContent().build();
    }

    /** @param refusals a sentence by key; under the empty key what none of them alone is to blame for */
    private static Response refused(Map<String, String> refusals) {
        return JsonAnswer.of(400, Map.of("error", "invalid_settings", "fields", refusals))
                .build();
    }

    /** What is not declared is not looked at. */
    private Map<String, List<String>> asked(Claims request) {
        Map<String, List<String>> changes = new LinkedHashMap<>();
        for (ProviderConfigProperty setting : form.declarations()) {
            String key = setting.getName();
            if (request.has(key)) {
                changes.put(
                        key,
                        request.isEmptyList(key)
                                ? List.of()
                                : request.texts(key, MAX_VALUES, MAX_LENGTH).stream()
                                        .filter(value -> !value.isBlank())
                                        .toList());
            }
        }
        return changes;
    }

    private Map<String, Object> shown(ProviderConfigProperty setting, ComponentModel component, SettingTexts texts) {
        String key = setting.getName();
        Optional<SettingsForm.Bounds> number = form.bounds().apply(key);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("key", key);
        shown.put("kind", kindOf(setting));
        shown.put("label", texts.label(key).orElse(setting.getLabel()));
        shown.put(
                "help",
                texts.help(key)
                        .orElseGet(
                                () -> number.map(SettingsForm.Bounds::purpose).orElse(setting.getHelpText())));
        number.ifPresent(bounds -> {
            shown.put("min", bounds.min());
            shown.put("max", bounds.max());
        });
        if (setting.getDefaultValue() != null) {
            shown.put("default", String.valueOf(setting.getDefaultValue()));
        }
        List<String> options = Optional.ofNullable(setting.getOptions()).orElse(List.of());
        if (!options.isEmpty()) {
            shown.put(
                    "options",
                    options.stream()
                            .map(option -> Map.of(
                                    "value",
                                    option,
                                    "label",
                                    texts.option(key, option).orElse(option)))
                            .toList());
        }
        shown.put(
                "values",
                component.getConfig().getOrDefault(key, List.of()).stream()
                        .filter(value -> !value.isBlank())
                        .toList());
        return shown;
    }

    /** How a form asks for it. */
    private String kindOf(ProviderConfigProperty setting) {
        if (form.bounds().apply(setting.getName()).isPresent()) {
            return "number";
        }
        return switch (String.valueOf(setting.getType())) {
            case ProviderConfigProperty.BOOLEAN_TYPE -> "switch";
            case ProviderConfigProperty.LIST_TYPE -> "choice";
            case ProviderConfigProperty.MULTIVALUED_STRING_TYPE -> "texts";
            default -> "text";
        };
    }
}
