package dev.holdfast.access.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("RFC 4291 §2.2, RFC 5952 §4: an address is read in every form, and written in one")
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "192.0.2.255, 192.0.2.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8::A, 2001:db8::a",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "fe80:0:0:0:0:0:0:0, fe80::"
    })
    void reads(String text, String canonical) throws Exception {
        IpAddress address = IpAddress.parse(text).orElseThrow();

        assertThat(address).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).contains(address);
        // A literal asks no name server.
        assertThat(IpAddress.of(InetAddress.getByName(text))).isEqualTo(address);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @DisplayName("What is no address is none: octal looking numbers, zones, names, missing and superfluous parts")
    @ValueSource(
            strings = {
                "",
                " ",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "1.2.3.04",
                "01.2.3.4",
                "00.0.0.0",
                "1.2.3.4 ",
                "0x1.2.3.4",
                "１.2.3.4",
                "example.com",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7:1.2.3.4",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3",
                "::1.2.3.256",
                "::-1",
                "::１"
            })
    void refuses(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }
}
