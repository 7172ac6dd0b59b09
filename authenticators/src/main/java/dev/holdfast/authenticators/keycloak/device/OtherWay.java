package dev.holdfast.authenticators.keycloak.device;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The user's choice to sign in without the device's proof, perhaps to set the device up or to unlock it by that. */
public final class OtherWay {
    private static final Set<String> PROVING = Set.of(RegisterDeviceActionFactory.ID, RenewDeviceActionFactory.ID);

    private OtherWay() {}

    public static boolean isChosen(AuthenticationSessionModel tab) {
        return DeviceNotes.OTHER_WAY.in(tab).isPresent();
    }

    /** The tab's next flow offers the device anew. */
    public static void forget(AuthenticationSessionModel tab) {
        DeviceNotes.OTHER_WAY.remove(tab);
    }

    /** Says whether the tab's next flow has no other way, so that choosing one would be its end. */
    public static void bar(AuthenticationSessionModel tab, boolean none) {
        if (none) {
            DeviceNotes.NO_OTHER_WAY.put(tab, "1");
        } else {
            DeviceNotes.NO_OTHER_WAY.remove(tab);
        }
    }

    static boolean isBarred(AuthenticationSessionModel tab) {
        return DeviceNotes.NO_OTHER_WAY.in(tab).isPresent();
    }

    /** Whether the device will prove itself after the sign-in, by being set up or unlocked. */
    static boolean leadsToDevice(AuthenticationSessionModel tab) {
        return tab.getRequiredActions().stream().anyMatch(PROVING::contains);
    }

    /** Whether a form asks for that kind of other way. */
    static boolean leadsToDevice(MultivaluedMap<String, String> form) {
        return DevicePages.has(form, "register") || asksToUnlock(form);
    }

    /** Whether it asks for a sign-in that unlocks the device. */
    static boolean asksToUnlock(MultivaluedMap<String, String> form) {
        return DevicePages.has(form, "renew");
    }

    /** Chooses a sign-in behind which the device is unlocked. */
    static void unlock(AuthenticationSessionModel tab) {
        DeviceNotes.OTHER_WAY.put(tab, "1");
        tab.addRequiredAction(RenewDeviceActionFactory.ID);
    }

    /** Remembers the choice and steps aside. */
    public static void choose(AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        DeviceNotes.OTHER_WAY.put(tab, "1");
        if (DevicePages.has(form, "register")) {
            tab.addRequiredAction(RegisterDeviceActionFactory.ID);
        } else if (asksToUnlock(form)) {
            unlock(tab);
        }
        nextStep(context);
    }

    /** Steps aside; whatever page comes next looks for an extension that is new, or that was slow to wake up. */
    public static void nextStep(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        context.form()
                .addScript(DetectionScript.url(
                        session, context.getAuthenticationSession(), new BrowserCookies(session).realmPath()));
        context.attempted();
    }
}
