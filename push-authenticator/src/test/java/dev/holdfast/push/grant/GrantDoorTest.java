package dev.holdfast.push.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantDoorTest {
    @ParameterizedTest(name = "{0}, confidential {1}, number matching {2}: open {3}")
    @CsvSource({
        ",            true,  true,  false",
        ",            true,  false, false",
        "show-number, true,  true,  true",
        "show-number, true,  false, true",
        "show-number, false, true,  false",
        "show-number, false, false, false",
        "no-number,   true,  true,  false",
        "no-number,   true,  false, true",
        "no-number,   false, false, false",
        "true,        true,  false, false",
    })
    @DisplayName(
            "A62 P9 a phone is asked for listed confidential clients alone, and only where its number can be shown")
    void matrix(String attribute, boolean confidential, boolean numberMatching, boolean open) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(GrantDoor.ATTRIBUTE, attribute);
        assertThat(GrantDoor.read(attributes::get)
                        .closedBecause(confidential, numberMatching)
                        .isEmpty())
                .isEqualTo(open);
        assertThat(GrantDoor.backchannel(attributes::get).isListed())
                .as("one door opens no other")
                .isFalse();
        GrantDoor backchannel =
                GrantDoor.backchannel(Map.of(GrantDoor.BACKCHANNEL_ATTRIBUTE, attribute == null ? "" : attribute)::get);
        assertThat(backchannel.closedBecause(confidential, numberMatching).isEmpty())
                .isEqualTo(open);
        assertThat(backchannel.isListed()).isEqualTo(attribute != null && attribute.contains("-"));
    }

    @ParameterizedTest
    @CsvSource({
        "07, true, true",
        "7, true, false",
        "123, true, false",
        "1x, true, false",
        ", true, false",
        ", false, true"
    })
    @DisplayName("P9 CIBA: where the realm wants a number typed, a request without two digits asks nobody")
    void shownNumber(@Nullable String number, boolean numberMatching, boolean open) {
        GrantDoor door = GrantDoor.backchannel(Map.of(GrantDoor.BACKCHANNEL_ATTRIBUTE, "show-number")::get);
        assertThat(door.closedBecause(true, numberMatching, Optional.ofNullable(number))
                        .isEmpty())
                .isEqualTo(open);
        assertThat(door.closedBecause(false, numberMatching, Optional.of("07"))).isPresent();
    }

    @Test
    @DisplayName("P9 only a client that says so stands for many machines")
    void shared() {
        assertThat(GrantDoor.read(Map.of(GrantDoor.SHARED_ATTRIBUTE, "true")::get)
                        .shared())
                .isTrue();
        assertThat(GrantDoor.read(Map.of(GrantDoor.SHARED_ATTRIBUTE, "yes")::get)
                        .shared())
                .isFalse();
        assertThat(GrantDoor.read(Map.<String, String>of()::get).shared()).isFalse();
    }
}
