package dev.holdfast.setup.keycloak;

import dev.holdfast.authenticators.keycloak.device.RegisterDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.device.RenewDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.device.SetUpUnlockActionFactory;
import dev.holdfast.authenticators.keycloak.gate.AccessCheckActionFactory;
import dev.holdfast.authenticators.keycloak.gate.LateAccessCheckActionFactory;
import dev.holdfast.authenticators.keycloak.session.DeviceCheckActionFactory;
import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import dev.holdfast.device.keycloak.registry.RegistryCleanUp;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.keycloak.rows.InsightRows;
import dev.holdfast.push.keycloak.enrolment.EnrolPhoneActionFactory;
import dev.holdfast.push.keycloak.realm.RealmPushFactory;
import dev.holdfast.push.keycloak.rows.PushCleanUp;
import dev.holdfast.setup.keycloak.console.ConsoleClient;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Sets a realm up for device login, push and conditional access, and takes it back. Each step looks first whether it is done,
 * so that a second run changes nothing.
 */
public final class RealmSetup {
    private static final Map<String, String> ACTIONS = Map.of(
            RegisterDeviceActionFactory.ID, RegisterDeviceActionFactory.NAME,
            RenewDeviceActionFactory.ID, RenewDeviceActionFactory.NAME,
            SetUpUnlockActionFactory.ID, SetUpUnlockActionFactory.NAME,
            DeviceCheckActionFactory.ID, DeviceCheckActionFactory.NAME,
            AccessCheckActionFactory.ID, AccessCheckActionFactory.NAME,
            LateAccessCheckActionFactory.ID, LateAccessCheckActionFactory.NAME,
            EnrolPhoneActionFactory.ID, EnrolPhoneActionFactory.NAME);

    /** Of those whose place among the others matters. */
    private static final Map<String, Integer> PRIORITIES = Map.of(
            AccessCheckActionFactory.ID, AccessCheckActionFactory.PRIORITY,
            RenewDeviceActionFactory.ID, AccessCheckActionFactory.RENEWAL_PRIORITY,
            RegisterDeviceActionFactory.ID, AccessCheckActionFactory.REGISTRATION_PRIORITY,
            DeviceCheckActionFactory.ID, DeviceCheckActionFactory.PRIORITY,
            LateAccessCheckActionFactory.ID, LateAccessCheckActionFactory.PRIORITY);

    private final KeycloakSession session;
    private final RealmModel realm;

    public RealmSetup(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * What the realm has of device login and push.
     *
     * @param keys the component with settings, device CA and keys
     * @param agentClient the client {@code holdfast-agent}
     * @param consoleClient the client {@code holdfast-console}
     * @param clientScope the scopes that bring the device claims into tokens and assertions
     * @param requiredActions registration, renewal, and the checks at the end of each sign-in, each where it has to stand
     * @param browserFlow the alias of the realm's browser flow
     * @param deviceStep whether that flow holds the device step
     * @param boundCookie whether that flow lets device sessions in with a proof alone
     * @param push the component with settings and keys of push
     * @param pushStep whether that flow asks phones
     * @param insights the component with the settings of the record
     * @param access the component with the settings of conditional access
     * @param factorFlow the flow by which conditional access asks for second factors
     */
    public record State(
            boolean keys,
            boolean agentClient,
            boolean consoleClient,
            boolean clientScope,
            boolean requiredActions,
            String browserFlow,
            boolean deviceStep,
            boolean boundCookie,
            boolean push,
            boolean pushStep,
            boolean insights,
            boolean access,
            boolean factorFlow) {}

    /** @throws UnsuitableFlowException if the realm's browser flow has no place for the device step; nothing is changed */
    public State apply() {
        DeviceFlow flow = new DeviceFlow(session, realm);
        flow.requireSuitable();
        if (RealmDeviceLoginFactory.componentOf(realm).isEmpty()) {
            realm.addComponentModel(RealmDeviceLoginFactory.newComponent(realm));
        }
        if (RealmPushFactory.componentOf(realm).isEmpty()) {
            realm.addComponentModel(RealmPushFactory.newComponent(realm));
        }
        if (RealmInsightsFactory.componentOf(realm).isEmpty()) {
            realm.addComponentModel(RealmInsightsFactory.newComponent(realm));
        }
        new AgentClient(session, realm).create();
        new ConsoleClient(session, realm).create();
        new ConsoleClient(session, realm).allowFromAdministrationRealm();
        DeviceClaimsScope.all(session, realm).forEach(DeviceClaimsScope::create);
        ACTIONS.forEach(this::enable);
        flow.bind();
        new AccessParts(session, realm).create();
        return state();
    }

    /** Restores the former browser flow and removes all that {@link #apply} made, devices, registrations and phones included. */
    public State undo() {
        new DeviceFlow(session, realm).restore();
        new AccessParts(session, realm).remove();
        for (String action : ACTIONS.keySet()) {
            RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(action);
            if (model != null) {
                realm.removeRequiredActionProvider(model);
            }
        }
        DeviceClaimsScope.all(session, realm).forEach(DeviceClaimsScope::remove);
        new AgentClient(session, realm).remove();
        new ConsoleClient(session, realm).remove();
        RealmDeviceLoginFactory.componentOf(realm).ifPresent(realm::removeComponent);
        RealmPushFactory.componentOf(realm).ifPresent(realm::removeComponent);
        new InsightRows(session).removeRealm(realm.getId());
        // After that, since it leaves one record: who took all of it back.
        RealmInsightsFactory.componentOf(realm).ifPresent(realm::removeComponent);
        RegistryCleanUp.removeRealm(session, realm.getId());
        PushCleanUp.removeRealm(session, realm.getId());
        return state();
    }

    public State state() {
        DeviceFlow flow = new DeviceFlow(session, realm);
        return new State(
                RealmDeviceLoginFactory.componentOf(realm).isPresent(),
                new AgentClient(session, realm).exists(),
                new ConsoleClient(session, realm).exists(),
                DeviceClaimsScope.all(session, realm).stream().allMatch(DeviceClaimsScope::exists),
                ACTIONS.keySet().stream().allMatch(this::isInPlace),
                realm.getBrowserFlow().getAlias(),
                flow.isBound(),
                flow.isBound() && flow.bindsCookies(),
                RealmPushFactory.componentOf(realm).isPresent(),
                new PushStep(realm).isIn(realm.getBrowserFlow()),
                RealmInsightsFactory.componentOf(realm).isPresent(),
                new AccessParts(session, realm).hasComponent(),
                new AccessParts(session, realm).hasFlow());
    }

    private void enable(String id, String name) {
        RequiredActionProviderModel there = realm.getRequiredActionProviderByAlias(id);
        Integer priority = PRIORITIES.get(id);
        if (there != null) {
            // A realm of an earlier version has some of them elsewhere.
            if (priority != null && there.getPriority() != priority) {
                there.setPriority(priority);
                realm.updateRequiredActionProvider(there);
            }
            return;
        }
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(id);
        action.setProviderId(id);
        action.setName(name);
        action.setEnabled(true);
        action.setDefaultAction(false);
        if (priority != null) {
            action.setPriority(priority);
        }
        realm.addRequiredActionProvider(action);
    }

    /** Whether the action is there, and stands where it has to. */
    private boolean isInPlace(String id) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(id);
        return action != null && PRIORITIES.getOrDefault(id, action.getPriority()) == action.getPriority();
    }
}
