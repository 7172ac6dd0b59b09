package dev.holdfast.push.account;

import dev.holdfast.push.refusal.PushRefusal;
import java.util.Optional;

/** The realm's users, as far as push asks. */
public interface Accounts {
    Optional<Account> find(String userId);

    /** @param name the user name that people see */
    record Account(String id, String name, boolean enabled) {}

    /** The account of a user who may sign in now; else {@link PushRefusal#USER_DISABLED}. */
    default Account enabled(String userId) {
        return find(userId)
                .filter(Account::enabled)
                .orElseThrow(() -> PushRefusal.USER_DISABLED.because("user unknown or disabled"));
    }
}
