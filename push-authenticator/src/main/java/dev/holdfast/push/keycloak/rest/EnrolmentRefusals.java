package dev.holdfast.push.keycloak.rest;

import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.realm.PushSetting;
import dev.holdfast.push.refusal.PushRefusal;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Limits refused enrolments per address and minute over all nodes: each refusal takes the next free slot of the minute by
 * put-if-absent, and when the last slot is taken the minute is full.
 */
final class EnrolmentRefusals {
    private static final long WINDOW_SECONDS = 60;

    private final SingleUseObjectProvider slots;
    private final String window;
    private final long limit;
    private final long secondsLeft;

    EnrolmentRefusals(KeycloakSession session, PushRealm realm) {
        long now = realm.now().getEpochSecond();
        long minute = now / WINDOW_SECONDS;
        this.slots = session.singleUseObjects();
        this.window = "holdfast.push.refusals."
                + LabelledHash.of("holdfast-push-enrolment-refusals")
                        .add(realm.id())
                        .add(String.valueOf(session.getContext().getConnection().getRemoteAddr()))
                        .add(Long.toString(minute))
                        .base64Url()
                + '.';
        this.limit = realm.settings().number(PushSetting.ENROLMENT_REFUSALS_PER_MINUTE);
        this.secondsLeft = (minute + 1) * WINDOW_SECONDS - now;
    }

    /** Refuses when the minute is full. */
    void check() {
        if (slots.contains(window + (limit - 1))) {
            throw PushRefusal.tooMany("refused enrolments per address", secondsLeft);
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
