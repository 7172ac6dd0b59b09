package dev.holdfast.setup.keycloak.hardening;

import dev.holdfast.access.keycloak.realm.AccessRealms;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.DeviceSettings;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.push.keycloak.realm.RealmPushFactory;
import dev.holdfast.push.realm.PushSettings;
import dev.holdfast.setup.hardening.RealmSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/** Our own settings, which are config of the realm's components. What is not set up has none. */
final class ProductSettings {
    private static final Map<RealmSetting, String> OF_PUSH =
            Map.of(RealmSetting.PUSH_NUMBER_MATCHING, PushSettings.NUMBER_MATCHING_KEY);
    private static final Map<RealmSetting, String> OF_DEVICES = Map.of(
            RealmSetting.DEVICE_UNLOCKED, DeviceSetting.UNLOCKED_LIFETIME.key(),
            RealmSetting.DEVICE_UNUSED, DeviceSetting.DURT_LIFETIME.key(),
            RealmSetting.DEVICE_REGISTRATION, DeviceSetting.DURT_ABSOLUTE_LIFETIME.key());

    private ProductSettings() {}

    static Map<RealmSetting, String> of(RealmModel realm) {
        Map<RealmSetting, String> values = new EnumMap<>(RealmSetting.class);
        RealmPushFactory.componentOf(realm)
                .map(component -> PushSettings.read(configOf(component)))
                .ifPresent(push -> {
                    values.put(RealmSetting.PUSH_NUMBER_MATCHING, String.valueOf(push.numberMatching()));
                    values.put(
                            RealmSetting.PUSH_VERIFICATION,
                            push.userVerification().value());
                });
        RealmDeviceLoginFactory.componentOf(realm)
                .map(component -> DeviceSettings.read(configOf(component)))
                .ifPresent(devices -> {
                    values.put(RealmSetting.DEVICE_UNLOCKED, number(devices, DeviceSetting.UNLOCKED_LIFETIME));
                    values.put(RealmSetting.DEVICE_UNUSED, number(devices, DeviceSetting.DURT_LIFETIME));
                    values.put(RealmSetting.DEVICE_REGISTRATION, number(devices, DeviceSetting.DURT_ABSOLUTE_LIFETIME));
                    values.put(RealmSetting.DEVICE_ASSURANCE, assurance(devices.minimumAssurance()));
                });
        AccessSettings access = AccessRealms.asItIs(realm).settings();
        boolean on = AccessRealms.setUpIn(realm).isPresent() && access.on();
        values.put(RealmSetting.ACCESS, String.valueOf(on));
        values.put(RealmSetting.ADMIN_MFA, String.valueOf(access.requireAdminMfa()));
        return values;
    }

    static void write(RealmModel realm, RealmSetting setting, String value) {
        boolean push = OF_PUSH.containsKey(setting);
        String key = push ? OF_PUSH.get(setting) : OF_DEVICES.get(setting);
        if (key == null) {
            throw new IllegalArgumentException("No setting to be changed from here: " + setting);
        }
        Optional<ComponentModel> component =
                push ? RealmPushFactory.componentOf(realm) : RealmDeviceLoginFactory.componentOf(realm);
        component.ifPresent(present -> {
            present.getConfig().putSingle(key, value);
            realm.updateComponent(present);
        });
    }

    private static Function<String, List<String>> configOf(ComponentModel component) {
        return key -> component.getConfig().getOrDefault(key, List.of());
    }

    private static String number(DeviceSettings settings, DeviceSetting setting) {
        return String.valueOf(settings.number(setting));
    }

    private static String assurance(Assurance assurance) {
        return assurance.value();
    }
}
