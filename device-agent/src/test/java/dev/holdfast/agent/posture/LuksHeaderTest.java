package dev.holdfast.agent.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The headers were made by cryptsetup 2.6.1 (luksFormat on a file). The one without a cipher is the LUKS2 header with
 * another cipher's name and its checksum made anew, as {@code cryptsetup luksDump} reads it.
 */
class LuksHeaderTest {
    private static final String UUID = "1b4e28ba2fa111d2883f0016d3cca42";

    @Test
    @DisplayName("T1 a real LUKS1 and a real LUKS2 header are read: version, id, and that they encrypt")
    void real() {
        for (int version : new int[] {1, 2}) {
            byte[] header = RecordedMachine.resource("luks" + version + ".bin");

            assertThat(LuksHeader.read(header)).contains(new LuksHeader(version, UUID + version, true));
            assertThat(LuksHeader.length(header)).contains(version == 1 ? 4_096 : 16_384);
        }
    }

    @Test
    @DisplayName("T1 a volume that LUKS keeps without a cipher is not encrypted, though it is LUKS")
    void nullCipher() {
        Optional<LuksHeader> header = LuksHeader.read(RecordedMachine.resource("luks0.bin"));

        assertThat(header).isPresent();
        assertThat(header.get().encrypts()).isFalse();
    }

    @Test
    @DisplayName("A48 a header that is torn, changed or too large is none")
    void malformed() {
        byte[] header = RecordedMachine.resource("luks2.bin");
        assertThat(LuksHeader.read(new byte[0])).isEmpty();
        assertThat(LuksHeader.read(new byte[4_096])).isEmpty();
        assertThat(LuksHeader.read(Arrays.copyOf(header, 8_192))).isEmpty();
        // The cipher's name, exchanged by hand: the checksum tells.
        byte[] forged = header.clone();
        int at = indexOf(forged, "aes-xts-plain64");
        forged[at] = 'b';
        assertThat(LuksHeader.read(forged)).isEmpty();
        byte[] large = header.clone();
        large[11] = 1;
        assertThat(LuksHeader.length(large)).isEmpty();
        byte[] third = header.clone();
        third[7] = 3;
        assertThat(LuksHeader.read(third)).isEmpty();
    }

    private static int indexOf(byte[] bytes, String word) {
        return IntStream.range(0, bytes.length - word.length())
                .filter(i ->
                        new String(bytes, i, word.length(), java.nio.charset.StandardCharsets.US_ASCII).equals(word))
                .findFirst()
                .orElseThrow();
    }
}
