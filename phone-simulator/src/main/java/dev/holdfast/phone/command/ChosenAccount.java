package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of several accounts is meant. */
final class ChosenAccount {
    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "Which account, where there are several: the user's name, or the id that accounts prints.")
    private @Nullable String wanted;

    /** Those that may be meant, at least one. */
    List<Account> among(Phone phone) throws IOException {
        List<Account> all = phone.accounts();
        if (all.isEmpty()) {
            throw new IOException("There is no account on this phone. Next: holdfast-phone enrol --help");
        }
        List<Account> meant = all.stream()
                .filter(account -> wanted == null
                        || account.user().equals(wanted)
                        || account.phone().equals(wanted))
                .toList();
        if (meant.isEmpty()) {
            throw new IOException("There is no account " + wanted + ", but: " + names(all));
        }
        return meant;
    }

    /** The one that is meant. */
    Account one(Phone phone) throws IOException {
        List<Account> meant = among(phone);
        if (meant.size() > 1) {
            throw new IOException("Several accounts may be meant, say --account with an id: " + names(meant));
        }
        return meant.get(0);
    }

    private static String names(List<Account> accounts) {
        return accounts.stream()
                .map(account -> Printed.plain(account.name()) + " (" + account.phone() + ")")
                .collect(Collectors.joining(", "));
    }
}
