package dev.holdfast.device.keycloak.rest;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.refusal.RefusedException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Limits refused enrolments per address and minute over all nodes: each refusal takes the next free slot of the minute
 * by put-if-absent, and when the last slot is taken the minute is full.
 */
final class RefusalLimit {
    private static final long WINDOW_SECONDS = 60;

    private final SingleUseObjectProvider slots;
    private final String window;
    private final long limit;
    private final long secondsLeft;

    RefusalLimit(KeycloakSession session, DeviceRealm realm) {
        long now = realm.clock().instant().getEpochSecond();
        long minute = now / WINDOW_SECONDS;
        String address = session.getContext().getConnection().getRemoteAddr();
        this.slots = session.singleUseObjects();
        this.window = "holdfast.refusals."
                + LabelledHash.of("holdfast-enrolment-refusals")
                        .add(realm.id())
                        .add(String.valueOf(address))
                        .add(Long.toString(minute))
                        .base64Url()
                + '.';
        this.limit = realm.settings().number(DeviceSetting.ENROLMENT_REFUSALS_PER_MINUTE);
        this.secondsLeft = (minute + 1) * WINDOW_SECONDS - now;
    }

    /** Refuses when the minute is full. */
    void check() {
        if (slots.contains(window + (limit - 1))) {
            throw RefusedException.tooManyRequests("refused enrolments per address", secondsLeft);
        }
    }

    void count() {
        for (long slot = 0; slot < limit; slot++) {
            if (slots.putIfAbsent(window + slot, 2 * WINDOW_SECONDS)) {
                return;
            }
        }
    }
}
