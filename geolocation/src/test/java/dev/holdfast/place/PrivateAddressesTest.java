package dev.holdfast.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateAddressesTest {
    private final Places places = Places.withoutDatabase();

    @ParameterizedTest(name = "{0} is of a private network, even without a database")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.0",
                "10.255.255.255",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.0",
                "192.168.255.255",
                "169.254.0.1",
                "169.254.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "::1",
                "fe80::1",
                "febf::1",
                "fc00::",
                "fdff:ffff::1",
                "fec0::1",
                "::ffff:10.1.2.3"
            })
    void isPrivate(String address) throws UnknownHostException {
        assertThat(places.of(InetAddress.getByName(address))).isEqualTo(Place.PRIVATE_NETWORK);
    }

    @ParameterizedTest(name = "{0} is a public address, so without a database its place is unknown")
    @ValueSource(
            strings = {
                "126.255.255.255",
                "128.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "0.0.0.0",
                "::",
                "::2",
                "fbff::1",
                "fe00::1",
                "ff02::1",
                "2001:db8::1",
                "::ffff:203.0.113.1"
            })
    void isPublic(String address) throws UnknownHostException {
        assertThat(places.of(InetAddress.getByName(address))).isEqualTo(Place.UNKNOWN);
    }

    @Test
    @DisplayName("A mapped address is the IPv4 address it stands for, also where Java keeps it as IPv6")
    void mapped() throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        bytes[12] = 100;
        bytes[13] = 64;
        assertThat(places.of(Inet6Address.getByAddress("", bytes, -1))).isEqualTo(Place.PRIVATE_NETWORK);
        bytes[13] = (byte) 128;
        assertThat(places.of(Inet6Address.getByAddress("", bytes, -1))).isEqualTo(Place.UNKNOWN);
        bytes[0] = 0x20;
        bytes[13] = 64;
        assertThat(places.of(Inet6Address.getByAddress("", bytes, -1))).isEqualTo(Place.UNKNOWN);
    }
}
