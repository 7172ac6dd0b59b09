package dev.holdfast.device.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are of the public Internet, by the registries of special-purpose addresses (RFC 6890): everything else
 * is somebody's own network, the metadata service of a cloud, or this machine.
 */
public final class PublicAddress {
    private static final List<Block> SPECIAL_4 = List.of(
            Block.of(0, 0, 0, 0, 8),
            Block.of(10, 0, 0, 0, 8),
            Block.of(100, 64, 0, 0, 10),
            Block.of(127, 0, 0, 0, 8),
            Block.of(169, 254, 0, 0, 16),
            Block.of(172, 16, 0, 0, 12),
            Block.of(192, 0, 0, 0, 24),
            Block.of(192, 0, 2, 0, 24),
            Block.of(192, 88, 99, 0, 24),
            Block.of(192, 168, 0, 0, 16),
            Block.of(198, 18, 0, 0, 15),
            Block.of(198, 51, 100, 0, 24),
            Block.of(203, 0, 113, 0, 24),
            Block.of(224, 0, 0, 0, 4),
            Block.of(240, 0, 0, 0, 4));

    /** Global unicast is 2000::/3; of it these embed other addresses, or lead nowhere. */
    private static final List<Block> SPECIAL_6 = List.of(
            new Block(new byte[] {0x20, 0x01, 0, 0}, 23),
            new Block(new byte[] {0x20, 0x01, 0x0D, (byte) 0xB8}, 32),
            new Block(new byte[] {0x20, 0x02}, 16),
            new Block(new byte[] {0x3F, (byte) 0xFF, 0}, 20));

    private static final Block GLOBAL_UNICAST = new Block(new byte[] {0x20}, 3);

    private PublicAddress() {}

    public static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return SPECIAL_4.stream().noneMatch(block -> block.holds(bytes));
        }
        return address instanceof Inet6Address
                && GLOBAL_UNICAST.holds(bytes)
                && SPECIAL_6.stream().noneMatch(block -> block.holds(bytes));
    }

    /** A prefix and how many of its bits count. */
    private record Block(byte[] prefix, int bits) {
        static Block of(int a, int b, int c, int d, int bits) {
            return new Block(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, bits);
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((prefix[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
