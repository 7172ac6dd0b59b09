package dev.holdfast.agent.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The same for an hour; not part of the build, started by name (CONTRIBUTING.md). */
class ParsersLongFuzz {
    @FuzzTest(maxDuration = "1h")
    void parsers(byte[] data) throws Exception {
        ParsersFuzzTest.read(data);
    }
}
