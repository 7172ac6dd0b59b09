package dev.holdfast.agent.tpm;

import java.util.Locale;

/** A seed of the TPM under which primary keys are made (TPM 2.0 Library, Part 2, section 7.4). */
enum Hierarchy {
    /** Of whoever owns the machine; a clear of the TPM ends its keys. */
    OWNER(0x40000001),
    /** Of the maker, for identity: only a key of it attests with the true clock and reset count. */
    ENDORSEMENT(0x4000000B);

    private final int handle;

    Hierarchy(int handle) {
        this.handle = handle;
    }

    int handle() {
        return handle;
    }

    /** As tpm2-tools call it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
