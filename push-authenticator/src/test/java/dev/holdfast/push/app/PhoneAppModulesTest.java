package dev.holdfast.push.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.NodeTests;
import dev.holdfast.harness.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shows the results of the phone app's own tests, which node runs, one by one and by name. */
class PhoneAppModulesTest {
    @TestFactory
    @DisplayName("The phone app's modules do what they should")
    Stream<DynamicTest> modules() {
        Requirement node = NodeTests.node();
        assumeTrue(node.isUsable(), node.absence());
        NodeTests run = NodeTests.in(Path.of("src", "test", "phone-app"));
        assertThat(run.results()).as(run.output()).hasSizeGreaterThan(90);
        List<DynamicTest> tests = new ArrayList<>();
        for (NodeTests.Result result : run.results()) {
            tests.add(DynamicTest.dynamicTest(
                    result.name(),
                    () -> assertThat(result.passed())
                            .as("the last of these tests shows what node said")
                            .isTrue()));
        }
        tests.add(DynamicTest.dynamicTest(
                "node found nothing to complain about",
                () -> assertThat(run.status()).as(run.output()).isZero()));
        return tests.stream();
    }
}
