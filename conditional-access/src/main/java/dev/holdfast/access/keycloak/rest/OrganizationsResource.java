package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.change.Changes;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.realm.RealmAccessFactory;
import dev.holdfast.access.realm.AccessSettings;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The realm as the one organization that older scripts look for: its settings, merged deeply by {@code PUT}, so that a script
 * sends what it wants to change and no more.
 */
public final class OrganizationsResource {
    static final String TYPE = "ORGANIZATION";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FEATURES = "features";
    private static final int LONGEST = 1_000;
    private static final int MOST = 500;

    private final AccessCall call;
    private final InsightsSwitch insights;

    OrganizationsResource(AccessCall call) {
        this.call = call;
        this.insights = new InsightsSwitch(call.realm());
    }

    /** A bare array. */
    @GET
    @Path("")
    public Response list() {
        call.requireView();
        return call.answered(() -> call.listed(List.of(shown())));
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        call.requireView();
        return call.answered(() -> {
            requireThis(id);
            return call.shown(shown());
        });
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("id") String id, InputStream body) {
        call.requireManage();
        return call.answered(() -> {
            requireThis(id);
            ObjectNode before = shown();
            call.requireMatch(before);
            Members members = new Members(JsonBody.object(body, JsonBody.SMALL))
                    .only(Set.of("id", "_id", "name", "displayName", "settings"));
            requireSame(members, "id", before);
            requireSame(members, "_id", before);
            requireSame(members, "name", before);
            requireSame(members, "displayName", before);
            members.object("settings").ifPresent(settings -> take(settings, members));
            members.check();
            ObjectNode after = shown();
            if (!after.equals(before)) {
                call.record(
                        OperationType.UPDATE,
                        TYPE,
                        "organizations/" + id,
                        call.realm().getName(),
                        Changes.between(before.path("settings"), after.path("settings")));
            }
            return call.shown(after);
        });
    }

    private void requireThis(String id) {
        if (!id.equals(call.realm().getId())) {
            throw RefusedRequestException.notFound();
        }
    }

    /** Scripts send back what they read. */
    private static void requireSame(Members members, String name, ObjectNode before) {
        if (members.has(name) && !members.value(name).equals(before.path(name))) {
            members.problem(name, "This is the realm's, and not changed here");
        }
    }

    private void take(Members settings, Members all) {
        Map<String, List<String>> changes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : settings.all()) {
            if (!member.getKey().equals(FEATURES)) {
                RealmAccessFactory.settings().stream()
                        .filter(setting -> setting.getName().equals(member.getKey()))
                        .findFirst()
                        .ifPresentOrElse(
                                setting -> changes.put(setting.getName(), values(setting, settings)),
                                () -> settings.problem(member.getKey(), "There is no such setting"));
            }
        }
        AccessSettings.refusals(changes).forEach(settings::problem);
        settings.object(FEATURES).ifPresent(this::takeFeatures);
        all.check();
        if (!changes.isEmpty()) {
            put(changes);
        }
    }

    private void takeFeatures(Members features) {
        features.only(Set.of("directoryInsights"))
                .object("directoryInsights")
                .map(one -> one.only(Set.of("enabled")))
                .flatMap(one -> one.flag("enabled"))
                .ifPresent(enabled -> {
                    if (!insights.turn(enabled)) {
                        features.problem("directoryInsights", "The realm keeps no record that could be switched");
                    }
                });
    }

    private void put(Map<String, List<String>> changes) {
        Optional<ComponentModel> former =
                RealmAccessFactory.componentOf(call.realm()).map(ComponentModel::new);
        ComponentModel model = former.map(ComponentModel::new)
                .orElseGet(() -> call.realm().addComponentModel(RealmAccessFactory.newComponent(call.realm())));
        changes.forEach((key, values) -> {
            if (values.isEmpty()) {
                model.getConfig().remove(key);
            } else {
                model.getConfig().put(key, values);
            }
        });
        new ChangeGuard(call).requireWayIn(former, model);
        call.realm().updateComponent(model);
    }

    private static List<String> values(ProviderConfigProperty setting, Members settings) {
        String name = setting.getName();
        return switch (String.valueOf(setting.getType())) {
            case ProviderConfigProperty.BOOLEAN_TYPE ->
                settings.flag(name).map(String::valueOf).map(List::of).orElse(List.of());
            case ProviderConfigProperty.MULTIVALUED_STRING_TYPE ->
                settings.texts(name, MOST, LONGEST).orElse(List.of());
            default ->
                name.equals(AccessSettings.ENROLMENT_DAYS_KEY)
                        ? settings.number(name, 0, AccessSettings.MAX_ENROLMENT_DAYS)
                                .map(String::valueOf)
                                .map(List::of)
                                .orElse(List.of())
                        : settings.text(name, LONGEST)
                                .filter(text -> !text.isBlank())
                                .map(List::of)
                                .orElse(List.of());
        };
    }

    private ObjectNode shown() {
        String id = call.realm().getId();
        String label = call.realm().getDisplayName();
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("_id", id)
                .put("name", call.realm().getName())
                .put(
                        "displayName",
                        label == null || label.isBlank() ? call.realm().getName() : label);
        ObjectNode settings =
                JSON.valueToTree(AccessRealms.asItIs(call.realm()).settings().write());
        shown.set("settings", settings);
        settings.putObject(FEATURES).putObject("directoryInsights").put("enabled", insights.isOn());
        return shown;
    }
}
