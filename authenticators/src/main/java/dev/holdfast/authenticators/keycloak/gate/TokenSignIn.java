package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.authenticators.access.BroughtFactor;
import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import dev.holdfast.authenticators.keycloak.device.SignInTime;
import dev.holdfast.authenticators.keycloak.session.DeviceSession;
import dev.holdfast.authenticators.keycloak.signal.ProvenDevices;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.RegisteredDevice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Tokens that a client asks for on behalf of a session.
 *
 * @param requester who asks
 * @param client whom the tokens are for
 */
record TokenSignIn(KeycloakSession session, UserSessionModel userSession, ClientModel requester, ClientModel client)
        implements SignIn {
    @Override
    public UserModel user() {
        return userSession.getUser();
    }

    /** A confidential client asks from its own server; the browser's address is the one that began the session. */
    @Override
    public Optional<String> address() {
        Optional<String> own =
                Optional.ofNullable(session.getContext().getConnection().getRemoteAddr());
        return requester.isPublicClient()
                ? own
                : GateNotes.ADDRESS.in(userSession).or(() -> own);
    }

    @Override
    public Optional<Device> device() {
        return proven().map(RegisteredDevice::device);
    }

    private Optional<RegisteredDevice> proven() {
        return DeviceSession.of(userSession)
                .filter(bound -> bound.isInGoodStanding(session, userSession.getRealm()))
                .flatMap(bound ->
                        ProvenDevices.of(session, userSession.getRealm(), Optional.of(bound.registration()), user()));
    }

    @Override
    public List<BroughtFactor> brought(AccessSettings settings) {
        BroughtFactors steps = new BroughtFactors(session, userSession.getRealm(), settings);
        List<BroughtFactor> brought =
                new ArrayList<>(steps.of(userSession.getNote(Constants.AUTHENTICATORS_COMPLETED)));
        GateNotes.PHONE_AT
                .in(userSession)
                .map(Instant::ofEpochSecond)
                .ifPresent(at -> brought.add(new BroughtFactor(Factor.PUSH, at, steps.verifies(Factor.PUSH, ""))));
        Enrolment.of(userSession).ifPresent(brought::add);
        proven().flatMap(
                        device -> DeviceFactor.of(device, GateNotes.NEWCOMER.in(userSession), provenAt(), isVerified()))
                .ifPresent(brought::add);
        return brought;
    }

    private Instant provenAt() {
        return DeviceNotes.PROVEN_AT.in(userSession).map(Instant::ofEpochSecond).orElse(Instant.EPOCH);
    }

    private boolean isVerified() {
        return DeviceNotes.EVIDENCE
                .in(userSession)
                .filter(Evidence.VERIFIED.value()::equals)
                .isPresent();
    }

    @Override
    public Instant authenticatedAt(Instant now) {
        return SignInTime.of(userSession);
    }

    @Override
    public boolean mayAskAgain() {
        return false;
    }
}
