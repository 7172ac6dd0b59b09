package dev.holdfast.push.keycloak.admin;

import dev.holdfast.device.keycloak.admin.SettingTexts;
import dev.holdfast.device.keycloak.admin.SettingsForm;
import dev.holdfast.push.keycloak.realm.RealmPushFactory;
import dev.holdfast.push.realm.PushSetting;
import dev.holdfast.push.realm.PushSettings;

/** The settings of push, as a form needs them. */
final class PushSettingsForm {
    static final SettingsForm FORM = new SettingsForm(
            RealmPushFactory::componentOf,
            RealmPushFactory.settings(),
            key -> PushSetting.ofKey(key)
                    .map(setting -> new SettingsForm.Bounds(setting.purpose(), setting.min(), setting.max())),
            PushSettings::refusals,
            SettingTexts.english(PushSettingsForm.class),
            SettingTexts.german(PushSettingsForm.class));

    private PushSettingsForm() {}
}
