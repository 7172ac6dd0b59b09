package dev.holdfast.it;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** A machine's own authenticator, played by the browser itself (WebAuthn Level 2 §11). */
final class VirtualAuthenticator {
    private final CDPSession session;
    private String id;

    private VirtualAuthenticator(CDPSession session) {
        this.session = session;
        this.id = "";
    }

    static VirtualAuthenticator in(Page page) {
        VirtualAuthenticator authenticator =
                new VirtualAuthenticator(page.context().newCDPSession(page));
        authenticator.session.send("WebAuthn.enable");
        authenticator.plugIn(false);
        return authenticator;
    }

    /** Puts another, empty one in its place. */
    void replace(boolean backupEligible) {
        JsonObject which = new JsonObject();
        which.addProperty("authenticatorId", id);
        session.send("WebAuthn.removeVirtualAuthenticator", which);
        plugIn(backupEligible);
    }

    /** Whether the person in front of it is the right one. */
    void recognizes(boolean user) {
        JsonObject what = new JsonObject();
        what.addProperty("authenticatorId", id);
        what.addProperty("isUserVerified", user);
        session.send("WebAuthn.setUserVerified", what);
    }

    int credentials() {
        JsonObject which = new JsonObject();
        which.addProperty("authenticatorId", id);
        return session.send("WebAuthn.getCredentials", which)
                .getAsJsonArray("credentials")
                .size();
    }

    private void plugIn(boolean backupEligible) {
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        options.addProperty("defaultBackupEligibility", backupEligible);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        id = session.send("WebAuthn.addVirtualAuthenticator", arguments)
                .get("authenticatorId")
                .getAsString();
    }
}
