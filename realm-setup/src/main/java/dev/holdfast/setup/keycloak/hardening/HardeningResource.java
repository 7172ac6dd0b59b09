package dev.holdfast.setup.keycloak.hardening;

import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.setup.hardening.Change;
import dev.holdfast.setup.hardening.Hardening;
import dev.holdfast.setup.hardening.HardeningTexts;
import dev.holdfast.setup.hardening.Profile;
import dev.holdfast.setup.hardening.RealmFacts;
import dev.holdfast.setup.hardening.RealmSetting;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Audits the realm against a profile, and applies what settings can apply. An audit names administrators, so it is for those
 * who may see realm and users. Of clients it tells no more than their names and what is wrong with them: the role that shows
 * clients also shows their secrets, and the console's tokens are not to have it.
 */
public final class HardeningResource {
    private static final String RESOURCE_TYPE = "HOLDFAST_HARDENING";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;
    private final StockSettings stock;

    public HardeningResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent;
        this.stock = new StockSettings(session);
    }

    @GET
    @Path("")
    public Response audit(
            @QueryParam("profile") @DefaultValue("") String profile,
            @QueryParam("language") @DefaultValue("en") String language) {
        permissions.realm().requireViewRealm();
        permissions.users().requireView();
        return answer(
                profile,
                language,
                (asked, texts) -> HardeningAnswer.of(Hardening.audit(reader().facts(), asked), texts));
    }

    /**
     * @param dryRun answers as if the changes were made
     */
    @POST
    @Path("")
    public Response apply(
            @QueryParam("profile") @DefaultValue("") String profile,
            @QueryParam("language") @DefaultValue("en") String language,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        permissions.realm().requireManageRealm();
        permissions.users().requireView();
        return answer(profile, language, (asked, texts) -> applied(asked, texts, dryRun));
    }

    private Map<String, Object> applied(Profile profile, HardeningTexts texts, boolean dryRun) {
        RealmFacts before = reader().facts();
        List<Change> changes = Hardening.plan(before, profile);
        if (!dryRun) {
            changes.forEach(this::write);
            record(profile, changes);
        }
        RealmFacts expected = before.with(changes);
        RealmFacts after = dryRun ? expected : reader().facts().with(List.of(misread(expected)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("profile", profile.name());
        answer.put("dryRun", dryRun);
        answer.put("changes", HardeningAnswer.of(changes));
        answer.put("before", HardeningAnswer.of(Hardening.audit(before, profile), texts));
        answer.put("after", HardeningAnswer.of(Hardening.audit(after, profile), texts));
        return answer;
    }

    /** In a transaction that changed the realm, Keycloak's cached realm says here whether the realm is enabled. */
    private static Change misread(RealmFacts expected) {
        RealmSetting setting = RealmSetting.USER_MANAGED_ACCESS;
        return new Change("", setting, "", expected.settings().getOrDefault(setting, "false"));
    }

    private void write(Change change) {
        if (stock.has(change.setting())) {
            stock.write(realm, change.setting(), change.to());
        } else {
            ProductSettings.write(realm, change.setting(), change.to());
        }
    }

    private void record(Profile profile, List<Change> changes) {
        if (!changes.isEmpty()) {
            adminEvent
                    .operation(OperationType.UPDATE)
                    .resource(RESOURCE_TYPE)
                    .resourcePath(session.getContext().getUri())
                    .representation(Map.of("profile", profile.name(), "changes", HardeningAnswer.of(changes)))
                    .success();
        }
    }

    private Response answer(
            String profile, String language, BiFunction<Profile, HardeningTexts, Map<String, Object>> answered) {
        return Profile.read(profile)
                .map(asked -> JsonAnswer.of(200, answered.apply(asked, HardeningTexts.in(language))))
                .orElseGet(() -> JsonAnswer.of(
                        400,
                        Map.of("error", "invalid_profile", "error_description", "The profile is one of L1, L2, L3")))
                .build();
    }

    private RealmReader reader() {
        return new RealmReader(session, realm, stock);
    }
}
