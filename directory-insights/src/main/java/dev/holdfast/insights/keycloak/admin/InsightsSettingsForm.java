package dev.holdfast.insights.keycloak.admin;

import dev.holdfast.device.keycloak.admin.SettingTexts;
import dev.holdfast.device.keycloak.admin.SettingsForm;
import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.setting.InsightSettings;

/** The settings of the record, as a form needs them. */
final class InsightsSettingsForm {
    static final SettingsForm FORM = new SettingsForm(
            RealmInsightsFactory::componentOf,
            RealmInsightsFactory.settings(),
            key -> InsightSetting.ofKey(key)
                    .map(setting -> new SettingsForm.Bounds(setting.purpose(), setting.min(), setting.max())),
            InsightSettings::refusals,
            SettingTexts.english(InsightsSettingsForm.class),
            SettingTexts.german(InsightsSettingsForm.class));

    private InsightsSettingsForm() {}
}
