package dev.holdfast.insights.keycloak.realm;

import dev.holdfast.insights.setting.InsightSettings;
import dev.holdfast.insights.store.AccessKey;
import java.util.Optional;

/** The component, read once and shared by all requests until it changes. */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record RealmInsights(InsightSettings settings, byte[] webhookSecret, Optional<AccessKey> storeKey)
        implements InsightsProvider {
    @Override
    public void close() {
        // Holds nothing that must be given back.
    }

    @Override
    public String toString() {
        return "RealmInsights";
    }
}
