package dev.holdfast.access.risk;

import dev.holdfast.place.Place;

/** Distances over the earth, taken for a sphere: half a percent wrong at most. */
final class GreatCircle {
    private static final double RADIUS_KILOMETRES = 6_371.0088;

    private GreatCircle() {}

    /** Between two places that have coordinates, by the haversine formula, which is exact for near points too. */
    static double kilometres(Place.Located one, Place.Located other) {
        double latitude = Math.toRadians(one.latitude().orElseThrow());
        double otherLatitude = Math.toRadians(other.latitude().orElseThrow());
        double north = Math.sin((otherLatitude - latitude) / 2);
        double east = Math.sin(
                Math.toRadians(other.longitude().orElseThrow() - one.longitude().orElseThrow()) / 2);
        double a = north * north + Math.cos(latitude) * Math.cos(otherLatitude) * east * east;
        return 2 * RADIUS_KILOMETRES * Math.asin(Math.sqrt(Math.min(1, a)));
    }
}
