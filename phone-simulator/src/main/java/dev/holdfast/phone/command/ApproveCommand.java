package dev.holdfast.phone.command;

import dev.holdfast.phone.message.Decision;
import dev.holdfast.phone.message.SignedRequest;
import dev.holdfast.phone.realm.Fault;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "approve",
        description = "Approves the request that waits. There is one try: a wrong number ends the sign-in.",
        mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{2}");

    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ChosenRequest chosen = new ChosenRequest();

    @Option(
            names = "--number",
            paramLabel = "NN",
            description = "The two digits that the sign-in page shows, 07 included.")
    private @Nullable String number;

    @Override
    public Integer call() throws Fault, IOException, InterruptedException {
        if (number != null && !NUMBER.matcher(number).matches()) {
            throw usage("--number takes the two digits that the sign-in page shows, like 07.");
        }
        return chosen.answer(
                Objects.requireNonNull(parent).phone(),
                this::decision,
                Objects.requireNonNull(spec).commandLine());
    }

    private Decision decision(SignedRequest request) {
        if (request.numberMatching() && number == null) {
            throw usage("This request wants the two digits that the sign-in page shows: add --number NN.");
        }
        return new Decision.Approve(request.numberMatching() ? Optional.ofNullable(number) : Optional.empty());
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
