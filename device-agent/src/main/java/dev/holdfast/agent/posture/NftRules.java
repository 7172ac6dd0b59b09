package dev.holdfast.agent.posture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nft list ruleset} says of incoming traffic that no rule allows: a chain on the input hook turns it away by its
 * policy, or by a rule without a condition. Rules with conditions (a fail2ban, a container's) are no firewall.
 */
record NftRules(boolean denies4, boolean denies6) {
    private static final Pattern TABLE = Pattern.compile("table (\\w+) \\S+ \\{.*");
    private static final Pattern INPUT = Pattern.compile("type filter hook input .*");
    private static final Pattern POLICY = Pattern.compile(".*policy drop;.*");
    private static final Pattern TURNED_AWAY =
            Pattern.compile("(counter( packets \\d+ bytes \\d+)? )?(drop|reject( with .*)?)( comment \".*\")?");

    static NftRules parse(String ruleset) {
        boolean four = false;
        boolean six = false;
        String family = "";
        boolean input = false;
        for (String raw : ruleset.split("\n", -1)) {
            String line = raw.strip();
            Matcher table = TABLE.matcher(line);
            if (table.matches()) {
                family = table.group(1);
            } else if (line.startsWith("chain ") || line.equals("}")) {
                input = false;
            } else if (INPUT.matcher(line).matches()) {
                input = true;
            }
            if (input
                    && (POLICY.matcher(line).matches()
                            || TURNED_AWAY.matcher(line).matches())) {
                four |= family.equals("inet") || family.equals("ip");
                six |= family.equals("inet") || family.equals("ip6");
            }
        }
        return new NftRules(four, six);
    }
}
