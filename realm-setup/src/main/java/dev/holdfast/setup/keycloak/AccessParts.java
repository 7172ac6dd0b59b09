package dev.holdfast.setup.keycloak;

import dev.holdfast.access.keycloak.realm.AccessProvider;
import dev.holdfast.access.keycloak.realm.RealmAccessFactory;
import dev.holdfast.authenticators.keycloak.device.DeviceAuthenticatorFactory;
import dev.holdfast.authenticators.keycloak.gate.FactorFlow;
import dev.holdfast.push.keycloak.login.PushAuthenticatorFactory;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlow;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.RecoveryAuthnCodesFormAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.authentication.authenticators.browser.WebAuthnPasswordlessAuthenticatorFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What conditional access needs of a realm: the component with its settings, and the flow that asks for second factors. */
final class AccessParts {
    /** The realm components of conditional access are named after interfaces of one package. */
    private static final String COMPONENTS = AccessProvider.class.getPackageName() + '.';

    private static final List<String> STEPS = List.of(
            WebAuthnAuthenticatorFactory.PROVIDER_ID,
            WebAuthnPasswordlessAuthenticatorFactory.PROVIDER_ID,
            PushAuthenticatorFactory.ID,
            OTPFormAuthenticatorFactory.PROVIDER_ID,
            RecoveryAuthnCodesFormAuthenticatorFactory.PROVIDER_ID,
            DeviceAuthenticatorFactory.ID);

    private final KeycloakSession session;
    private final RealmModel realm;

    AccessParts(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    boolean hasComponent() {
        return RealmAccessFactory.componentOf(realm).isPresent();
    }

    boolean hasFlow() {
        return realm.getFlowByAlias(FactorFlow.ALIAS) != null;
    }

    void create() {
        if (!hasComponent()) {
            realm.addComponentModel(RealmAccessFactory.newComponent(realm));
        }
        if (!hasFlow()) {
            createFlow();
        }
    }

    /** Policies and lists go with the rest: without the gate they would say something that nobody does. */
    void remove() {
        List<ComponentModel> components = realm.getComponentsStream(realm.getId())
                .filter(component -> component.getProviderType().startsWith(COMPONENTS))
                .toList();
        components.forEach(realm::removeComponent);
        AuthenticationFlowModel flow = realm.getFlowByAlias(FactorFlow.ALIAS);
        if (flow != null) {
            KeycloakModelUtils.deepDeleteAuthenticationFlow(session, realm, flow, () -> {}, () -> {}, false);
        }
    }

    private void createFlow() {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(FactorFlow.ALIAS);
        flow.setDescription(
                "The second factors that conditional access asks for; it offers those that a policy allows and a"
                        + " user has");
        flow.setProviderId(AuthenticationFlow.BASIC_FLOW);
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        AuthenticationFlowModel added = realm.addAuthenticationFlow(flow);
        int priority = 0;
        for (String authenticator : STEPS) {
            if (isKnown(authenticator)) {
                priority += 10;
                realm.addAuthenticatorExecution(step(added, authenticator, priority));
            }
        }
    }

    /** Some of Keycloak's own can be switched off for the whole server. */
    private boolean isKnown(String authenticator) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator) != null;
    }

    private AuthenticationExecutionModel step(AuthenticationFlowModel flow, String authenticator, int priority) {
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setParentFlow(flow.getId());
        step.setAuthenticator(authenticator);
        step.setAuthenticatorFlow(false);
        step.setRequirement(Requirement.ALTERNATIVE);
        step.setPriority(priority);
        if (authenticator.equals(PushAuthenticatorFactory.ID)) {
            step.setAuthenticatorConfig(new PushStep(realm).reference(flow).getId());
        }
        return step;
    }
}
