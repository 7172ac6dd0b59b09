package dev.holdfast.push.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.push.testrealm.PushVectors;
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

class PushRefusalTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\d{3})(?: \\((\\d{3}) .*?\\))? \\|");

    @Test
    @DisplayName("Push §10: the server's refusals are the codes of the page with their HTTP status, all of them")
    void codesOfThePage() {
        Map<String, Set<Integer>> page = new TreeMap<>();
        String text = PushVectors.protocolPage();
        int start = text.indexOf("\n## 10 Errors");
        Matcher rows = ROW.matcher(text.substring(start, text.indexOf("\n## 11 ", start)));
        while (rows.find()) {
            Set<Integer> statuses = new TreeSet<>(Set.of(Integer.valueOf(rows.group(2))));
            if (rows.group(3) != null) {
                statuses.add(Integer.valueOf(rows.group(3)));
            }
            assertThat(page.put(rows.group(1), statuses)).isNull();
        }

        Map<String, Set<Integer>> server = Arrays.stream(PushRefusal.values())
                .collect(Collectors.groupingBy(
                        PushRefusal::code,
                        TreeMap::new,
                        Collectors.mapping(PushRefusal::httpStatus, Collectors.toCollection(TreeSet::new))));

        assertThat(page).hasSizeGreaterThan(10);
        assertThat(server).isEqualTo(page);
    }

    @ParameterizedTest
    @EnumSource(
            value = Refusal.class,
            names = {
                "INVALID_REQUEST",
                "REQUEST_TOO_LARGE",
                "INVALID_NONCE",
                "INVALID_SIGNATURE",
                "TEMPORARILY_UNAVAILABLE"
            })
    @DisplayName("Push §2: what device login's verification refuses has the same code and status in push")
    void shared(Refusal refusal) {
        PushRefusal here = PushRefusal.of(refusal);

        assertThat(here.code()).isEqualTo(refusal.code());
        assertThat(here.httpStatus()).isEqualTo(refusal.httpStatus());
    }
}
