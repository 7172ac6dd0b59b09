package dev.holdfast.device.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.testrealm.Vectors;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([0-9]{3})(?: \\(([0-9]{3})[^|]*)? \\|");

    @Test
    @DisplayName(
            "Section 10: the server's refusals are the codes of the protocol page with their HTTP status, all of them")
    void codesOfThePage() {
        Map<String, Set<Integer>> page = new TreeMap<>();
        Matcher rows = ROW.matcher(section10());
        while (rows.find()) {
            Set<Integer> statuses = new TreeSet<>(Set.of(Integer.valueOf(rows.group(2))));
            if (rows.group(3) != null) {
                statuses.add(Integer.valueOf(rows.group(3)));
            }
            assertThat(page.put(rows.group(1), statuses)).isNull();
        }
        Map<String, Set<Integer>> server = Arrays.stream(Refusal.values())
                .collect(Collectors.groupingBy(
                        Refusal::code,
                        TreeMap::new,
                        Collectors.mapping(Refusal::httpStatus, Collectors.toCollection(TreeSet::new))));

        assertThat(page).hasSizeGreaterThan(20);
        assertThat(server).isEqualTo(page);
    }

    @Test
    @DisplayName("Section 10: the sentence belongs to the code, never to the check that failed")
    void oneSentenceForEachCode() {
        Map<String, Set<String>> sentences = Arrays.stream(Refusal.values())
                .collect(Collectors.groupingBy(
                        Refusal::code, Collectors.mapping(Refusal::description, Collectors.toSet())));

        assertThat(sentences.values()).allMatch(ofOneCode -> ofOneCode.size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Section 10: every refusal is an answer to the sender or a request to repeat, never a server error")
    void exception(Refusal refusal) {
        RefusedException refused = refusal.because("some check");

        assertThat(refused.refusal()).isEqualTo(refusal);
        assertThat(refused.failedCheck()).isEqualTo("some check");
        assertThat(refused.retryAfterSeconds()).isZero();
        assertThat(refusal.description()).doesNotContain("some check").endsWith(".");
        assertThat(refusal.httpStatus())
                .matches(status -> (status >= 400 && status < 500) || refusal == Refusal.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    @DisplayName("Section 7: too many requests always says when to come again")
    void retryAfter() {
        assertThat(RefusedException.tooManyRequests("x", 0).retryAfterSeconds()).isEqualTo(1);
        assertThat(RefusedException.tooManyRequests("x", 42).retryAfterSeconds())
                .isEqualTo(42);
        assertThat(RefusedException.tooManyRequests("x", 42).refusal()).isEqualTo(Refusal.TOO_MANY_REQUESTS);
    }

    private static String section10() {
        String page = Vectors.protocolPage();
        int start = page.indexOf("\n## 10 Errors");
        return page.substring(start, page.indexOf("\n## 11 ", start));
    }
}
