package dev.holdfast.insights.keycloak.realm;

import dev.holdfast.insights.setting.InsightSettings;
import dev.holdfast.insights.store.AccessKey;
import java.util.Optional;
import org.keycloak.provider.Provider;

/** A realm's record: its settings, kept as one realm component. */
public interface InsightsProvider extends Provider {
    InsightSettings settings();

    /** What signs calls of the webhook. */
    byte[] webhookSecret();

    /** What the object storage knows the realm by; empty until somebody sets it. */
    Optional<AccessKey> storeKey();
}
