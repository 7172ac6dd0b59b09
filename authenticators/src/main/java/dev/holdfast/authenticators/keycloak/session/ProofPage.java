package dev.holdfast.authenticators.keycloak.session;

import dev.holdfast.authenticators.keycloak.device.DevicePages;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.SessionHash;
import dev.holdfast.device.realm.DeviceRealm;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The page that has the device prove its session, without a click, and the proof that comes back. */
final class ProofPage {
    private static final String PAGE = "holdfast-proof.ftl";

    private final KeycloakSession session;
    private final RealmModel realmModel;
    private final DeviceRealm realm;
    private final AuthenticationSessionModel tab;

    ProofPage(KeycloakSession session, RealmModel realmModel, DeviceRealm realm, AuthenticationSessionModel tab) {
        this.session = session;
        this.realmModel = realmModel;
        this.realm = realm;
        this.tab = tab;
    }

    /** @param mayLeave whether another way to sign in follows when the device does not answer */
    Response ask(DeviceSession bound, LoginFormsProvider form, boolean mayLeave, Optional<String> errorCode) {
        Map<String, Object> page = new DevicePages(session, realm, tab).beginProof(hash(bound), errorCode);
        page.put("registration", bound.registration().toString());
        page.put("mayLeave", mayLeave);
        return form.setAttribute("holdfast", page).createForm(PAGE);
    }

    /**
     * Checks and spends the proof, and lets the tab know.
     *
     * @throws dev.holdfast.device.refusal.RefusedException if it proves nothing for this session
     */
    void take(String dust, DeviceSession bound) {
        DevicePages pages = new DevicePages(session, realm, tab);
        String user = bound.userSession().getUser().getId();
        Dusts.Proof proof = new Dusts(realm)
                .redeemProof(
                        dust,
                        hash(bound),
                        bound.registration(),
                        pages.presentation(Optional.of(user)),
                        new JpaDeviceRegistry(session, realmModel));
        pages.end();
        ProvenTab.proven(
                session, tab, proof.subject().registration().id(), realm.clock().instant());
    }

    private static SessionHash hash(DeviceSession bound) {
        return SessionHash.of(bound.userSession().getId());
    }
}
