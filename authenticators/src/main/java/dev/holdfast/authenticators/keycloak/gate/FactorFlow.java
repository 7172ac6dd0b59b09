package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.NextStep;
import dev.holdfast.authenticators.keycloak.device.BrowserCookies;
import dev.holdfast.authenticators.keycloak.device.DeviceAuthenticatorFactory;
import dev.holdfast.authenticators.keycloak.device.OtherWay;
import dev.holdfast.authenticators.keycloak.device.RenewDeviceActionFactory;
import dev.holdfast.authenticators.keycloak.device.TabRedirect;
import dev.holdfast.device.keycloak.credential.RegistrationCredentialProvider;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The realm's flow of second factors, each an alternative. The gate sends a browser through it by the note with which
 * Keycloak's client policies select a flow; steps that must not be offered are marked as tried, so that Keycloak neither runs
 * them nor lists them as another way.
 */
public final class FactorFlow {
    public static final String ALIAS = "Holdfast second factor";

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final AuthenticationFlowModel flow;

    private FactorFlow(RequiredActionContext context, AuthenticationFlowModel flow) {
        this.context = context;
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.flow = flow;
    }

    /** Nothing where the realm has no such flow: then no factor can be asked for. */
    static Optional<FactorFlow> of(RequiredActionContext context) {
        return Optional.ofNullable(context.getRealm().getFlowByAlias(ALIAS)).map(flow -> new FactorFlow(context, flow));
    }

    /** The steps that count and that the user has. */
    List<AuthenticationExecutionModel> offered(NextStep.Ask ask, AccessSettings settings) {
        BroughtFactors factors = new BroughtFactors(session, realm, settings);
        return steps(flow)
                .filter(AuthenticationExecutionModel::isEnabled)
                .filter(step -> settings.factorOf(step.getAuthenticator())
                        .filter(ask.factors()::contains)
                        .filter(factor -> !ask.userVerified() || factors.verifies(factor, step.getAuthenticator()))
                        .filter(factor -> isConfigured(factor, step.getAuthenticator()))
                        .isPresent())
                .toList();
    }

    private boolean isConfigured(Factor factor, String authenticator) {
        UserModel user = context.getUser();
        if (factor.equals(Factor.DEVICE)) {
            // Its step needs no user; without the extension it would have nobody to ask.
            return GateNotes.DEVICE_ASKED.in(context.getAuthenticationSession()).isEmpty()
                    && new BrowserCookies(session).hasExtension()
                    && user.credentialManager()
                            .getStoredCredentialsByTypeStream(RegistrationCredentialProvider.TYPE)
                            .findAny()
                            .isPresent();
        }
        Authenticator step = session.getProvider(Authenticator.class, authenticator);
        return step != null && step.configuredFor(session, realm, user);
    }

    /** Sends the browser through the flow; at its end the gate looks again at what was brought. */
    Response start(List<AuthenticationExecutionModel> offered) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        boolean deviceAlone = offered.stream()
                .map(AuthenticationExecutionModel::getAuthenticator)
                .allMatch(DeviceAuthenticatorFactory.ID::equals);
        if (deviceAlone && !TabSignIn.isByCookie(tab)) {
            return askDeviceBehind(tab);
        }
        tab.clearExecutionStatus();
        steps(flow)
                .map(AuthenticationExecutionModel::getId)
                .filter(id -> offered.stream().noneMatch(step -> step.getId().equals(id)))
                .forEach(id -> tab.setExecutionStatus(id, ExecutionStatus.ATTEMPTED));
        OtherWay.forget(tab);
        OtherWay.bar(tab, deviceAlone);
        GateNotes.ASKED_AT.put(tab, (long) Time.currentTime());
        tab.setAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW, ALIAS);
        return browseTo(LoginActionsService.AUTHENTICATE_PATH, Action.AUTHENTICATE);
    }

    /**
     * Behind a sign-in that its user has just done the device answers as it does to be unlocked. Its step in a flow would step
     * aside where the application wants its user present, and with nothing beside it that is the flow's end.
     */
    private Response askDeviceBehind(AuthenticationSessionModel tab) {
        GateNotes.DEVICE_ASKED.put(tab, "1");
        tab.addRequiredAction(RenewDeviceActionFactory.ID);
        return browseTo(LoginActionsService.REQUIRED_ACTION, Action.REQUIRED_ACTIONS);
    }

    /** The flow has done its work: a later look at the tab's flow finds the realm's own. */
    static void leave(AuthenticationSessionModel tab) {
        if (ALIAS.equals(tab.getAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW))) {
            tab.removeAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW);
            OtherWay.bar(tab, false);
        }
    }

    private Stream<AuthenticationExecutionModel> steps(AuthenticationFlowModel parent) {
        return realm.getAuthenticationExecutionsStream(parent.getId())
                .flatMap(step -> step.isAuthenticatorFlow()
                        ? steps(realm.getAuthenticationFlowById(step.getFlowId()))
                        : Stream.of(step))
                .filter(step -> step.getAuthenticator() != null);
    }

    private Response browseTo(String path, Action action) {
        return TabRedirect.to(path, action, session, context.getAuthenticationSession());
    }
}
