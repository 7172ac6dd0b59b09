package dev.holdfast.agent.tpm;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of whatever a TPM answers, or what takes its place. */
public final class TpmForms {
    private TpmForms() {}

    /** Asks a TPM that answers everything alike. */
    public static void answers(byte[] always) throws TpmException {
        Question[] questions = {
            tpm -> tpm.readPublic(0x81010001),
            tpm -> tpm.nvRead(0x01C00002),
            tpm -> tpm.startPolicySession(new byte[32]).close(),
            tpm -> tpm.createPrimary(Hierarchy.ENDORSEMENT, KeyTemplate.signing())
                    .close(),
        };
        TpmException last = null;
        for (Question question : questions) {
            try {
                question.ask(new TpmCommands(new TpmConnection(new Parrot(always), pause -> {})));
            } catch (TpmException e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
    }

    public static void publicArea(byte[] area) throws TpmException {
        SigningPublic key = SigningPublic.of(area);
        assertThat(key.area()).isEqualTo(area);
        assertThat(SigningPublic.of(key.area()).jwk().thumbprint())
                .isEqualTo(key.jwk().thumbprint());
    }

    public static void endorsementKey(byte[] area) throws TpmException {
        assertThat(EndorsementHash.of(area)).matches("[0-9a-f]{64}");
    }

    private interface Question {
        void ask(TpmCommands tpm) throws TpmException;
    }

    private record Parrot(byte[] always) implements TpmTransport {
        @Override
        public byte[] exchange(byte[] command) {
            return always;
        }

        @Override
        public boolean isExclusive() {
            return false;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
