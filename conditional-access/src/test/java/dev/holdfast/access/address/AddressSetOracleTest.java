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
    @DisplayName("A large list holds what a look at each of its ranges says, however its ranges crowd together")
    void largeLists() {
        for (int list = 0; list < 40; list++) {
            List<AddressRange> ranges = new ArrayList<>();
            List<IpAddress> asked = new ArrayList<>();
            // From the whole space to a few addresses beside each other.
            int crowding = random.nextInt(48);
            for (int i = 1 + random.nextInt(3_000); i > 0; i--) {
                IpAddress first = crowded(crowding, random.nextBoolean());
                IpAddress last = first.isIpv4()
                        ? new IpAddress(0, Math.min(first.low() + random.nextInt(300), 0xFFFF_FFFF_FFFFL))
                        : new IpAddress(first.high() | random.nextInt(3), first.low());
                ranges.add(new AddressRange(first, last));
                asked.addAll(List.of(
                        first,
                        last,
                        crowded(crowding, first.isIpv4()),
                        crowded(0, first.isIpv4()),
                        new IpAddress(
                                first.high(),
                                first.isIpv4() ? Math.max(first.low() - 1, 0xFFFF_0000_0000L) : first.low() - 1),
                        new IpAddress(
                                last.high(),
                                first.isIpv4() ? Math.min(last.low() + 1, 0xFFFF_FFFF_FFFFL) : last.low() + 1)));
            }
            AddressSet set = AddressSet.of(ranges);
            for (int i = 0; i < 300; i++) {
                IpAddress address = asked.get(random.nextInt(asked.size()));
                assertThat(set.contains(address))
                        .as("%s, crowding %d", address, crowding)
                        .isEqualTo(ranges.stream()
                                .anyMatch(range -> range.first().isIpv4() == address.isIpv4()
                                        && range.first().compareTo(address) <= 0
                                        && address.compareTo(range.last()) <= 0));
            }
        }
    }

    /** @param crowding how many of its leading bits all such addresses share */
    private IpAddress crowded(int crowding, boolean ipv4) {
        if (ipv4) {
            long bits = random.nextInt() & 0xFFFF_FFFFL;
            int shared = Math.min(crowding, 24);
            return new IpAddress(0, 0xFFFF_0000_0000L | (shared == 0 ? bits : 0xC000_0000L | bits >>> shared));
        }
        long bits = random.nextLong();
        return new IpAddress(crowding == 0 ? bits : 0x2000_0000_0000_0000L | bits >>> crowding, random.nextLong());
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
