package dev.holdfast.access.keycloak.admin;

import dev.holdfast.access.keycloak.realm.RealmAccessFactory;
import dev.holdfast.access.realm.AccessSettings;
import dev.holdfast.device.keycloak.admin.SettingTexts;
import dev.holdfast.device.keycloak.admin.SettingsForm;
import java.util.Optional;

/** The settings of conditional access, as a form needs them. */
public final class AccessSettingsForm {
    public static final SettingsForm FORM = new SettingsForm(
            RealmAccessFactory::componentOf,
            RealmAccessFactory.settings(),
            key -> key.equals(AccessSettings.ENROLMENT_DAYS_KEY)
                    ? Optional.of(new SettingsForm.Bounds(
                            RealmAccessFactory.ENROLMENT_PURPOSE, 0, AccessSettings.MAX_ENROLMENT_DAYS))
                    : Optional.empty(),
            AccessSettings::refusals,
            SettingTexts.english(AccessSettingsForm.class),
            SettingTexts.german(AccessSettingsForm.class));

    private AccessSettingsForm() {}
}
