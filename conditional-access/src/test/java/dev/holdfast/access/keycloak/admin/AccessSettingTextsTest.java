package dev.holdfast.access.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The texts of the form of conditional access")
class AccessSettingTextsTest {
    @Test
    @DisplayName("Each declared setting has a label and a sentence in German, each value to choose from a label in both"
            + " languages, and no other text exists")
    void complete() {
        TreeSet<String> german = new TreeSet<>();
        TreeSet<String> english = new TreeSet<>();
        for (ProviderConfigProperty setting : AccessSettingsForm.FORM.declarations()) {
            german.add(setting.getName() + ".label");
            german.add(setting.getName() + ".help");
            for (String option : Optional.ofNullable(setting.getOptions()).orElse(List.of())) {
                german.add(setting.getName() + '.' + option);
                english.add(setting.getName() + '.' + option);
            }
        }

        assertThat(AccessSettingsForm.FORM.german().all().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(german);
        assertThat(AccessSettingsForm.FORM.english().all().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english);
        assertThat(AccessSettingsForm.FORM.german().all().values())
                .noneMatch(text -> text.toString().isBlank());
    }
}
