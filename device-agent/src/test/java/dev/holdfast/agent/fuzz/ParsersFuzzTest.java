package dev.holdfast.agent.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;

/**
 * The first byte picks the parser, the rest is for it: one run of the fuzzer looks at all of them, since its start costs
 * more than many readings. Without the fuzzer each file of the corpus is read once.
 */
class ParsersFuzzTest {
    @FuzzTest(maxDuration = "10s")
    @DisplayName("A48 whatever bytes come from browser, realm or TPM, the agent's parsers read them or refuse them")
    void parsers(byte[] data) throws Exception {
        read(data);
    }

    static void read(byte[] data) throws Exception {
        if (data.length > 0) {
            Parser[] parsers = Parser.values();
            parsers[Byte.toUnsignedInt(data[0]) % parsers.length].read(Arrays.copyOfRange(data, 1, data.length));
        }
    }
}
