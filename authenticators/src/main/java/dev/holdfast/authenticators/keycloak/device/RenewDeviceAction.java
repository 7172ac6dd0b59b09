package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.keycloak.event.DeviceEvents;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.login.Purpose;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.registry.Presence;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;

/** Unlocks a locked device after its user signed in normally on it (docs/protocol.md §8). */
final class RenewDeviceAction implements RequiredActionProvider {
    private static final String PAGE = "holdfast-renew.ftl";

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        // Asked for by the sign-in page of a locked device.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Optional<DeviceRealm> realm = DeviceRealms.of(context.getSession());
        if (realm.isEmpty()) {
            context.ignore();
            return;
        }
        challenge(context, realm.get(), Optional.empty());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        DeviceRealm realm = DeviceRealms.of(context.getSession()).orElse(null);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String dust = form.getFirst("dust");
        if (realm != null && DevicePages.has(form, "again")) {
            challenge(context, realm, Optional.empty());
            return;
        }
        if (realm == null || dust == null) {
            // A device that stays locked harms nobody: the user goes on.
            end(context);
            return;
        }
        try {
            renew(context, realm, dust);
            end(context);
        } catch (RefusedException refused) {
            new DeviceEvents(context.getSession()).refused(EventType.UPDATE_CREDENTIAL, "device_renewal", refused);
            challenge(context, realm, Optional.of(refused.refusal().code()));
        }
    }

    private static void renew(RequiredActionContext context, DeviceRealm realm, String dust) {
        Instant now = realm.clock().instant();
        Instant signedInAt = SignInTime.of(context, now);
        Duration age = Duration.between(signedInAt, now);
        if (age.compareTo(realm.settings().seconds(DeviceSetting.SIGN_IN_AGE)) > 0) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("sign-in too old for a renewal");
        }
        JpaDeviceRegistry registry = new JpaDeviceRegistry(context.getSession(), context.getRealm());
        DevicePages pages = new DevicePages(context.getSession(), realm, context.getAuthenticationSession());
        Dusts.Proof proof = new Dusts(realm)
                .redeem(
                        dust,
                        Purpose.RENEWAL,
                        pages.presentation(Optional.of(context.getUser().getId())),
                        registry);
        pages.end();
        Presence presence = Presence.signedIn(signedInAt, realm.settings().seconds(DeviceSetting.UNLOCKED_LIFETIME));
        if (!registry.renew(proof.subject().registration().id(), presence)) {
            throw Refusal.REGISTRATION_REVOKED.because("registration ended during the renewal");
        }
        BoundSignIn.bind(context, proof.subject(), now);
        new DeviceEvents(context.getSession())
                .renewed(proof.subject().device(), proof.subject().registration());
    }

    private static void end(RequiredActionContext context) {
        context.getAuthenticationSession().removeRequiredAction(RenewDeviceActionFactory.ID);
        context.success();
    }

    private static void challenge(RequiredActionContext context, DeviceRealm realm, Optional<String> errorCode) {
        Map<String, Object> page = new DevicePages(context.getSession(), realm, context.getAuthenticationSession())
                .begin(Purpose.RENEWAL, errorCode);
        page.put("account", context.getUser().getUsername());
        context.challenge(context.form().setAttribute("holdfast", page).createForm(PAGE));
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
