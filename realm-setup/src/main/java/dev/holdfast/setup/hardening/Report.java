package dev.holdfast.setup.hardening;

import java.util.List;

/** What an audit found, one finding for each control of the profile, always in one order. */
public record Report(Profile profile, List<Finding> findings) {
    public Report {
        findings = List.copyOf(findings);
    }

    public long count(Finding.Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }
}
