package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "accounts",
        description = "Lists the accounts of this phone, as they were last seen. Asks no server.",
        mixinStandardHelpOptions = true)
final class AccountsCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Account> accounts = Objects.requireNonNull(parent).phone().accounts();
        for (Account account : accounts) {
            out.println(Printed.plain(account.name()));
            out.println("  realm        " + account.issuer());
            out.println("  id           " + account.phone());
            out.println("  state        "
                    + (account.active() ? "active" : "pending: the six digits were not typed on the page yet"));
        }
        if (accounts.isEmpty()) {
            out.println("There is no account on this phone. Next: holdfast-phone enrol --help");
        }
        return 0;
    }
}
