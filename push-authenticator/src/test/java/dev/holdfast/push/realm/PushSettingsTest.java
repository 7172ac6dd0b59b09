package dev.holdfast.push.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PushSettingsTest {
    private static PushSettings with(String key, String value) {
        return PushSettings.read(asked -> asked.equals(key) ? List.of(value) : List.of());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Every limit has a default within its bounds, takes its bounds, and refuses what is beyond")
    void bounds(PushSetting setting) {
        assertThat(PushSettings.defaults().number(setting))
                .isEqualTo(setting.defaultValue())
                .isBetween(setting.min(), setting.max());
        assertThat(with(setting.key(), "" + setting.min()).number(setting)).isEqualTo(setting.min());
        assertThat(with(setting.key(), " " + setting.max() + " ").number(setting))
                .isEqualTo(setting.max());
        for (String wrong : List.of("" + (setting.min() - 1), "" + (setting.max() + 1), "many", "1.5")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> with(setting.key(), wrong))
                    .withMessageContaining(setting.label());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "push, maybe",
        "numberMatching, 1",
        "userVerification, sometimes",
        "appAddress, http://app.example.com/",
        "appAddress, https://app.example.com",
        "appAddress, https://app.example.com/?x=/",
        "pushContact, admin@example.com",
        "pushContact, tel:+43",
        "pushHosts, https://push.example.com"
    })
    @DisplayName("What cannot be used is refused with a sentence for the administrator")
    void refused(String key, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(key, value));
    }

    @Test
    @DisplayName("The strict values are the defaults")
    void defaults() {
        PushSettings settings = PushSettings.defaults();

        assertThat(settings.numberMatching()).isTrue();
        assertThat(settings.mails()).isTrue();
        assertThat(settings.number(PushSetting.PHONES_PER_USER)).isEqualTo(1);
        assertThat(settings.number(PushSetting.PER_RESOURCE)).isEqualTo(1);
    }

    @Test
    @DisplayName("Each mistake is said under its own key, and what can be used is no mistake")
    void refusals() {
        Map<String, List<String>> wrong = Map.of(
                "pushRequestLifetime", List.of("29"),
                "pushAlertAddress", List.of("nobody"),
                "pushPerUser", List.of("5"),
                "pushContact", List.of());

        assertThat(PushSettings.refusals(wrong)).containsOnlyKeys("pushRequestLifetime", "pushAlertAddress");
        assertThat(PushSettings.refusals(wrong).get("pushRequestLifetime")).contains("30 to 300");
        assertThat(PushSettings.refusals(Map.of())).isEmpty();
    }
}
