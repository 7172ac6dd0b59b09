package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        description = "Ends an account at the realm, and deletes its key here.",
        mixinStandardHelpOptions = true)
final class RemoveCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ChosenAccount chosen = new ChosenAccount();

    @Option(
            names = "--forget",
            description = "Delete the key here and ask no realm, for one that is gone or does not know this phone.")
    private boolean forget;

    @Override
    public Integer call() throws Fault, IOException {
        Phone phone = Objects.requireNonNull(parent).phone();
        Account account = chosen.one(phone);
        if (forget) {
            phone.forget(account);
        } else {
            phone.remove(account);
        }
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(Printed.plain(account.name())
                        + (forget ? " is forgotten here. An administrator can remove it there." : " is removed."));
        return 0;
    }
}
