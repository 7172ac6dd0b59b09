package dev.holdfast.authenticators.keycloak.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The steps that the user of a tab completed. Keycloak's note of a tab outlives a change of its user: whoever completed steps
 * as one user and goes on by the reset of another's password, or by a broker, would bring the first one's factors.
 */
final class OwnSteps {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OwnSteps() {}

    /** Keycloak's note, without what another user may have completed; it is mended in the tab, too. */
    static @Nullable String of(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        String completed = tab.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED);
        String user = context.getUser().getId();
        Optional<String> seen = GateNotes.PERSON.in(tab);
        if (seen.filter(user::equals).isPresent()) {
            return completed;
        }
        GateNotes.PERSON.put(tab, user);
        GateNotes.SEEN_AT.put(
                tab, Instant.ofEpochMilli(Time.currentTimeMillis()).toString());
        if (seen.isPresent()) {
            return keep(tab, completed, Set.of());
        }
        Set<String> flows = flowsOfOtherWays(context);
        return flows.isEmpty() ? completed : keep(tab, completed, flows);
    }

    /** Empty for a way on which one user signs in from the beginning to the end. */
    private static Set<String> flowsOfOtherWays(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        RealmModel realm = context.getRealm();
        String path = tab.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH);
        String broker = tab.getUserSessionNotes().get(Details.IDENTITY_PROVIDER);
        boolean straight = path == null || path.equals(LoginActionsService.AUTHENTICATE_PATH);
        Set<String> flows = new HashSet<>();
        if (broker != null) {
            IdentityProviderModel provider =
                    context.getSession().identityProviders().getByAlias(broker);
            if (provider != null) {
                flows.add(Objects.requireNonNullElse(provider.getFirstBrokerLoginFlowId(), ""));
                flows.add(Objects.requireNonNullElse(provider.getPostBrokerLoginFlowId(), ""));
            }
            flows.add(realm.getFirstBrokerLoginFlow().getId());
        } else if (!straight) {
            flows.add(realm.getResetCredentialsFlow().getId());
        }
        return flows;
    }

    private static String keep(AuthenticationSessionModel tab, @Nullable String completed, Set<String> flows) {
        RealmModel realm = tab.getRealm();
        Map<String, Integer> kept = new HashMap<>(AuthenticatorUtils.parseCompletedExecutions(completed));
        kept.keySet().removeIf(step -> {
            AuthenticationExecutionModel execution = realm.getAuthenticationExecutionById(step);
            return execution == null
                    || !flows.contains(
                            AuthenticatorUtil.getTopParentFlow(realm, execution).getId());
        });
        try {
            String mended = JSON.writeValueAsString(kept);
            tab.setUserSessionNote(Constants.AUTHENTICATORS_COMPLETED, mended);
            return mended;
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts and numbers can be written", e);
        }
    }
}
