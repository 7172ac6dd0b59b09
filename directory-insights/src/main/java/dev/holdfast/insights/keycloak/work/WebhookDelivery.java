package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.setting.InsightSettings;
import dev.holdfast.insights.webhook.WebhookBody;
import dev.holdfast.insights.webhook.WebhookSignature;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calls a realm's webhook. */
record WebhookDelivery(GuardedHttp http, Clock clock) implements Delivery {
    private static final long MAX_BYTES = 1 << 20;

    @Override
    public Recipient recipient() {
        return Recipient.WEBHOOK;
    }

    @Override
    public int most(InsightSettings settings) {
        return (int) settings.number(InsightSetting.WEBHOOK_BATCH);
    }

    @Override
    public long mostBytes() {
        return MAX_BYTES;
    }

    @Override
    public Duration collecting(InsightSettings settings) {
        return Duration.ZERO;
    }

    @Override
    public void send(RealmRecord realm, List<Outgoing.Waiting> waiting) throws UnansweredException {
        URI address = realm.settings().webhook().orElseThrow();
        byte[] body = WebhookBody.of(
                realm.name(), waiting.stream().map(Outgoing.Waiting::payload).toList());
        int status = http.tell(
                address.toString(),
                body,
                Map.of(WebhookSignature.HEADER, WebhookSignature.of(realm.webhookSecret(), clock.instant(), body)),
                AllowedHosts.read(realm.settings().hosts()));
        if (status / 100 != 2) {
            throw new UnansweredException("HTTP status " + status);
        }
    }
}
