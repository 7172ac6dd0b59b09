package dev.holdfast.access.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;

/** The first byte picks the parser, the rest is for it. Without the fuzzer each file of the corpus is read once. */
class AccessParsersFuzzTest {
    @FuzzTest(maxDuration = "10s")
    @DisplayName("A48 whatever is sent as a policy or an address list is read, or refused with its place")
    void parsers(byte[] data) {
        if (data.length > 0) {
            AccessParser[] parsers = AccessParser.values();
            parsers[Byte.toUnsignedInt(data[0]) % parsers.length].read(Arrays.copyOfRange(data, 1, data.length));
        }
    }
}
