package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Machine.Read;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Secure Boot by the firmware's own variables: on, and not in the mode in which anybody may enrol keys. */
final class LinuxSecureBoot implements Collector {
    private static final String BY = "efivars";
    private static final String VARIABLES = "/sys/firmware/efi/efivars/";
    /** The vendor GUID of the UEFI specification's global variables. */
    private static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";
    /** Four bytes of attributes come before the value. */
    private static final int VALUE = 4;

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.SECURE_BOOT);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(observe(machine));
    }

    private static Observation observe(Machine machine) {
        if (!machine.exists("/sys/firmware/efi")) {
            // Started by a BIOS, which knows no Secure Boot; a container that sees no firmware started nothing itself.
            return machine.exists("/sys/firmware")
                    ? Observation.flag(Fact.SECURE_BOOT, false, "bios")
                    : Observation.unknown(Fact.SECURE_BOOT, Reason.NOT_FOUND, BY);
        }
        Read read = machine.head(VARIABLES + "SecureBoot" + GLOBAL, VALUE + 1);
        if (read instanceof Read.Denied) {
            return Observation.unknown(Fact.SECURE_BOOT, Reason.NEEDS_ROOT, BY);
        }
        OptionalInt on = value(read);
        if (on.isEmpty()) {
            return Observation.unknown(Fact.SECURE_BOOT, Reason.NOT_FOUND, BY);
        }
        OptionalInt setup = value(machine.head(VARIABLES + "SetupMode" + GLOBAL, VALUE + 1));
        return Observation.flag(Fact.SECURE_BOOT, on.getAsInt() == 1 && setup.orElse(0) == 0, BY);
    }

    private static OptionalInt value(Read read) {
        return read instanceof Read.Content content && content.bytes().length == VALUE + 1
                ? OptionalInt.of(content.bytes()[VALUE])
                : OptionalInt.empty();
    }
}
