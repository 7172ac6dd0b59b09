package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import dev.holdfast.authenticators.keycloak.device.ProvenTab;
import dev.holdfast.authenticators.keycloak.device.SignInTime;
import dev.holdfast.authenticators.keycloak.signal.ProvenDevices;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.RegisteredDevice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A sign-in at its end: in a browser tab, or by the password grant, which Keycloak leads there too. */
final class TabSignIn implements SignIn {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final RequiredActionContext context;
    private final AuthenticationSessionModel tab;

    TabSignIn(RequiredActionContext context) {
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.context = context;
        this.tab = context.getAuthenticationSession();
    }

    @Override
    public UserModel user() {
        return context.getUser();
    }

    @Override
    public ClientModel client() {
        return tab.getClient();
    }

    @Override
    public Optional<String> address() {
        return Optional.ofNullable(context.getConnection().getRemoteAddr());
    }

    @Override
    public Optional<Device> device() {
        return ProvenDevices.of(session, realm, ProvenTab.registration(session, tab), user())
                .map(RegisteredDevice::device);
    }

    @Override
    public List<BroughtFactor> brought(AccessSettings settings) {
        Instant now = Instant.ofEpochSecond(Time.currentTime());
        Instant asked = GateNotes.ASKED_AT.in(tab).map(Instant::ofEpochSecond).orElse(Instant.MAX);
        List<BroughtFactor> brought = new ArrayList<>();
        for (BroughtFactor factor : new BroughtFactors(session, realm, settings).of(OwnSteps.of(context))) {
            // What the gate asked for here is as young as can be, however long its user took.
            brought.add(
                    factor.at().isBefore(asked)
                            ? factor
                            : new BroughtFactor(factor.factor(), now, factor.userVerified()));
        }
        ProvenDevices.of(session, realm, ProvenTab.registration(session, tab), user())
                .flatMap(device -> DeviceFactor.of(device, DeviceFactor.newcomer(context), now, isVerified()))
                .ifPresent(brought::add);
        Enrolment.finished(context).ifPresent(factor -> brought.add(new BroughtFactor(factor, now, false)));
        opened().flatMap(Enrolment::of).ifPresent(brought::add);
        return brought;
    }

    /** The session that a cookie opened. */
    private Optional<UserSessionModel> opened() {
        return isByCookie(tab)
                ? Optional.ofNullable(session.sessions()
                                .getUserSession(realm, tab.getParentSession().getId()))
                        .filter(found -> user().equals(found.getUser()))
                : Optional.empty();
    }

    private boolean isVerified() {
        return Optional.ofNullable(tab.getUserSessionNotes().get(DeviceNotes.EVIDENCE.key()))
                .or(() -> opened().flatMap(DeviceNotes.EVIDENCE::in))
                .filter(Evidence.VERIFIED.value()::equals)
                .isPresent();
    }

    @Override
    public Instant authenticatedAt(Instant now) {
        return SignInTime.of(context, now);
    }

    @Override
    public boolean mayAskAgain() {
        return GateNotes.ASKED_ANEW.in(tab).isEmpty();
    }

    /** Whether a cookie opened a session instead of a sign-in. */
    static boolean isByCookie(AuthenticationSessionModel tab) {
        return "true".equals(tab.getAuthNote(AuthenticationManager.SSO_AUTH));
    }
}
