package dev.holdfast.agent.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = "Says what is wrong and how to mend it. Exit code 1 if something is broken.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        HoldfastAgent root = Objects.requireNonNull(parent);
        List<Finding> findings = new Examination(
                        root.stateFolder(), System.getenv(), root.pinentry().orElse(null))
                .findings();
        for (Finding finding : findings) {
            out.printf("%-7s %s%n", finding.level().name().toLowerCase(Locale.ROOT), finding.what());
            if (!finding.mend().isEmpty()) {
                out.printf("        → %s%n", finding.mend());
            }
        }
        boolean broken = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BROKEN);
        out.println(broken ? "Something is broken." : "Nothing is broken.");
        return broken ? HoldfastAgent.FAILED : 0;
    }
}
