package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.realm.DeviceRealm;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;

/** Says that this application is for set-up devices only, what may be missing, and what to do (A35). */
public final class RequiredDevicePage {
    private static final String PAGE = "holdfast-required.ftl";
    private static final String ERROR = "device_required";

    private RequiredDevicePage() {}

    static Response inFlow(AuthenticationFlowContext context, DeviceRealm realm) {
        record(context.getEvent());
        DevicePages pages = new DevicePages(context.getSession(), realm, context.getAuthenticationSession());
        boolean setUp = !OtherWay.isBarred(context.getAuthenticationSession())
                && RegisterDeviceActionFactory.isEnabled(context.getRealm());
        return page(pages, context.form(), setUp);
    }

    /** The same after a sign-in in which no device proved itself. */
    public static Response afterSignIn(RequiredActionContext context, DeviceRealm realm) {
        record(context.getEvent());
        DevicePages pages = new DevicePages(context.getSession(), realm, context.getAuthenticationSession());
        return page(pages, context.form(), false);
    }

    private static Response page(DevicePages pages, LoginFormsProvider form, boolean setUp) {
        Map<String, Object> page = pages.withoutChallenge();
        page.put("registrationAllowed", setUp);
        return Response.fromResponse(form.setAttribute("holdfast", page).createForm(PAGE))
                .status(Response.Status.FORBIDDEN)
                .build();
    }

    private static void record(EventBuilder event) {
        event.clone().detail("device_event", "device_required_refused").error(ERROR);
    }
}
