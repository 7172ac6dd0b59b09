package dev.holdfast.push.keycloak.enrolment;

import dev.holdfast.push.keycloak.realm.PushRealms;
import dev.holdfast.push.phone.Phone;
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
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/** Tells a user that a phone was enrolled: who did not do it must learn of it. */
final class PhoneMail {
    private static final Logger LOG = Logger.getLogger(PhoneMail.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    PhoneMail(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Sends it where the realm has a mail server and the user an address; a mail that fails stops no enrolment. */
    void send(Phone phone) {
        UserModel user = session.users().getUserById(realm, phone.userId());
        if (user == null
                || user.getEmail() == null
                || realm.getSmtpConfig().isEmpty()
                || PushRealms.of(session)
                        .filter(push -> push.settings().mails())
                        .isEmpty()) {
            return;
        }
        String realmName = realm.getDisplayName() == null ? realm.getName() : realm.getDisplayName();
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("account", user.getUsername());
        attributes.put("phone", phone.name());
        attributes.put("realmName", realmName);
        attributes.put("address", session.getContext().getConnection().getRemoteAddr());
        attributes.put(
                "time",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                                .withLocale(session.getContext().resolveLocale(user))
                                .withZone(ZoneOffset.UTC)
                                .format(phone.createdAt())
                        + " UTC");
        attributes.put(
                "accountUrl",
                Urls.accountBase(session.getContext().getUri(UrlType.FRONTEND).getBaseUri())
                        .build(realm.getName())
                        .toString());
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send("holdfastNewPhoneSubject", List.of(), "holdfast-new-phone.ftl", attributes);
        } catch (EmailException e) {
            LOG.warnf("no mail about phone %s: %s", phone.id(), e.getMessage());
        }
    }
}
