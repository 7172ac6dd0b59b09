package dev.holdfast.device.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
    private static final AllowedHosts NOBODY = AllowedHosts.read(List.of());

    @ParameterizedTest(name = "A47 {0} is no public address")
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void special(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest(name = "{0} is a public address")
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.128.0.1",
                "193.0.0.1",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void ordinary(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest(name = "A47 {0} is asked by nobody")
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ldap://ca.example.com/cn=crl",
                "ftp://ca.example.com/",
                "gopher://127.0.0.1:70/",
                "http:///crl",
                "http://user@ca.example.com/",
                "http://user:secret@ca.example.com/crl",
                "http://ca.example.com/#fragment",
                "http://ca.example.com:22/",
                "https://ca.example.com:8443/crl",
                "//ca.example.com/crl",
                "ca.example.com",
                "",
                "http://ca example.com/"
            })
    void forbiddenUrls(String url) {
        assertThatThrownBy(() -> Destination.of(url, NOBODY)).isInstanceOf(Destination.ForbiddenException.class);
    }

    @Test
    @DisplayName("A47 one address that is not public among others is enough to refuse, unless the host is listed")
    void mixed() throws Exception {
        List<InetAddress> mixed = List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("169.254.169.254"));
        Destination unlisted = Destination.of("http://ca.example.com/crl", NOBODY);
        unlisted.admit(mixed.subList(0, 1));
        assertThatThrownBy(() -> unlisted.admit(mixed)).isInstanceOf(Destination.ForbiddenException.class);
        assertThatThrownBy(() -> unlisted.admit(List.of())).isInstanceOf(Destination.ForbiddenException.class);

        AllowedHosts listed = AllowedHosts.read(List.of(" CA.example.com:8080 ", "other.example.com", ""));
        Destination.of("http://ca.example.com:8080/crl", listed).admit(mixed);
        assertThatThrownBy(() -> Destination.of("http://ca.example.com:8081/crl", listed))
                .isInstanceOf(Destination.ForbiddenException.class);
        Destination.of("https://OTHER.example.com:9000/", listed).admit(mixed);
    }
}
