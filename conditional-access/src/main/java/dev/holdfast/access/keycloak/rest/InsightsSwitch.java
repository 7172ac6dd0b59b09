package dev.holdfast.access.keycloak.rest;

import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * The switch of the realm's record of events, which another module keeps as a component: known here by its id alone, since
 * the two modules know nothing of each other.
 */
final class InsightsSwitch {
    private static final String PROVIDER_ID = "holdfast-insights";
    private static final String ON_KEY = "insights";

    private final RealmModel realm;

    InsightsSwitch(RealmModel realm) {
        this.realm = realm;
    }

    boolean isOn() {
        return component().filter(model -> !"false".equals(model.get(ON_KEY))).isPresent();
    }

    /** False where the realm keeps no record. */
    boolean turn(boolean on) {
        Optional<ComponentModel> component = component();
        component.map(ComponentModel::new).filter(model -> isOn() != on).ifPresent(model -> {
            model.put(ON_KEY, on);
            realm.updateComponent(model);
        });
        return component.isPresent() || !on;
    }

    private Optional<ComponentModel> component() {
        return realm.getComponentsStream()
                .filter(model -> PROVIDER_ID.equals(model.getProviderId()))
                .findFirst();
    }
}
