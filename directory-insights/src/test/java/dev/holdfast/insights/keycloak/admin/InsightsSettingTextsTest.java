package dev.holdfast.insights.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insights.keycloak.realm.RealmInsightsFactory;
import dev.holdfast.insights.setting.InsightSetting;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The texts of the form of the record's settings")
class InsightsSettingTextsTest {
    @Test
    @DisplayName("Each declared setting has a label and a sentence in German, and no other text exists")
    void complete() {
        TreeSet<String> german = new TreeSet<>();
        for (ProviderConfigProperty setting : RealmInsightsFactory.settings()) {
            german.add(setting.getName() + ".label");
            german.add(setting.getName() + ".help");
        }
        assertThat(InsightsSettingsForm.FORM.german().all().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(german);
        assertThat(InsightsSettingsForm.FORM.german().all().values())
                .noneMatch(text -> text.toString().isBlank());
        assertThat(InsightsSettingsForm.FORM.english().all()).isEmpty();
    }

    @Test
    @DisplayName("A declaration says in English what a setting is, and is no secret; every limit is among them")
    void declarations() {
        assertThat(InsightsSettingsForm.FORM.declarations()).allSatisfy(setting -> {
            assertThat(setting.getLabel()).isNotBlank();
            assertThat(setting.getHelpText()).isNotBlank();
            assertThat(setting.isSecret()).isFalse();
        });
        List<String> keys = InsightsSettingsForm.FORM.declarations().stream()
                .map(ProviderConfigProperty::getName)
                .toList();
        for (InsightSetting setting : InsightSetting.values()) {
            assertThat(keys).contains(setting.key());
        }
    }
}
