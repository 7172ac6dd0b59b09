package dev.holdfast.device.keycloak.registration;

import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Registration;
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

/** Tells a user that a device was registered: who did not do it must learn of it. */
public final class RegistrationMail {
    private static final Logger LOG = Logger.getLogger(RegistrationMail.class);

    private final KeycloakSession session;
    private final RealmModel realm;

    public RegistrationMail(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Sends it where the realm has a mail server and the user an address; a mail that fails stops no registration. */
    public void send(Registration registration, Device device) {
        UserModel user = session.users().getUserById(realm, registration.userId());
        if (user == null || user.getEmail() == null || realm.getSmtpConfig().isEmpty()) {
            return;
        }
        String realmName = realm.getDisplayName() == null ? realm.getName() : realm.getDisplayName();
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("account", user.getUsername());
        attributes.put("device", device.facts().hostname());
        attributes.put("realmName", realmName);
        attributes.put("address", session.getContext().getConnection().getRemoteAddr());
        attributes.put(
                "time",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                                .withLocale(session.getContext().resolveLocale(user))
                                .withZone(ZoneOffset.UTC)
                                .format(registration.createdAt())
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
                    .send("holdfastNewDeviceSubject", List.of(), "holdfast-new-device.ftl", attributes);
        } catch (EmailException e) {
            LOG.warnf("no mail about registration %s: %s", registration.id(), e.getMessage());
        }
    }
}
