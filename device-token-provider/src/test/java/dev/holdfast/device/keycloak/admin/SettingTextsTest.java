package dev.holdfast.device.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.keycloak.realm.RealmDeviceLoginFactory;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The texts of the form of settings")
class SettingTextsTest {
    @Test
    @DisplayName("Each declared setting has a label and a sentence in German, each value to choose from a label in both"
            + " languages, and no other text exists")
    void complete() {
        TreeSet<String> german = new TreeSet<>();
        TreeSet<String> english = new TreeSet<>();
        for (ProviderConfigProperty setting : RealmDeviceLoginFactory.settings()) {
            german.add(setting.getName() + ".label");
            german.add(setting.getName() + ".help");
            for (String option : Optional.ofNullable(setting.getOptions()).orElse(List.of())) {
                german.add(setting.getName() + '.' + option);
                english.add(setting.getName() + '.' + option);
            }
        }

        assertThat(DeviceSettingsForm.FORM.german().all().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(german);
        assertThat(DeviceSettingsForm.FORM.english().all().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english);
        assertThat(DeviceSettingsForm.FORM.german().all().values())
                .noneMatch(text -> text.toString().isBlank());
    }

    @Test
    @DisplayName("A declaration says in English what a setting is, and is no key")
    void declarations() {
        assertThat(RealmDeviceLoginFactory.settings()).hasSizeGreaterThan(15).allSatisfy(setting -> {
            assertThat(setting.getLabel()).isNotBlank();
            assertThat(setting.getHelpText()).isNotBlank();
            assertThat(setting.isSecret()).isFalse();
            assertThat(setting.getName()).doesNotContain("Secret", "deviceCa", "igningKey", "erivation");
        });
    }
}
