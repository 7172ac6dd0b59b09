package dev.holdfast.place.keycloak;

import dev.holdfast.place.Place;
import dev.holdfast.place.Places;
import java.net.InetAddress;

/** The server's one database, as each session sees it. */
final class DatabasePlaces implements PlacesProvider {
    private final Places places;

    DatabasePlaces(Places places) {
        this.places = places;
    }

    @Override
    public Place of(InetAddress address) {
        return places.of(address);
    }

    @Override
    public void close() {
        // The database stays, for all sessions.
    }
}
