package dev.holdfast.harness;

import java.net.URI;

/** A node of a stock Keycloak that listens on the loopback interface, wherever it runs: as a process or in a container. */
public interface KeycloakNode extends AutoCloseable {

    /** Returns the address of this node, without a slash at the end: {@code http://localhost:<port>}. */
    URI baseUri();

    /**
     * Returns a realm's issuer as this node's clients see it.
     *
     * @param realm the realm's name
     */
    URI issuer(String realm);

    /** Returns a new client of the admin API, signed in as the bootstrap administrator. */
    AdminClient admin();

    /** Freezes the server: connections stay open and nothing is answered. */
    void freeze();

    /** Lets a frozen server go on. */
    void thaw();

    /** Ends the server as an operator does. Its data stay. */
    void stop();

    /**
     * Starts the server again on its old port with its old data, after ending it if it still runs, and waits until it is
     * ready.
     */
    void restart();

    /** Ends the server and deletes its files. */
    @Override
    void close();
}
