package dev.holdfast.push.keycloak.enrolment;

import dev.holdfast.push.enrolment.EnrolmentPermission.Evidence;
import dev.holdfast.push.keycloak.credential.PhoneCredentialProvider;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.realm.PushRealm;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;

/** What this sign-in has shown beside a password, read from what Keycloak notes of its steps. */
final class ShownEvidence {
    private static final String DEVICE = "holdfast-device";

    private static final Set<String> OTHER_FACTORS = Set.of(
            OTPCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            RecoveryAuthnCodesCredentialModel.TYPE,
            PhoneCredentialProvider.TYPE);

    private ShownEvidence() {}

    static Set<Evidence> in(RequiredActionContext context, PushRealm realm) {
        Set<Evidence> shown = EnumSet.noneOf(Evidence.class);
        Set<String> factors = factors(context);
        if (factors.contains(DEVICE)) {
            shown.add(Evidence.DEVICE);
        }
        if (factors.stream().anyMatch(OTHER_FACTORS::contains)) {
            shown.add(Evidence.OTHER_FACTOR);
        }
        String userId = context.getUser().getId();
        if (userId.equals(context.getAuthenticationSession().getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))) {
            shown.add(Evidence.MAILED_LINK);
        }
        if (new JpaPushLedger(context.getSession()).hasConsent(userId, realm.now())) {
            shown.add(Evidence.ADMINISTRATOR);
        }
        return shown;
    }

    /** The credential types of the steps that succeeded, in this sign-in and in that of the session it goes on with. */
    private static Set<String> factors(RequiredActionContext context) {
        Set<String> executions =
                new HashSet<>(AuthenticatorUtils.parseCompletedExecutions(context.getAuthenticationSession()
                                .getUserSessionNotes()
                                .get(Constants.AUTHENTICATORS_COMPLETED))
                        .keySet());
        KeycloakSession session = context.getSession();
        AuthenticationManager.AuthResult present =
                AuthenticationManager.authenticateIdentityCookie(session, context.getRealm(), true);
        if (present != null && present.user().getId().equals(context.getUser().getId())) {
            executions.addAll(AuthenticatorUtils.parseCompletedExecutions(
                            present.session().getNote(Constants.AUTHENTICATORS_COMPLETED))
                    .keySet());
        }
        Set<String> categories = new HashSet<>();
        for (String execution : executions) {
            category(context, execution).ifPresent(categories::add);
        }
        return categories;
    }

    private static Optional<String> category(RequiredActionContext context, String execution) {
        AuthenticationExecutionModel model = context.getRealm().getAuthenticationExecutionById(execution);
        if (model == null || model.getAuthenticator() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable((AuthenticatorFactory) context.getSession()
                        .getKeycloakSessionFactory()
                        .getProviderFactory(Authenticator.class, model.getAuthenticator()))
                .map(AuthenticatorFactory::getReferenceCategory);
    }
}
