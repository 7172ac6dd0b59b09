package dev.holdfast.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {
    @ParameterizedTest(name = "{0} is read as {1}")
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7",
        "[2001:DB8::7], 2001:db8:0:0:0:0:0:7",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "::ffff:203.0.113.7, 203.0.113.7",
        "::, 0:0:0:0:0:0:0:0"
    })
    void read(String text, String address) {
        assertThat(AddressLiteral.read(text)).map(InetAddress::getHostAddress).hasValue(address);
    }

    @ParameterizedTest(name = "[{0}] is no address")
    @ValueSource(
            strings = {
                "", "localhost", "unknown", "_hidden", "cafe.de", "256.0.0.1", "1.2.3", "1.2.3.4.5", "3405803783",
                        "0x7f.1",
                "203.0.113.7:80", ":", ":::", "1::2::3", "12345::", "2001:db8::g", "[::1", "::1]", "%eth0", "1.2.3.4\n"
            })
    void refused(String text) {
        assertThat(AddressLiteral.read(text)).isEmpty();
    }

    @Test
    @DisplayName("What is no address is at an unknown place")
    void unknown() {
        assertThat(Places.withoutDatabase().of("localhost")).isEqualTo(Place.UNKNOWN);
        assertThat(Places.withoutDatabase().of("127.0.0.1")).isEqualTo(Place.PRIVATE_NETWORK);
    }
}
