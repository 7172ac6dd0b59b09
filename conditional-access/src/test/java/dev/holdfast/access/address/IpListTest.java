package dev.holdfast.access.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpListTest {
    @Test
    @DisplayName("A list holds addresses, blocks and ranges of both families, comments and blank lines")
    void reads() {
        AddressSet set = read("""
                # Head office
                192.0.2.7
                198.51.100.0/24   # the branch

                203.0.113.10 - 203.0.113.12
                2001:db8::/32
                fd00::1-fd00::ff
                """);

        assertThat(List.of(
                        "192.0.2.7",
                        "198.51.100.0",
                        "198.51.100.255",
                        "203.0.113.10",
                        "203.0.113.12",
                        "2001:db8::",
                        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                        "fd00::1",
                        "fd00::ff",
                        "::ffff:192.0.2.7"))
                .allMatch(address -> set.contains(address(address)));
        assertThat(List.of(
                        "192.0.2.6",
                        "192.0.2.8",
                        "198.51.99.255",
                        "198.51.101.0",
                        "203.0.113.9",
                        "203.0.113.13",
                        "2001:db7:ffff::",
                        "2001:db9::",
                        "fd00::",
                        "fd00::100",
                        "::192.0.2.7"))
                .noneMatch(address -> set.contains(address(address)));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("A bad entry refuses the list, with its line and what is wrong with it")
    @CsvSource(
            delimiter = '|',
            value = {
                "office                    | an address (192.0.2.1",
                "10.0.0.1/8                | the block is 10.0.0.0/8, the address 10.0.0.1",
                "2001:db8::1/32            | the block is 2001:db8::/32, the address 2001:db8::1",
                "10.0.0.0/33               | from 0 to 32",
                "10.0.0.0/08               | from 0 to 32",
                "10.0.0.0/                 | from 0 to 32",
                "10.0.0.0/-1               | from 0 to 32",
                "2001:db8::/129            | from 0 to 128",
                "10.0.0.0/255.0.0.0        | from 0 to 32",
                "10.0.0.9-10.0.0.1         | begins with its lower address",
                "10.0.0.1-fd00::1          | both ends of a range are IPv4, or both are IPv6",
                "10.0.0.1-                 | an address (192.0.2.1",
                "10.0.0.1-10.0.0.2-10.0.0.3| an address (192.0.2.1",
                "10.0.0.1 10.0.0.2         | an address (192.0.2.1",
                "10.0.0.1,10.0.0.2         | an address (192.0.2.1"
            })
    void refuses(String entry, String reason) {
        IpList parsed = IpList.parse("192.0.2.1\n\n" + entry + "\n192.0.2.2");

        assertThat(((IpList.Refused) parsed).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.entry()).isEqualTo(entry);
            assertThat(problem.message()).contains(reason);
            assertThat(problem).hasToString("line 3: \"" + entry + "\": " + problem.message());
        });
    }

    @Test
    @DisplayName("Every bad entry is named, up to a bound, and none at length")
    void namesAll() {
        IpList.Refused refused = (IpList.Refused) IpList.parse(Collections.nCopies(500, "x".repeat(5_000)));

        assertThat(refused.problems()).hasSize(IpList.MOST_PROBLEMS);
        assertThat(refused.problems()).extracting(AddressProblem::line).startsWith(1, 2, 3);
        assertThat(refused.problems()).allMatch(problem -> problem.entry().length() < 70);
    }

    @Test
    @DisplayName("A list has at most so many entries")
    void bounded() {
        assertThat(IpList.parse(Collections.nCopies(IpList.LARGEST, "192.0.2.1")))
                .isInstanceOf(IpList.Read.class);
        assertThat(((IpList.Refused) IpList.parse(Collections.nCopies(IpList.LARGEST + 1, "192.0.2.1"))).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(IpList.LARGEST + 1));
    }

    @Test
    @DisplayName("All of IPv6 holds no address of IPv4, and the other way round")
    void familiesApart() {
        assertThat(read("::/0").contains(address("::1"))).isTrue();
        assertThat(read("::/0").contains(address("192.0.2.1"))).isFalse();
        assertThat(read("0.0.0.0/0").contains(address("192.0.2.1"))).isTrue();
        assertThat(read("0.0.0.0/0").contains(address("::192.0.2.1"))).isFalse();
        assertThat(read("::ffff:0:0/96").contains(address("255.255.255.255"))).isTrue();
    }

    @Test
    @DisplayName("Ranges that overlap or lie within each other become one")
    void merged() {
        AddressSet set = read("10.0.0.0/8\n10.1.0.0/16\n10.255.255.255-11.0.0.3\n9.0.0.0-10.0.0.0\n::1\n::1");

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.contains(address("11.0.0.3"))).isTrue();
        assertThat(set.contains(address("11.0.0.4"))).isFalse();
        assertThat(AddressSet.EMPTY.contains(address("11.0.0.3"))).isFalse();
        assertThat(AddressSet.EMPTY.contains(address("::1"))).isFalse();
    }

    private static AddressSet read(String text) {
        return ((IpList.Read) IpList.parse(text)).addresses();
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
