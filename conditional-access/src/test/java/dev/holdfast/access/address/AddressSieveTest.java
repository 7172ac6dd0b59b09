package dev.holdfast.access.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AddressSieveTest {
    private final Random random = new Random(17);

    @Test
    @DisplayName("C9 No list that holds an address is passed over, and most of those that do not hold it are")
    void passesOverNoneThatHolds() {
        long held = 0;
        long others = 0;
        long passed = 0;
        for (int round = 0; round < 60; round++) {
            // From the whole space to a few addresses beside each other; more lists than there are bits, too.
            int crowding = random.nextInt(44);
            List<AddressSet> sets = new ArrayList<>();
            List<IpAddress> asked = new ArrayList<>();
            for (int i = random.nextInt(90); i >= 0; i--) {
                List<AddressRange> ranges = new ArrayList<>();
                for (int j = random.nextInt(40); j > 0; j--) {
                    AddressRange range = range(crowding);
                    ranges.add(range);
                    asked.addAll(List.of(range.first(), range.last(), address(crowding), address(0)));
                }
                sets.add(AddressSet.of(ranges));
            }
            AddressSieve sieve = AddressSieve.of(sets);
            assertThat(sieve.sets()).isEqualTo(sets.size());
            for (IpAddress address : asked) {
                long among = sieve.among(address);
                for (int i = 0; i < sets.size(); i++) {
                    boolean isAmong = AddressSieve.isAmong(among, i);
                    if (sets.get(i).contains(address)) {
                        held++;
                        assertThat(isAmong)
                                .as("%s, crowding %d", address, crowding)
                                .isTrue();
                    } else {
                        others++;
                        passed += isAmong ? 0 : 1;
                    }
                }
            }
        }
        assertThat(held).isGreaterThan(10_000);
        assertThat(passed).as("of %d", others).isGreaterThan(others * 3 / 4);
    }

    @Test
    @DisplayName("C9 A list of every address of a family is asked about each of these, and about none of the other")
    void wholeFamilies() {
        AddressSieve sieve = AddressSieve.of(Stream.of("0.0.0.0/0", "::/0", "192.0.2.7", "2001:db8::/32")
                .map(text -> AddressSet.of(List.of(AddressRange.parse(text))))
                .toList());

        assertThat(among(sieve, "192.0.2.7")).containsExactly(0, 2);
        assertThat(among(sieve, "0.0.0.0")).containsExactly(0);
        assertThat(among(sieve, "255.255.255.255")).containsExactly(0);
        assertThat(among(sieve, "2001:db8:ffff::1")).containsExactly(1, 3);
        assertThat(among(sieve, "::")).containsExactly(1);
        assertThat(among(sieve, "ffff:ffff::")).containsExactly(1);
    }

    @Test
    @DisplayName("C9 Where no list has an address, none is asked")
    void empty() {
        assertThat(AddressSieve.of(List.of()).among(address(0))).isZero();

        AddressSieve sieve = AddressSieve.of(List.of(AddressSet.EMPTY, AddressSet.EMPTY));
        assertThat(among(sieve, "0.0.0.0")).isEmpty();
        assertThat(among(sieve, "::")).isEmpty();
        assertThat(among(sieve, "203.0.113.1")).isEmpty();
    }

    private static List<Integer> among(AddressSieve sieve, String text) {
        long among = sieve.among(IpAddress.parse(text).orElseThrow());
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < sieve.sets(); i++) {
            if (AddressSieve.isAmong(among, i)) {
                found.add(i);
            }
        }
        return found;
    }

    private AddressRange range(int crowding) {
        IpAddress first = address(crowding);
        IpAddress last = first.isIpv4()
                ? new IpAddress(0, Math.min(first.low() + random.nextInt(300), 0xFFFF_FFFF_FFFFL))
                : new IpAddress(first.high() | random.nextInt(3), -1);
        return new AddressRange(first, last);
    }

    /** @param crowding how many of its leading bits are always the same */
    private IpAddress address(int crowding) {
        if (random.nextBoolean()) {
            return new IpAddress(0, 0xFFFF_0000_0000L | (random.nextInt() & 0xFFFF_FFFFL) >>> Math.min(crowding, 24));
        }
        return new IpAddress(0x2001_0000_0000_0000L | random.nextLong() >>> 16 >>> crowding, random.nextLong());
    }
}
