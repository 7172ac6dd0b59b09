package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Machine.Run;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether incoming traffic that nothing allows is turned away, by the rules that the kernel has: those of nftables, of
 * iptables where it keeps its own, else the word of firewalld or ufw. A service that is enabled and has no rules is none.
 */
final class LinuxFirewall implements Collector {
    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.FIREWALL);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(observe(machine));
    }

    private static Observation observe(Machine machine) {
        boolean wants6 = !machine.text("/proc/net/if_inet6").asText().orElse("").isEmpty();
        boolean denied = false;
        if (machine.run("nft", "list", "ruleset") instanceof Run.Ended nft) {
            if (nft.status() == 0) {
                NftRules rules = NftRules.parse(nft.out());
                if (rules.denies4() && (rules.denies6() || !wants6)) {
                    return Observation.flag(Fact.FIREWALL, true, "nftables");
                }
            } else {
                denied = true;
            }
        }
        Optional<Boolean> legacy = iptables(machine, wants6);
        if (legacy.isPresent() && legacy.get()) {
            return Observation.flag(Fact.FIREWALL, true, "iptables");
        }
        if (machine.run("firewall-cmd", "--state") instanceof Run.Ended firewalld
                && firewalld.both().strip().equals("running")) {
            return Observation.flag(Fact.FIREWALL, true, "firewalld");
        }
        if (machine.run("ufw", "status") instanceof Run.Ended ufw && ufw.status() == 0) {
            return Observation.flag(
                    Fact.FIREWALL, ufw.out().toLowerCase(Locale.ROOT).contains("status: active"), "ufw");
        }
        if (denied) {
            return Observation.unknown(Fact.FIREWALL, Reason.NEEDS_ROOT, "nftables");
        }
        if (machine.run("nft", "--version") instanceof Run.Missing && legacy.isEmpty()) {
            return Observation.unknown(Fact.FIREWALL, Reason.TOOL_MISSING, "nftables");
        }
        return Observation.flag(Fact.FIREWALL, false, "nftables");
    }

    /** Nothing where the old tables cannot be asked. */
    private static Optional<Boolean> iptables(Machine machine, boolean wants6) {
        Optional<Boolean> four = input(machine.run("iptables-legacy", "-S", "INPUT"));
        if (four.isEmpty() || !wants6) {
            return four;
        }
        return input(machine.run("ip6tables-legacy", "-S", "INPUT")).map(six -> six && four.get());
    }

    private static Optional<Boolean> input(Run run) {
        return run instanceof Run.Ended ended && ended.status() == 0
                ? Optional.of(ended.out()
                        .lines()
                        .map(String::strip)
                        .anyMatch(line -> line.equals("-P INPUT DROP")
                                || line.matches("-A INPUT -j (DROP|REJECT( --reject-with \\S+)?)")))
                : Optional.empty();
    }
}
