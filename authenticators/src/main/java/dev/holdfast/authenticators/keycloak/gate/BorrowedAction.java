package dev.holdfast.authenticators.keycloak.gate;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.Status;
import org.keycloak.authentication.RequiredActionContextResult;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Another required action, run in the gate's place: its pages are the gate's, and its end is told to the gate. So what the gate
 * waits for comes before whatever else a user has to do, wherever an administrator put that.
 */
final class BorrowedAction {
    private final String id;
    private final RequiredActionContext gate;
    private final RequiredActionFactory factory;

    private BorrowedAction(String id, RequiredActionContext gate, RequiredActionFactory factory) {
        this.id = id;
        this.gate = gate;
        this.factory = factory;
    }

    /** Nothing where the realm has no such action, or switched it off. */
    static Optional<BorrowedAction> of(RequiredActionContext gate, String id) {
        RequiredActionProviderModel model = gate.getRealm().getRequiredActionProviderByAlias(id);
        return gate.getSession().getKeycloakSessionFactory().getProviderFactory(RequiredActionProvider.class, id)
                                instanceof RequiredActionFactory factory
                        && model != null
                        && model.isEnabled()
                ? Optional.of(new BorrowedAction(id, gate, factory))
                : Optional.empty();
    }

    /** Shows the action's page; tells how it ended where it shows none. */
    Status show() {
        RequiredActionContextResult own = new Own(gate, factory);
        factory.create(gate.getSession()).requiredActionChallenge(own);
        return end(own);
    }

    /** Takes what the action's page posted. */
    Status process() {
        RequiredActionContextResult own = new Own(gate, factory);
        factory.create(gate.getSession()).processAction(own);
        return end(own);
    }

    private Status end(RequiredActionContextResult own) {
        Status status = Objects.requireNonNullElse(own.getStatus(), Status.IGNORE);
        if (status == Status.CHALLENGE) {
            gate.challenge(inTheGatesName(own.getChallenge()));
        } else if (status == Status.SUCCESS) {
            gate.getAuthenticationSession().removeRequiredAction(id);
            gate.getUser().removeRequiredAction(id);
        }
        return status;
    }

    /**
     * Keycloak's page of authenticator apps names its own action in the link to the code that is typed instead of scanned. The
     * tab is at the gate, and would take that for a page of long ago.
     */
    private Response inTheGatesName(Response page) {
        return page.getEntity() instanceof String html
                ? Response.fromResponse(page)
                        .entity(html.replace("execution=" + id, "execution=" + gate.getAction()))
                        .build()
                : page;
    }

    /** The context of the action, with its own settings and the gate's address. */
    private static final class Own extends RequiredActionContextResult {
        private final RequiredActionContext gate;

        Own(RequiredActionContext gate, RequiredActionFactory factory) {
            super(
                    gate.getAuthenticationSession(),
                    gate.getRealm(),
                    gate.getEvent(),
                    gate.getSession(),
                    gate.getHttpRequest(),
                    gate.getUser(),
                    factory);
            this.gate = gate;
        }

        @Override
        public URI getActionUrl(String code) {
            return gate.getActionUrl(code);
        }

        @Override
        public LoginFormsProvider form() {
            return gate.form();
        }
    }
}
