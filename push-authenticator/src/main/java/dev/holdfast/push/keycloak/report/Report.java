package dev.holdfast.push.keycloak.report;

import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.request.PushRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What follows when a user said of a request "this wasn't me": somebody else knows the password, unless a client asked of
 * its own.
 */
public final class Report {
    private static final Logger LOG = Logger.getLogger(Report.class);
    private static final String TEMPLATE = "holdfast-push-reported.ftl";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PushRealm push;

    public Report(KeycloakSession session, PushRealm push) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.push = push;
    }

    /** Demands a new password and tells the user and who watches over the realm. A mail that fails stops nothing. */
    public void follow(PushRequest request) {
        UserModel user = session.users().getUserById(realm, request.userId());
        if (user == null) {
            return;
        }
        if (request.lane().hasFirstFactor() && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            // The demand comes after the second factor, so it is its owner who meets it.
            user.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        }
        if (realm.getSmtpConfig().isEmpty()) {
            return;
        }
        if (push.settings().mails() && user.getEmail() != null) {
            send(user, "holdfastReportedSubject", user, request, false);
        }
        push.settings()
                .alertAddress()
                .ifPresent(address -> send(
                        new Watcher(session, realm, address), "holdfastReportedAlertSubject", user, request, true));
    }

    private void send(UserModel to, String subject, UserModel user, PushRequest request, boolean alert) {
        Map<String, Object> attributes = new HashMap<>(request.told());
        attributes.put("account", user.getUsername());
        attributes.put("realmName", push.label());
        attributes.put("alert", alert);
        attributes.put("passwordKnown", request.lane().hasFirstFactor());
        attributes.put(
                "time",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                                .withLocale(session.getContext().resolveLocale(to))
                                .withZone(ZoneOffset.UTC)
                                .format(request.askedAt())
                        + " UTC");
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(to)
                    .send(subject, List.of(), TEMPLATE, attributes);
        } catch (EmailException e) {
            LOG.warnf("no mail about the reported request %s: %s", request.id(), e.getMessage());
        }
    }
}
