package dev.holdfast.setup.hardening;

import static dev.holdfast.setup.hardening.Profile.L1;
import static dev.holdfast.setup.hardening.Profile.L2;
import static dev.holdfast.setup.hardening.Profile.L3;

import java.util.List;
import java.util.OptionalLong;

/** Applications. */
final class ClientControls {
    private ClientControls() {}

    /** What the realm's own tokens are held to as well. */
    private static Demand demand(Profile profile) {
        return Demand.of(SessionControls.ACCESS_TOKENS, profile).orElseThrow();
    }

    /** A client's sessions cannot outlive those of the realm; its access tokens can. */
    private static boolean outlives(ClientFacts client, Demand demand) {
        OptionalLong lifespan = client.accessTokenLifespan();
        return lifespan.isPresent() && !demand.holds(Long.toString(lifespan.getAsLong()));
    }

    static List<Control> all() {
        List<String> standards = List.of("CIS 4.1", "NIST CM-7", "SOC 2 CC6.1", "SOC 2 CC6.6");
        return List.of(
                ClientControl.of(
                        "client-implicit",
                        "No client gets tokens in its address (implicit flow)",
                        standards,
                        L1,
                        ClientFacts::implicitFlow,
                        "no client with the implicit flow",
                        "Clients → … → Capability config → Implicit flow: off; let the application use the code flow"),
                ClientControl.of(
                        "client-open-host",
                        "No client may be returned to at any host",
                        standards,
                        L1,
                        client -> client.addresses().anyMatch(RedirectUris::leavesHostOpen),
                        "no redirect URI with a wildcard for its host",
                        "Clients → … → Valid redirect URIs: name the hosts"),
                ClientControl.of(
                        "client-any-origin",
                        "No client lets every web site read its tokens",
                        standards,
                        L1,
                        client -> client.webOrigins().contains("*"),
                        "no web origin *",
                        "Clients → … → Web origins: name them, or + for those of the redirect URIs"),
                new ClientControl(
                        "client-token-access",
                        "Access tokens of each client live for minutes",
                        List.of("CIS 4.1", "NIST AC-12", "NIST SC-23", "SOC 2 CC6.1"),
                        L1,
                        (client, profile) -> outlives(client, demand(profile)),
                        profile -> demand(profile).shown(RealmSetting.ACCESS_TOKEN),
                        "Clients → … → Advanced → Access Token Lifespan: inherits from realm settings, or shorter"),
                ClientControl.of(
                        "client-password",
                        "No application asks for passwords itself (direct access grants)",
                        standards,
                        L2,
                        client -> client.directGrant() && !client.builtIn(),
                        "no client with direct access grants, but Keycloak's own admin-cli",
                        "Clients → … → Capability config → Direct access grants: off; a server that cannot do without"
                                + " can ask the phone (Holdfast push for the password grant)"),
                ClientControl.of(
                        "client-pkce",
                        "Applications without a secret use PKCE",
                        standards,
                        L2,
                        client -> client.publicClient() && client.standardFlow() && !client.pkce() && !client.builtIn(),
                        "every public client of the code flow demands S256",
                        "Clients → … → Advanced → Proof Key for Code Exchange: S256"),
                ClientControl.of(
                        "client-exact-redirects",
                        "Clients are returned to at exact addresses",
                        standards,
                        L2,
                        client -> client.addresses().anyMatch(RedirectUris::isOpen),
                        "no wildcard in redirect URIs of other hosts",
                        "Clients → … → Valid redirect URIs: write them out"),
                ClientControl.of(
                        "client-tls",
                        "Clients are returned to over TLS",
                        List.of("CIS 3.10", "NIST SC-8", "SOC 2 CC6.6"),
                        L2,
                        client -> client.addresses().anyMatch(RedirectUris::isPlain),
                        "no redirect URI with http, but to loopback",
                        "Clients → … → Valid redirect URIs: use https"),
                ClientControl.of(
                        "client-device-grant",
                        "No client uses the device authorization grant",
                        standards,
                        L3,
                        ClientFacts::deviceGrant,
                        "no client with the device authorization grant",
                        "Clients → … → Capability config → OAuth 2.0 Device Authorization Grant: off; its codes can be"
                                + " passed on to a victim"),
                ClientControl.of(
                        "client-scope",
                        "Tokens carry only the roles that an application needs",
                        List.of("CIS 5.4", "NIST AC-6(1)", "NIST CM-7", "SOC 2 CC6.1"),
                        L3,
                        client -> client.fullScope() && !client.builtIn(),
                        "no client with full scope",
                        "Clients → … → Client scopes → dedicated → Scope → Full scope allowed: off, with the roles that"
                                + " it needs"));
    }
}
