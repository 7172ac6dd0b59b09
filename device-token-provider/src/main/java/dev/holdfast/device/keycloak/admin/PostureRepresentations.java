package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.posture.CheckResult;
import dev.holdfast.device.posture.Compliance;
import dev.holdfast.device.posture.PostureCheck;
import dev.holdfast.device.posture.PostureCounts;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureStanding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What administrators see of devices' conditions. */
final class PostureRepresentations {
    private final PosturePolicy policy;
    private final Instant now;

    PostureRepresentations(PosturePolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /** One device: what its condition is, why, and who said what and when. */
    Map<String, Object> device(List<PostureReport> reports) {
        PostureStanding standing = policy.evaluate(reports, now);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("compliance", standing.compliance().word());
        shown.put("required", policy.required());
        shown.put(
                "checks",
                standing.checks().stream().map(PostureRepresentations::check).toList());
        shown.put("sources", reports.stream().map(this::source).toList());
        return shown;
    }

    /** How many devices pass, and when that was counted. */
    Map<String, Object> summary(PostureCounts counts) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("required", policy.required());
        shown.put("counted_at", counts.at().getEpochSecond());
        shown.put("devices", counts.devices());
        for (Compliance compliance : Compliance.values()) {
            shown.put(compliance.word(), counts.whole().getOrDefault(compliance, 0L));
        }
        shown.put("never_reported", counts.silent());
        shown.put(
                "checks",
                new TreeMap<>(counts.checks())
                        .entrySet().stream()
                                .map(check -> results(check.getKey(), check.getValue()))
                                .toList());
        return shown;
    }

    private static Map<String, Object> results(PostureCheck check, Map<Compliance, Long> counts) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("check", check.word());
        for (Compliance result : Compliance.values()) {
            shown.put(CheckResult.word(result), counts.getOrDefault(result, 0L));
        }
        return shown;
    }

    private static Map<String, Object> check(CheckResult result) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("check", result.check().word());
        shown.put("result", result.word());
        result.reason().ifPresent(reason -> shown.put("reason", reason));
        result.source().ifPresent(source -> shown.put("source", source.name()));
        result.receivedAt().ifPresent(at -> shown.put("received_at", at.getEpochSecond()));
        return shown;
    }

    private Map<String, Object> source(PostureReport report) {
        Instant validUntil = policy.validUntil(report);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("source", report.source().name());
        shown.put("decides", policy.decides(report.source()));
        shown.put("measured_at", report.measuredAt().getEpochSecond());
        shown.put("received_at", report.receivedAt().getEpochSecond());
        shown.put("valid_until", validUntil.getEpochSecond());
        shown.put("stale", !now.isBefore(validUntil));
        shown.put("facts", report.facts().shown());
        return shown;
    }
}
