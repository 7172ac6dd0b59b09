package dev.holdfast.device.keycloak.session;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Which sessions a registration started, and their end with it. */
public final class RegistrationSessions {
    private static final Logger LOG = Logger.getLogger(RegistrationSessions.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager database;

    public RegistrationSessions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.database = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** Remembers that this registration starts the session of that id. */
    public void add(UUID registration, String sessionId) {
        forget(sessionId);
        database.createNativeQuery("insert into HOLDFAST_REG_SESSION"
                        + " (SESSION_ID, REALM_ID, REGISTRATION_ID, CREATED_AT) values (?1, ?2, ?3, ?4)")
                .setParameter(1, sessionId)
                .setParameter(2, realm.getId())
                .setParameter(3, registration.toString())
                .setParameter(4, System.currentTimeMillis() / 1_000)
                .executeUpdate();
    }

    /** Forgets a session that ended. */
    public void forget(String sessionId) {
        database.createQuery("delete from RegistrationSessionEntity s where s.sessionId = :id and s.realmId = :realm")
                .setParameter("id", sessionId)
                .setParameter("realm", realm.getId())
                .executeUpdate();
    }

    /** Forgets that this registration, if it is the one, started the session: it began anew without it. */
    public void forget(String sessionId, UUID registration) {
        database.createQuery("delete from RegistrationSessionEntity s where s.sessionId = :id and s.realmId = :realm"
                        + " and s.registrationId = :registration")
                .setParameter("id", sessionId)
                .setParameter("realm", realm.getId())
                .setParameter("registration", registration.toString())
                .executeUpdate();
    }

    /** Ends every session of the registration, off-line ones too, and tells the applications by back channel. */
    public void endAll(UUID registration) {
        List<String> ids = database.createQuery(
                        "select s.sessionId from RegistrationSessionEntity s"
                                + " where s.registrationId = :registration and s.realmId = :realm",
                        String.class)
                .setParameter("registration", registration.toString())
                .setParameter("realm", realm.getId())
                .getResultList();
        for (String id : ids) {
            end(session.sessions().getUserSession(realm, id));
            UserSessionModel offline = session.sessions().getOfflineUserSession(realm, id);
            if (offline != null) {
                session.sessions().removeOfflineUserSession(realm, offline);
            }
            forget(id);
        }
        LOG.debugf("ended %d sessions of registration %s", ids.size(), registration);
    }

    private void end(@Nullable UserSessionModel userSession) {
        if (userSession != null) {
            AuthenticationManager.backchannelLogout(session, userSession, true);
        }
    }
}
