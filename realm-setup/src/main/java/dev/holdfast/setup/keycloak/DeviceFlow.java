package dev.holdfast.setup.keycloak;

import dev.holdfast.authenticators.keycloak.device.DeviceAuthenticatorFactory;
import dev.holdfast.authenticators.keycloak.session.BoundCookieAuthenticatorFactory;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.admin.AuthenticationManagementResource;

/**
 * A copy of the realm's browser flow with the device step before its first form, with our cookie step, and with the push
 * step beside the other second factors.
 */
final class DeviceFlow {
    private static final String SUFFIX = " with Holdfast";
    private static final String FORMER_FLOW = "holdfast.formerBrowserFlow";

    private final KeycloakSession session;
    private final RealmModel realm;

    DeviceFlow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether the bound browser flow holds the device step, wherever an administrator put it. */
    boolean isBound() {
        return holdsDeviceStep(realm.getBrowserFlow());
    }

    void requireSuitable() {
        if (isBound()) {
            return;
        }
        AuthenticationFlowModel flow = realm.getBrowserFlow();
        boolean alternatives = executions(flow).stream()
                .anyMatch(step -> step.isAuthenticatorFlow() && step.getRequirement() == Requirement.ALTERNATIVE);
        boolean required = executions(flow).stream().anyMatch(step -> step.getRequirement() == Requirement.REQUIRED);
        if (!alternatives || required) {
            throw new UnsuitableFlowException("The browser flow '" + flow.getAlias()
                    + "' has required steps at its top level, where an alternative would never run. Put its forms into an"
                    + " alternative sub-flow, or add the step 'Holdfast device sign-in' where it belongs, and run the set-up"
                    + " again.");
        }
    }

    void bind() {
        if (isBound()) {
            upgrade();
            return;
        }
        AuthenticationFlowModel former = realm.getBrowserFlow();
        AuthenticationFlowModel copy = AuthenticationManagementResource.copyFlow(
                session, realm, former, freeAlias(former.getAlias() + SUFFIX));
        insertStep(copy);
        bindCookies(copy);
        new PushStep(realm).insertInto(copy);
        realm.setAttribute(FORMER_FLOW, former.getAlias());
        realm.setBrowserFlow(copy);
    }

    /** A flow that an earlier version made has Keycloak's cookie step, and no push step; one that an administrator made is left alone. */
    private void upgrade() {
        String formerAlias = realm.getAttribute(FORMER_FLOW);
        AuthenticationFlowModel bound = realm.getBrowserFlow();
        if (formerAlias != null && bound.getAlias().startsWith(formerAlias + SUFFIX)) {
            bindCookies(bound);
            new PushStep(realm).insertInto(bound);
        }
    }

    /** Binds the former flow again and removes our copy; a flow that an administrator bound since stays. */
    void restore() {
        String formerAlias = realm.getAttribute(FORMER_FLOW);
        if (formerAlias == null) {
            return;
        }
        AuthenticationFlowModel former = realm.getFlowByAlias(formerAlias);
        AuthenticationFlowModel bound = realm.getBrowserFlow();
        boolean ours = bound.getAlias().startsWith(formerAlias + SUFFIX);
        if (ours && former != null) {
            realm.setBrowserFlow(former);
            KeycloakModelUtils.deepDeleteAuthenticationFlow(session, realm, bound, () -> {}, () -> {}, false);
        }
        realm.removeAttribute(FORMER_FLOW);
    }

    private void insertStep(AuthenticationFlowModel flow) {
        List<AuthenticationExecutionModel> steps = new ArrayList<>(executions(flow));
        int firstForm = 0;
        while (!steps.get(firstForm).isAuthenticatorFlow()) {
            firstForm++;
        }
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setParentFlow(flow.getId());
        step.setAuthenticator(DeviceAuthenticatorFactory.ID);
        step.setAuthenticatorFlow(false);
        step.setRequirement(Requirement.ALTERNATIVE);
        steps.add(firstForm, realm.addAuthenticatorExecution(step));
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).setPriority((i + 1) * 10);
            realm.updateAuthenticatorExecution(steps.get(i));
        }
    }

    /** Keycloak's cookie step lets a device session in without its device; ours takes its place, wherever it stands. */
    private void bindCookies(AuthenticationFlowModel flow) {
        for (AuthenticationExecutionModel step : executions(flow)) {
            if (step.isAuthenticatorFlow()) {
                bindCookies(realm.getAuthenticationFlowById(step.getFlowId()));
            } else if (CookieAuthenticatorFactory.PROVIDER_ID.equals(step.getAuthenticator())) {
                step.setAuthenticator(BoundCookieAuthenticatorFactory.ID);
                realm.updateAuthenticatorExecution(step);
            }
        }
    }

    /** Whether no cookie step of Keycloak's own is left in the bound browser flow. */
    boolean bindsCookies() {
        return bindsCookies(realm.getBrowserFlow());
    }

    private boolean bindsCookies(AuthenticationFlowModel flow) {
        return executions(flow).stream()
                .allMatch(step -> step.isAuthenticatorFlow()
                        ? bindsCookies(realm.getAuthenticationFlowById(step.getFlowId()))
                        : step.isDisabled() || !CookieAuthenticatorFactory.PROVIDER_ID.equals(step.getAuthenticator()));
    }

    private boolean holdsDeviceStep(AuthenticationFlowModel flow) {
        return executions(flow).stream()
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? holdsDeviceStep(realm.getAuthenticationFlowById(step.getFlowId()))
                        : DeviceAuthenticatorFactory.ID.equals(step.getAuthenticator()) && !step.isDisabled());
    }

    private List<AuthenticationExecutionModel> executions(AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId()).toList();
    }

    private String freeAlias(String wanted) {
        String alias = wanted;
        for (int i = 2; realm.getFlowByAlias(alias) != null; i++) {
            alias = wanted + ' ' + i;
        }
        return alias;
    }
}
