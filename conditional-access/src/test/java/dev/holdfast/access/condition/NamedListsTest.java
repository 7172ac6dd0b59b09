package dev.holdfast.access.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NamedListsTest {
    @Test
    @DisplayName("A condition's lists are found however deep they stand")
    void found() {
        Condition office = new Condition.AddressIn(List.of("office", "id-of-vpn"));
        Condition home = new Condition.AddressIn(List.of("home"));

        assertThat(NamedLists.of(new Condition.All(List.of(
                        new Condition.DeviceManaged(true),
                        new Condition.Not(office),
                        new Condition.Any(List.of(home, office))))))
                .containsExactly("home", "id-of-vpn", "office");
        assertThat(NamedLists.of(Condition.ALWAYS)).isEmpty();
    }
}
