package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import dev.holdfast.device.realm.DeviceSetting;
import dev.holdfast.device.realm.DeviceSettings;

/** The settings of device login, as a form needs them. */
public final class DeviceSettingsForm {
    public static final SettingsForm FORM = new SettingsForm(
            RealmDeviceLoginFactory::componentOf,
            RealmDeviceLoginFactory.settings(),
            key -> DeviceSetting.ofKey(key)
                    .map(setting -> new SettingsForm.Bounds(setting.purpose(), setting.min(), setting.max())),
            DeviceSettings::refusals,
            SettingTexts.english(DeviceSettingsForm.class),
            SettingTexts.german(DeviceSettingsForm.class));

    private DeviceSettingsForm() {}
}
