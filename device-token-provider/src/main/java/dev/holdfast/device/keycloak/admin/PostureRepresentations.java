package dev.holdfast.device.keycloak.admin;

import dev.holdfast.device.posture.CheckResult;
import dev.holdfast.device.posture.Compliance;
import dev.holdfast.device.posture.PostureCheck;
import dev.holdfast.device.posture.PosturePolicy;
import dev.holdfast.device.posture.PostureReport;
import dev.holdfast.device.posture.PostureStanding;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * How many devices pass.
     *
     * @param devices how many there are, silent ones included
     * @param reported the reports of those of which anything is known
     */
    Map<String, Object> summary(long devices, Collection<List<PostureReport>> reported) {
        Map<Compliance, Long> whole = new EnumMap<>(Compliance.class);
        Map<PostureCheck, Map<String, Long>> checks = new EnumMap<>(PostureCheck.class);
        reported.forEach(reports -> count(whole, checks, policy.evaluate(reports, now), 1));
        long silent = Math.max(0, devices - reported.size());
        count(whole, checks, policy.evaluate(List.of(), now), silent);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("required", policy.required());
        shown.put("devices", reported.size() + silent);
        for (Compliance compliance : Compliance.values()) {
            shown.put(compliance.word(), whole.getOrDefault(compliance, 0L));
        }
        shown.put("never_reported", silent);
        shown.put(
                "checks",
                checks.entrySet().stream()
                        .map(entry -> {
                            Map<String, Object> counts = new LinkedHashMap<>();
                            counts.put("check", entry.getKey().word());
                            counts.putAll(entry.getValue());
                            return counts;
                        })
                        .toList());
        return shown;
    }

    private static void count(
            Map<Compliance, Long> whole,
            Map<PostureCheck, Map<String, Long>> checks,
            PostureStanding standing,
            long devices) {
        whole.merge(standing.compliance(), devices, Long::sum);
        for (CheckResult result : standing.checks()) {
            checks.computeIfAbsent(
                            result.check(),
                            check -> new LinkedHashMap<>(Map.of("passed", 0L, "failed", 0L, "unknown", 0L)))
                    .merge(result.word(), devices, Long::sum);
        }
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
