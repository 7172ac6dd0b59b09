package dev.holdfast.device.realm;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Users;
import java.util.Set;

/**
 * For whom device login is on. Off, it refuses enrolment, registration and exchange, and leaves every other sign-in as it
 * is; keys and registrations stay, and serve again when it is on again.
 *
 * @param on for the realm at all
 * @param groups paths of the groups whose members have it, sub-groups included; none means everybody
 */
public record RollOut(boolean on, Set<String> groups) {
    public static final String ON_KEY = "deviceLogin";
    public static final String GROUPS_KEY = "rollOutGroups";

    public RollOut {
        groups = Set.copyOf(groups);
    }

    public static RollOut toEverybody() {
        return new RollOut(true, Set.of());
    }

    public boolean includes(String userId, Users directory) {
        return on && (groups.isEmpty() || directory.isMemberOfAny(userId, groups));
    }

    /**
     * The account of a user who may use device login now.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#USER_DISABLED} or
     *     {@link Refusal#FEATURE_DISABLED}
     */
    public Users.Account account(String userId, Users directory) {
        Users.Account account = directory
                .find(userId)
                .filter(Users.Account::enabled)
                .orElseThrow(() -> Refusal.USER_DISABLED.because("user unknown or disabled"));
        if (!includes(userId, directory)) {
            throw Refusal.FEATURE_DISABLED.because("device login is not rolled out to this user");
        }
        return account;
    }
}
