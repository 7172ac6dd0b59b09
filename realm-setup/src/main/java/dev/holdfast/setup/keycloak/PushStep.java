package dev.holdfast.setup.keycloak;

import dev.holdfast.push.keycloak.login.PushAuthenticatorFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.authenticators.browser.OTPFormAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/** The push step beside the other second factors of a browser flow. */
final class PushStep {
    /** RFC 8176 §2. The step stands after the password. */
    private static final String MULTI_FACTOR = "mfa";

    private final RealmModel realm;

    PushStep(RealmModel realm) {
        this.realm = realm;
    }

    /** Whether the flow holds the step, wherever an administrator put it. */
    boolean isIn(AuthenticationFlowModel flow) {
        return executions(flow).stream()
                .anyMatch(step -> step.isAuthenticatorFlow()
                        ? isIn(realm.getAuthenticationFlowById(step.getFlowId()))
                        : PushAuthenticatorFactory.ID.equals(step.getAuthenticator()) && !step.isDisabled());
    }

    /** Puts it before the codes of an authenticator app, as an alternative; a flow without these is left as it is. */
    void insertInto(AuthenticationFlowModel flow) {
        if (!isIn(flow)) {
            secondFactors(flow).ifPresent(this::insert);
        }
    }

    private Optional<AuthenticationFlowModel> secondFactors(AuthenticationFlowModel flow) {
        for (AuthenticationExecutionModel step : executions(flow)) {
            if (OTPFormAuthenticatorFactory.PROVIDER_ID.equals(step.getAuthenticator())) {
                return Optional.of(flow);
            }
            if (step.isAuthenticatorFlow()) {
                Optional<AuthenticationFlowModel> below =
                        secondFactors(realm.getAuthenticationFlowById(step.getFlowId()));
                if (below.isPresent()) {
                    return below;
                }
            }
        }
        return Optional.empty();
    }

    private void insert(AuthenticationFlowModel factors) {
        List<AuthenticationExecutionModel> steps = new ArrayList<>(executions(factors));
        int codes = 0;
        while (!OTPFormAuthenticatorFactory.PROVIDER_ID.equals(steps.get(codes).getAuthenticator())) {
            codes++;
        }
        AuthenticationExecutionModel otp = steps.get(codes);
        if (otp.getRequirement() == Requirement.REQUIRED) {
            // Beside a required step an alternative would never run.
            otp.setRequirement(Requirement.ALTERNATIVE);
        }
        AuthenticationExecutionModel step = new AuthenticationExecutionModel();
        step.setParentFlow(factors.getId());
        step.setAuthenticator(PushAuthenticatorFactory.ID);
        step.setAuthenticatorFlow(false);
        step.setRequirement(Requirement.ALTERNATIVE);
        step.setAuthenticatorConfig(reference(factors).getId());
        steps.add(codes, realm.addAuthenticatorExecution(step));
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).setPriority((i + 1) * 10);
            realm.updateAuthenticatorExecution(steps.get(i));
        }
    }

    /** What Keycloak's AMR mapper says of the step for as long as a session can last. It goes with the flow. */
    AuthenticatorConfigModel reference(AuthenticationFlowModel factors) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setAlias("Holdfast push " + factors.getId());
        config.setConfig(new HashMap<>(Map.of(
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_VALUE,
                MULTI_FACTOR,
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_MAX_AGE,
                String.valueOf(realm.getSsoSessionMaxLifespan()))));
        return realm.addAuthenticatorConfig(config);
    }

    private List<AuthenticationExecutionModel> executions(AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId()).toList();
    }
}
