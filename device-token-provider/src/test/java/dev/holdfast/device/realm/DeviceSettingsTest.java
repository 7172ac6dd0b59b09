package dev.holdfast.device.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.device.registry.Assignment;
import dev.holdfast.device.testrealm.InMemoryUsers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSettingsTest {
    private static final Pattern BOUNDS = Pattern.compile("\\(([0-9]+) to ([0-9]+), default ([0-9]+)\\)\\.$");

    @ParameterizedTest
    @EnumSource
    @DisplayName("Every setting takes its bounds and its default, and nothing outside them")
    void bounds(DeviceSetting setting) {
        Matcher bounds = BOUNDS.matcher(setting.help());
        assertThat(bounds.find()).isTrue();
        long min = Long.parseLong(bounds.group(1));
        long max = Long.parseLong(bounds.group(2));

        assertThat(setting.defaultValue()).isBetween(min, max).isEqualTo(Long.parseLong(bounds.group(3)));
        assertThat(setting.read(Long.toString(min))).isEqualTo(min);
        assertThat(setting.read(Long.toString(max))).isEqualTo(max);
        assertThat(setting.read(" " + max + " ")).isEqualTo(max);
        assertRefused(setting, Long.toString(min - 1));
        assertRefused(setting, Long.toString(max + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "12x", "1e3", "60.0", "0x3c", "-60", "９９９９９９", "99999999999999999999", "1 000"})
    @DisplayName("A setting that is no whole number in its bounds is refused with a sentence for the administrator")
    void unknownText(String configured) {
        assertRefused(DeviceSetting.EXCHANGES_PER_MINUTE, configured);
    }

    @Test
    @DisplayName("What is not configured has the defaults that the protocol page names")
    void defaults() {
        DeviceSettings settings = DeviceSettings.read(key -> List.of());

        assertThat(settings).isEqualTo(DeviceSettings.defaults());
        assertThat(settings).isEqualTo(DeviceSettings.read(key -> List.of("  ")));
        assertThat(settings.number(DeviceSetting.NONCE_LIFETIME)).isEqualTo(120);
        assertThat(settings.number(DeviceSetting.CHALLENGE_LIFETIME)).isEqualTo(120);
        assertThat(settings.number(DeviceSetting.DUST_LIFETIME)).isEqualTo(60);
        assertThat(settings.seconds(DeviceSetting.DURT_LIFETIME)).hasDays(14);
        assertThat(settings.seconds(DeviceSetting.DURT_ABSOLUTE_LIFETIME)).hasDays(90);
        assertThat(settings.seconds(DeviceSetting.UNLOCKED_LIFETIME)).hasHours(12);
        assertThat(settings.seconds(DeviceSetting.CERTIFICATE_LIFETIME)).hasDays(30);
        assertThat(settings.number(DeviceSetting.SIGN_IN_AGE)).isEqualTo(300);
    }

    @Test
    @DisplayName("A configured value takes the place of its default, and of no other")
    void configured() {
        DeviceSettings settings = read(Map.of("dustLifetime", "30", "registrationPolicy", "owner"));

        assertThat(settings.number(DeviceSetting.DUST_LIFETIME)).isEqualTo(30);
        assertThat(settings.policy()).isEqualTo(RegistrationPolicy.OWNER);
        for (DeviceSetting other : DeviceSetting.values()) {
            if (other != DeviceSetting.DUST_LIFETIME) {
                assertThat(settings.number(other)).isEqualTo(other.defaultValue());
            }
        }
        assertThatThrownBy(() -> read(Map.of("dustLifetime", "0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(Map.of("registrationPolicy", "everybody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("owner-if-set");
    }

    @Test
    @DisplayName("Each value that cannot be used is refused under its own key, however many there are")
    void refusals() {
        Map<String, List<String>> wrong = Map.of(
                "nonceLifetime", List.of("29"),
                "deviceLogin", List.of("maybe"),
                "dustLifetime", List.of("30"),
                "rollOutGroups", List.of());

        assertThat(DeviceSettings.refusals(wrong)).containsOnlyKeys("nonceLifetime", "deviceLogin");
        assertThat(DeviceSettings.refusals(wrong).get("nonceLifetime")).contains("30 to 600");
        assertThat(DeviceSettings.refusals(Map.of())).isEmpty();
    }

    @Test
    @DisplayName("Each setting has a key of its own")
    void keys() {
        assertThat(Arrays.stream(DeviceSetting.values()).map(DeviceSetting::key))
                .doesNotHaveDuplicates()
                .doesNotContain(RegistrationPolicy.KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER, ada, , true",
        "OWNER, bob, , false",
        "OWNER, , , false",
        "OWNER, , staff, true",
        "OWNER, , guests, false",
        "OWNER_IF_SET, ada, , true",
        "OWNER_IF_SET, bob, , false",
        "OWNER_IF_SET, bob, staff, true",
        "OWNER_IF_SET, , guests, false",
        "OWNER_IF_SET, , , true",
        "ANYBODY, ada, , true",
        "ANYBODY, bob, guests, true",
        "ANYBODY, , , true"
    })
    @DisplayName("A24 whether Ada of the staff may register: every policy with devices of users, groups and nobody")
    void policies(RegistrationPolicy policy, String user, String group, boolean allowed) {
        InMemoryUsers users = new InMemoryUsers();
        String ada = users.add("ada");
        users.join(ada, "staff");
        Assignment assignment = new Assignment(
                user == null ? Set.of() : Set.of("id-" + user), group == null ? Set.of() : Set.of(group));

        assertThat(policy.allows(ada, assignment, users)).isEqualTo(allowed);
        assertThat(RegistrationPolicy.read(policy.value())).isEqualTo(policy);
    }

    private static void assertRefused(DeviceSetting setting, String configured) {
        assertThatThrownBy(() -> setting.read(configured))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting.label());
    }

    private static DeviceSettings read(Map<String, String> configuration) {
        return DeviceSettings.read(key -> configuration.containsKey(key) ? List.of(configuration.get(key)) : List.of());
    }
}
