package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.setting.InsightSettings;
import dev.holdfast.insights.store.AccessKey;
import dev.holdfast.insights.store.ObjectStore;
import dev.holdfast.insights.store.ObjectUpload;
import dev.holdfast.insights.store.StoreRefusal;
import dev.holdfast.insights.store.StoredObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Puts objects into a realm's bucket. */
record StoreDelivery(GuardedHttp http, Clock clock) implements Delivery {
    private static final int MAX_RECORDS = 5_000;
    private static final long MAX_BYTES = 8 << 20;

    @Override
    public Recipient recipient() {
        return Recipient.STORE;
    }

    @Override
    public int most(InsightSettings settings) {
        return MAX_RECORDS;
    }

    @Override
    public long mostBytes() {
        return MAX_BYTES;
    }

    @Override
    public Duration collecting(InsightSettings settings) {
        return Duration.ofSeconds(settings.number(InsightSetting.STORE_SECONDS));
    }

    @Override
    public void send(RealmRecord realm, List<Outgoing.Waiting> waiting) throws UnansweredException {
        ObjectStore store = realm.settings().store().orElseThrow();
        AccessKey key = realm.storeKey().orElseThrow(() -> new UnansweredException("no access key is set"));
        Outgoing.Waiting first = waiting.get(0);
        StoredObject object = StoredObject.of(
                realm.name(),
                first.at(),
                first.id(),
                waiting.stream().map(Outgoing.Waiting::payload).toList());
        ObjectUpload upload = ObjectUpload.of(store, key, object, clock.instant());
        GuardedHttp.Answer answer = http.put(
                upload.address().toString(),
                upload.body(),
                upload.headers(),
                AllowedHosts.read(realm.settings().hosts()));
        if (answer.status() / 100 != 2) {
            throw new UnansweredException(StoreRefusal.inWords(answer.status(), answer.beginning()));
        }
    }
}
