package dev.holdfast.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A realm in Keycloak's export form, being put together. Each method that adds something returns this. */
public final class RealmFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode realm;

    private RealmFile(ObjectNode realm) {
        this.realm = realm;
    }

    /**
     * An enabled realm with nothing in it, reachable without TLS.
     *
     * @param name the realm's name
     */
    public static RealmFile named(String name) {
        return new RealmFile(JSON.createObjectNode()
                .put("realm", name)
                .put("enabled", true)
                // The harness has no certificates; on the loopback interface Keycloak would not ask for them anyway.
                .put("sslRequired", "none"));
    }

    /**
     * The realm that a file holds.
     *
     * @param json the file's content; closed afterwards
     */
    public static RealmFile read(InputStream json) {
        try (json) {
            return new RealmFile((ObjectNode) JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the realm's name. */
    public String name() {
        return realm.path("realm").asText();
    }

    /** Returns the representation itself, for what has no method here. */
    public ObjectNode json() {
        return realm;
    }

    /**
     * Sets a realm attribute.
     *
     * @param key its name
     * @param value its value
     */
    public RealmFile attribute(String key, String value) {
        realm.withObjectProperty("attributes").put(key, value);
        return this;
    }

    /**
     * Adds a user who has nothing left to fill in.
     *
     * @param username also the name part of the e-mail address
     * @param password the password
     * @param firstName shown
     * @param lastName shown
     */
    public RealmFile user(String username, String password, String firstName, String lastName) {
        ObjectNode user = realm.withArrayProperty("users")
                .addObject()
                .put("username", username)
                .put("enabled", true)
                .put("firstName", firstName)
                .put("lastName", lastName)
                .put("email", username + "@example.com")
                .put("emailVerified", true);
        user.putArray("credentials").addObject().put("type", "password").put("value", password);
        return this;
    }

    /**
     * Adds an application with a secret, for the code flow.
     *
     * @param clientId its id
     * @param secret its secret
     * @param redirectUris where it may be returned to, also after a logout
     */
    public RealmFile confidentialClient(String clientId, String secret, List<String> redirectUris) {
        client(clientId, redirectUris)
                .put("publicClient", false)
                .put("clientAuthenticatorType", "client-secret")
                .put("secret", secret);
        return this;
    }

    /**
     * Adds an application without a secret, for the code flow.
     *
     * @param clientId its id
     * @param redirectUris where it may be returned to, also after a logout
     */
    public RealmFile publicClient(String clientId, List<String> redirectUris) {
        client(clientId, redirectUris).put("publicClient", true);
        return this;
    }

    /**
     * Writes the realm as {@code <name>-realm.json}.
     *
     * @param folder made if absent
     * @return the file
     */
    public Path writeInto(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(name() + "-realm.json");
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), realm);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode client(String clientId, List<String> redirectUris) {
        ObjectNode client = realm.withArrayProperty("clients")
                .addObject()
                .put("clientId", clientId)
                .put("enabled", true)
                .put("protocol", "openid-connect")
                .put("standardFlowEnabled", true)
                .put("directAccessGrantsEnabled", false);
        redirectUris.forEach(client.putArray("redirectUris")::add);
        client.putObject("attributes").put("post.logout.redirect.uris", String.join("##", redirectUris));
        return client;
    }
}
