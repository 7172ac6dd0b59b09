package dev.holdfast.phone.command;

import dev.holdfast.phone.message.Decision;
import dev.holdfast.phone.realm.Fault;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description =
                "Says of the request that waits: this wasn't me. Nobody gets in, and unknown browsers cannot ask for a while.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ChosenRequest chosen = new ChosenRequest();

    @Override
    public Integer call() throws Fault, IOException, InterruptedException {
        return chosen.answer(
                Objects.requireNonNull(parent).phone(),
                request -> new Decision.Report(),
                Objects.requireNonNull(spec).commandLine());
    }
}
