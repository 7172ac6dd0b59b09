package dev.holdfast.push.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.push.keycloak.realm.RealmPushFactory;
import dev.holdfast.push.realm.PushSetting;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The texts of the form of push settings")
class PushSettingTextsTest {
    @Test
    @DisplayName("Each declared setting has a label and a sentence in German, each value to choose from a label in both"
            + " languages, and no other text exists")
    void complete() {
        TreeSet<String> german = new TreeSet<>();
        TreeSet<String> english = new TreeSet<>();
        for (ProviderConfigProperty setting : RealmPushFactory.settings()) {
            german.add(setting.getName() + ".label");
            german.add(setting.getName() + ".help");
            for (String option : Optional.ofNullable(setting.getOptions()).orElse(List.of())) {
                german.add(setting.getName() + '.' + option);
                english.add(setting.getName() + '.' + option);
            }
        }

        assertThat(PushSettingsForm.FORM.german().all().stringPropertyNames())
                .as("settings_de.properties beside PushSettingsForm")
                .containsExactlyInAnyOrderElementsOf(german);
        assertThat(PushSettingsForm.FORM.english().all().stringPropertyNames())
                .as("settings_en.properties beside PushSettingsForm")
                .containsExactlyInAnyOrderElementsOf(english);
        assertThat(PushSettingsForm.FORM.german().all().values())
                .noneMatch(text -> text.toString().isBlank());
        assertThat(PushSettingsForm.FORM.english().all().values())
                .noneMatch(text -> text.toString().isBlank());
    }

    @Test
    @DisplayName("A declaration says in English what a setting is, and is no key; every limit is among them")
    void declarations() {
        assertThat(PushSettingsForm.FORM.declarations()).allSatisfy(setting -> {
            assertThat(setting.getLabel()).isNotBlank();
            assertThat(setting.getHelpText()).isNotBlank();
            assertThat(setting.isSecret()).isFalse();
            assertThat(setting.getName()).doesNotContain("Secret", "vapid", "igningKey");
        });
        List<String> keys = PushSettingsForm.FORM.declarations().stream()
                .map(ProviderConfigProperty::getName)
                .toList();
        for (PushSetting setting : PushSetting.values()) {
            assertThat(keys).contains(setting.key());
        }
    }
}
