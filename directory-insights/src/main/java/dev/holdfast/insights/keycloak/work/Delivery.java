package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.setting.InsightSettings;
import java.time.Duration;
import java.util.List;

/** How one recipient is sent records. */
interface Delivery {
    Recipient recipient();

    /** Records in one call, at most. */
    int most(InsightSettings settings);

    /** Bytes of records in one call, at most; one record goes however large it is. */
    long mostBytes();

    /** How long the oldest record waits for others to go with it. */
    Duration collecting(InsightSettings settings);

    /** @throws UnansweredException with what the log is to say, if the recipient did not take them */
    void send(RealmRecord realm, List<Outgoing.Waiting> waiting) throws UnansweredException;
}
