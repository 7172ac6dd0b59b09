package dev.holdfast.insights.keycloak.work;

import dev.holdfast.insights.keycloak.realm.InsightsProvider;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.setting.InsightSettings;
import dev.holdfast.insights.store.AccessKey;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What work needs to know of a realm, read in one transaction. */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record RealmRecord(
        String id, String name, InsightSettings settings, byte[] webhookSecret, Optional<AccessKey> storeKey) {
    static Optional<RealmRecord> of(KeycloakSessionFactory factory, String realmId) {
        return inTransaction(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            return Optional.ofNullable(realm)
                    .flatMap(found -> RealmInsightsFactory.setUpIn(session, found))
                    .map(insights -> of(realmId, realm, insights));
        });
    }

    private static RealmRecord of(String realmId, RealmModel realm, InsightsProvider insights) {
        return new RealmRecord(
                realmId, realm.getName(), insights.settings(), insights.webhookSecret(), insights.storeKey());
    }

    static <T> T inTransaction(KeycloakSessionFactory factory, Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }

    @Override
    public String toString() {
        return "record of realm " + name;
    }
}
