package dev.holdfast.it;

import dev.holdfast.harness.RealmFile;
import dev.holdfast.it.wire.App;
import java.nio.file.Path;
import java.util.List;

/** The realms of the shared server. Every user's password is the user's name. */
final class TestRealms {
    /** Where most happens; its limits are wide, since all requests come from one address. */
    static final String ACME = "acme";

    /** A second realm with device login, and default limits. */
    static final String OTHER = "other";

    /** A realm without device login. */
    static final String PLAIN = "plain";

    /** Whose keys are changed by {@link KeyRotationIT}. */
    static final String ROTATED = "rotated";

    /** Whose demands on TPMs are changed by {@link TpmIT}. */
    static final String ATTESTED = "attested";

    /** Whose trust in other certificate authorities is changed by {@link AuthorityIT}. */
    static final String CERTIFIED = "certified";

    static final String ADA = "ada";
    static final String GRACE = "grace";

    private TestRealms() {}

    static List<Path> writeInto(Path folder) {
        return List.of(
                withDeviceLogin(ACME).writeInto(folder),
                withDeviceLogin(OTHER).writeInto(folder),
                withDeviceLogin(ROTATED).writeInto(folder),
                withDeviceLogin(ATTESTED).writeInto(folder),
                withDeviceLogin(CERTIFIED).writeInto(folder),
                realm(PLAIN).writeInto(folder));
    }

    static RealmFile withDeviceLogin(String name) {
        return realm(name).attribute("holdfast.deviceLogin", "on");
    }

    private static RealmFile realm(String name) {
        RealmFile realm = RealmFile.named(name)
                .user(ADA, ADA, "Ada", "Lovelace")
                .user(GRACE, GRACE, "Grace", "Hopper")
                .publicClient(App.SHOP.clientId(), List.of(App.SHOP.redirectUri()))
                .publicClient(Person.CLIENT_ID, List.of(Person.APPLICATION + "*"));
        realm.json()
                .put("eventsEnabled", true)
                .put("eventsExpiration", 86_400)
                .put("adminEventsEnabled", true)
                .put("adminEventsDetailsEnabled", true)
                .put("internationalizationEnabled", true)
                .put("defaultLocale", "en");
        realm.json().putArray("supportedLocales").add("en").add("de");
        return realm;
    }
}
