package dev.holdfast.insights.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;

/** The first byte picks the parser, the rest is for it. Without the fuzzer each file of the corpus is read once. */
class InsightParsersFuzzTest {
    @FuzzTest(maxDuration = "10s")
    @DisplayName("A48 whatever a caller sends as a query, it is read or refused by a declared refusal")
    void parsers(byte[] data) {
        if (data.length > 0) {
            InsightParser[] parsers = InsightParser.values();
            parsers[Byte.toUnsignedInt(data[0]) % parsers.length].read(Arrays.copyOfRange(data, 1, data.length));
        }
    }
}
