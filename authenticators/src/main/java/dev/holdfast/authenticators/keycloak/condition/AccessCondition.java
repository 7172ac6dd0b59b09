package dev.holdfast.authenticators.keycloak.condition;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.keycloak.realm.AccessRealm;
import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.keycloak.signal.ClientTypes;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.authenticators.keycloak.history.RiskSignal;
import dev.holdfast.authenticators.keycloak.signal.ProvenDevices;
import dev.holdfast.authenticators.keycloak.signal.SignalCollector;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.RegisteredDevice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** One condition of policies as a step of a flow that an administrator builds. It decides nothing but whether a sub-flow runs. */
final class AccessCondition implements ConditionalAuthenticator {
    private static final Logger LOG = Logger.getLogger(AccessCondition.class);

    private final ConditionKind kind;

    AccessCondition(ConditionKind kind) {
        this.kind = kind;
    }

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        Map<String, String> values = config == null || config.getConfig() == null ? Map.of() : config.getConfig();
        ConditionKind.Settings settings = new ConditionKind.Settings(values);
        try {
            return matches(context, kind.read(settings), settings.unknownCounts());
        } catch (RuntimeException e) {
            // The sub-flow asks for more: what cannot be told is taken for the worse.
            LOG.errorf(e, "%s cannot be evaluated", kind.label());
            return settings.unknownCounts();
        }
    }

    /** By the same evaluator as policies: a denial matches where the condition is true, or unknown. */
    private static boolean matches(AuthenticationFlowContext context, Condition condition, boolean unknownCounts) {
        RealmModel realm = context.getRealm();
        ResourceType type = ClientTypes.of(context.getAuthenticationSession().getClient());
        Policy policy = new Policy(
                "condition",
                "condition",
                "",
                false,
                Mode.ENFORCE,
                0,
                type,
                Targets.ALL,
                condition,
                unknownCounts ? OnMissing.DEFAULT : OnMissing.SKIP,
                new Effect.Deny(Optional.empty()));
        Map<String, AddressSet> lists =
                AccessRealms.setUpIn(realm).map(AccessRealm::ipLists).orElse(Map.of());
        PolicySet policies = PolicySet.compile(List.of(policy), lists, new Effect.Allow(Obligations.NONE));
        SignalCollector.Subject subject = new SignalCollector.Subject(
                Optional.ofNullable(context.getUser()),
                context.getAuthenticationSession().getClient(),
                Optional.ofNullable(context.getConnection().getRemoteAddr()),
                device(context),
                Set.of());
        Decision decision =
                policies.decide(new SignalCollector(context.getSession(), realm, new RiskSignal(context.getSession()))
                        .collect(subject, policies.needs(), Instant.ofEpochSecond(Time.currentTime())));
        return decision instanceof Decision.Deny;
    }

    private static Optional<Device> device(AuthenticationFlowContext context) {
        return Optional.ofNullable(context.getUser())
                .flatMap(user -> ProvenDevices.of(
                        context.getSession(),
                        context.getRealm(),
                        ProvenTab.registration(context.getSession(), context.getAuthenticationSession()),
                        user))
                .map(RegisteredDevice::device);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // Shows no page.
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // Asks its user for nothing.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
