package dev.holdfast.it.wire;

/** A public client that nobody serves: redirects to it are only looked at. */
public record App(String clientId, String redirectUri) {

    /** The application of the test realms. */
    public static final App SHOP = new App("shop", "http://localhost:9/shop");

    /** Another one, which a test makes in its realm. */
    public static App named(String clientId) {
        return new App(clientId, "http://localhost:9/" + clientId);
    }

    /** The agent's own client, by the command-line door (protocol §5). */
    public static final App AGENT = new App("holdfast-agent", "http://127.0.0.1:49152/callback");
}
