package dev.holdfast.push.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.push.testrealm.TestPushRealm;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownBrowsersTest {
    private final TestPushRealm realm = new TestPushRealm();

    private KnownBrowsers browsers() {
        return new KnownBrowsers(realm.realm());
    }

    @Test
    @DisplayName("A59 a browser is known to those who approved in it, for a while, and to nobody else")
    void known() {
        String cookie = browsers().marked("", TestPushRealm.ADA);
        String both = browsers().marked(cookie, "bob-id");

        assertThat(browsers().isKnown(cookie, TestPushRealm.ADA)).isTrue();
        assertThat(browsers().isKnown(cookie, "bob-id")).isFalse();
        assertThat(browsers().isKnown(both, TestPushRealm.ADA)).isTrue();
        assertThat(browsers().isKnown(both, "bob-id")).isTrue();
        realm.pass(Duration.ofDays(90));
        assertThat(browsers().isKnown(both, TestPushRealm.ADA)).isFalse();
    }

    @Test
    @DisplayName("A59 a longer life cannot be written into a mark, and a cookie holds five of them")
    void forged() {
        String cookie = browsers().marked("", TestPushRealm.ADA);
        String[] parts = cookie.split("\\.");
        String longer = (Long.parseLong(parts[0]) + 1) + "." + parts[1] + "." + parts[2];

        assertThat(browsers().isKnown(longer, TestPushRealm.ADA)).isFalse();
        for (int i = 0; i < 9; i++) {
            cookie = browsers().marked(cookie, "user-" + i);
        }
        assertThat(cookie.split("~")).hasSize(5);
        assertThat(browsers().isKnown(cookie, "user-8")).isTrue();
        assertThat(browsers().isKnown(cookie, TestPushRealm.ADA)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "~", "1.2.3", "99999999999999999999.a.b", "x.y.z~1796000000.a.b"})
    @DisplayName("Push §1: any other text is no mark")
    void garbage(String cookie) {
        assertThat(browsers().isKnown(cookie, TestPushRealm.ADA)).isFalse();
    }
}
