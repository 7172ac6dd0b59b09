package dev.holdfast.setup.keycloak.hardening;

import dev.holdfast.setup.hardening.Change;
import dev.holdfast.setup.hardening.Finding;
import dev.holdfast.setup.hardening.HardeningTexts;
import dev.holdfast.setup.hardening.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reports and changes as JSON. */
final class HardeningAnswer {
    private HardeningAnswer() {}

    static Map<String, Object> of(Report report, HardeningTexts texts) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("profile", report.profile().name());
        answer.put("passed", report.count(Finding.Outcome.PASS));
        answer.put("failed", report.count(Finding.Outcome.FAIL));
        answer.put("notApplicable", report.count(Finding.Outcome.NOT_APPLICABLE));
        answer.put(
                "controls",
                report.findings().stream().map(finding -> of(finding, texts)).toList());
        return answer;
    }

    static List<Map<String, String>> of(List<Change> changes) {
        return changes.stream()
                .map(change -> Map.of(
                        "control", change.control(),
                        "setting", change.setting().key(),
                        "from", change.from(),
                        "to", change.to()))
                .toList();
    }

    private static Map<String, Object> of(Finding finding, HardeningTexts texts) {
        Map<String, Object> control = new LinkedHashMap<>();
        control.put("id", finding.id());
        control.put("title", texts.title(finding));
        control.put("references", finding.standards());
        control.put("measured", texts.measured(finding));
        control.put("wanted", texts.wanted(finding));
        control.put("result", finding.outcome().name().toLowerCase(Locale.ROOT));
        control.put("appliable", finding.applied());
        control.put("mend", texts.mend(finding));
        return control;
    }
}
