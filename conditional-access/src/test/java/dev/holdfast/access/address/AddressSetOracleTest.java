package dev.holdfast.access.address;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The IPAddress library, of which we know nothing but its answers, as a second opinion. */
class AddressSetOracleTest {
    private static final int LISTS = 400;
    private static final int ADDRESSES = 200;

    private final Random random = new Random(5);

    @Test
    @DisplayName("A list holds the addresses that another implementation says it holds, at the ends of its ranges too")
    void sameMembers() {
        int members = 0;
        for (int list = 0; list < LISTS; list++) {
            List<String> entries = new ArrayList<>();
            List<IPAddress[]> ranges = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                entry(entries, ranges);
            }
            AddressSet set = ((IpList.Read) IpList.parse(entries)).addresses();
            for (int i = 0; i < ADDRESSES; i++) {
                IPAddress address = interesting(ranges);
                boolean expected = ranges.stream().anyMatch(range -> isBetween(range[0], address, range[1]));
                members += expected ? 1 : 0;
                assertThat(set.contains(ours(address)))
                        .as("%s in %s", address, entries)
                        .isEqualTo(expected);
            }
        }
        assertThat(members).as("both answers occur").isBetween(LISTS * ADDRESSES / 10, LISTS * ADDRESSES * 9 / 10);
    }

    @Test
    @DisplayName("An address is read and written as another implementation reads and writes it")
    void sameTexts() {
        for (int i = 0; i < 20_000; i++) {
            IPAddress address = any();
            assertThat(ours(address)).hasToString(address.toCanonicalString());
            assertThat(IpAddress.parse(address.toFullString().replaceAll("\\b0+(?=[0-9])", "")))
                    .contains(ours(address));
        }
    }

    private void entry(List<String> entries, List<IPAddress[]> ranges) {
        IPAddress one = any();
        switch (random.nextInt(3)) {
            case 0 -> {
                entries.add(one.toString());
                ranges.add(new IPAddress[] {one, one});
            }
            case 1 -> {
                int bits = one.getBitCount();
                IPAddress block = one.toPrefixBlock(bits / 4 + random.nextInt(bits - bits / 4 + 1));
                entries.add(block.toCanonicalString());
                ranges.add(new IPAddress[] {
                    block.getLower().withoutPrefixLength(), block.getUpper().withoutPrefixLength()
                });
            }
            default -> {
                IPAddress other = one.increment(random.nextInt(1 << 20));
                entries.add(one + " - " + other);
                ranges.add(new IPAddress[] {one, other});
            }
        }
    }

    private IPAddress interesting(List<IPAddress[]> ranges) {
        IPAddress[] range = ranges.get(random.nextInt(ranges.size()));
        IPAddress end = range[random.nextInt(2)];
        return switch (random.nextInt(4)) {
            case 0 -> end;
            case 1 -> step(end, 1);
            case 2 -> step(end, -1);
            default -> any();
        };
    }

    private static IPAddress step(IPAddress address, int by) {
        return by < 0 && address.isZero() ? address : address.increment(by);
    }

    /** From few networks, so that ranges meet; not of 255.x, so that no step leads out of the family. */
    private IPAddress any() {
        if (random.nextBoolean()) {
            return new IPAddressString(random.nextInt(200) + "." + random.nextInt(3) + "." + random.nextInt(256) + "."
                            + random.nextInt(256))
                    .getAddress();
        }
        return new IPAddressString(String.format(
                        "2001:db%x::%x:%x:%x",
                        random.nextInt(16), random.nextInt(3), random.nextInt(0x10000), random.nextInt(0x10000)))
                .getAddress();
    }

    private static boolean isBetween(IPAddress first, IPAddress address, IPAddress last) {
        return first.getIPVersion() == address.getIPVersion()
                && first.getValue().compareTo(address.getValue()) <= 0
                && address.getValue().compareTo(last.getValue()) <= 0;
    }

    private static IpAddress ours(IPAddress address) {
        return IpAddress.of(address.toInetAddress());
    }
}
