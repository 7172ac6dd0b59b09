package dev.holdfast.agent.command;

import dev.holdfast.agent.key.Endorsement;
import dev.holdfast.agent.key.KeyAttester;
import dev.holdfast.agent.tpm.TpmException;
import dev.holdfast.agent.tpm.TpmHealth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a TPM's state means for device login. */
final class TpmFindings {
    private TpmFindings() {}

    static List<Finding> of(TpmHealth health) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("TPM " + health.name()));
        if (health.ownerHasPassword()) {
            findings.add(Finding.broken(
                    "The TPM's owner hierarchy has a password: its keys cannot be used",
                    "Whoever set it can clear it: tpm2_changeauth -c owner -p PASSWORD"));
        }
        if (health.endorsementHasPassword()) {
            findings.add(Finding.note(
                    "The TPM's endorsement hierarchy has a password: a realm cannot verify this TPM",
                    "Whoever set it can clear it: tpm2_changeauth -c endorsement -p PASSWORD"));
        }
        if (health.isLockedOut()) {
            findings.add(Finding.note(
                    "The TPM is locked for PINs after " + health.wrongPins() + " wrong ones; silent sign-in works",
                    "Wait about " + minutes(health) + " for one more try, or an administrator unlocks it:"
                            + " tpm2_dictionarylockout -c"));
        } else {
            findings.add(Finding.ok(pins(health)));
        }
        return findings;
    }

    /** What a realm can verify this TPM by. */
    static Finding of(KeyAttester attester) {
        try {
            Endorsement endorsement = attester.endorsement();
            return Finding.ok("Endorsement key " + endorsement.ekHash()
                    + (endorsement.ekCertificate().isPresent()
                            ? ", with its maker's certificate"
                            : ", without a certificate: a realm verifies it only if it lists this hash"));
        } catch (IOException e) {
            return Finding.note(
                    "A realm cannot verify this TPM. " + e.getMessage(), "Silent sign-in works all the same.");
        }
    }

    static Finding of(TpmException fault) {
        return Finding.broken(
                String.valueOf(fault.getMessage()),
                "Keys in a TPM cannot be moved. If this one stays away, ask for an enrolment token, then:"
                        + " holdfast-agent enrol --new-key");
    }

    /** The lock-out counter in words. */
    static String pins(TpmHealth health) {
        return "Wrong PINs that count: " + health.wrongPins() + ", the TPM locks itself at " + health.maxWrongPins();
    }

    private static String minutes(TpmHealth health) {
        long minutes = (health.forgetsAfter().toSeconds() + 59) / 60;
        return minutes == 1 ? "a minute" : minutes + " minutes";
    }
}
