package dev.holdfast.insights.keycloak.rows;

import dev.holdfast.insights.record.PolicyApplied;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies that had a say, in one column: {@code " id|action|mode id|action|mode "}. A few kinds of sign-ins share a text. */
final class Policies {
    private static final int MAX = 1_100;

    private Policies() {}

    /** Null for none; what is too long or has a separator in its id is left out, and stands in the record alone. */
    static @Nullable String text(List<PolicyApplied> policies) {
        StringBuilder text = new StringBuilder(" ");
        for (PolicyApplied policy : policies) {
            String one = policy.id() + "|" + policy.action() + "|" + policy.mode() + " ";
            if (text.length() + one.length() <= MAX && !policy.id().isEmpty() && one.indexOf(' ') == one.length() - 1) {
                text.append(one);
            }
        }
        return text.length() == 1 ? null : text.toString();
    }

    /** What a text has in it where a policy of this id had a say. */
    static String beginning(String id) {
        return " " + id + "|";
    }

    /** Reads what {@link #text} wrote; names are not in it. */
    static List<PolicyApplied> read(String text) {
        List<PolicyApplied> policies = new ArrayList<>();
        for (String one : text.trim().split(" ", -1)) {
            String[] parts = one.split("\\|", 4);
            if (parts.length == 3) {
                policies.add(new PolicyApplied(parts[0], "", parts[1], parts[2]));
            }
        }
        return policies;
    }
}
