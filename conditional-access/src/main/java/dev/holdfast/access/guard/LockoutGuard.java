package dev.holdfast.access.guard;

import dev.holdfast.access.decision.Applied;
import dev.holdfast.access.decision.Decision;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.SignalKind;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps admins from locking themselves, or everybody, out (A53). */
public final class LockoutGuard {
    private static final int HOURS_OF_A_WEEK = 168;

    private LockoutGuard() {}

    /** What is to be said of a change. */
    public sealed interface Verdict {}

    /** Nobody is locked out who was not before. */
    public record Harmless() implements Verdict {}

    /** @param policies of the draft that do it; none where its default does */
    public record Refused(Reason reason, List<Applied> policies) implements Verdict {
        public Refused {
            policies = List.copyOf(policies);
        }
    }

    /** Why a change is refused unless it is forced. */
    public enum Reason {
        /** The admin who makes the change could not sign in here and now. */
        DENIES_YOU("This would lock you out: signing in to the admin console, as you are now, would be denied."),
        /** No admin could sign in, whatever their device, address and time. */
        DENIES_EVERY_ADMIN("This would leave nobody who can sign in as an admin of this realm.");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** In English. */
        public String words() {
            return words;
        }
    }

    /**
     * Looks at a change before it is made.
     *
     * @param acting who makes it, with the signals of this very request; absent where it is no person, as with an API key
     * @param admins who can administer the realm, the acting one among them or not
     */
    public static Verdict check(PolicySet current, PolicySet draft, Optional<Admin> acting, Collection<Admin> admins) {
        if (acting.isPresent() && !acting.get().breakGlass()) {
            Signals signals = acting.get().signals();
            Decision decision = draft.decide(signals);
            if (isDenied(decision) && !isDenied(current.decide(signals))) {
                return new Refused(Reason.DENIES_YOU, decision.applied());
            }
        }
        Collection<Admin> all = new ArrayList<>(admins);
        acting.ifPresent(all::add);
        // Who could not sign in before is not locked out by this change.
        if (all.isEmpty()
                || all.stream().anyMatch(admin -> canEnter(draft, admin))
                || all.stream().noneMatch(admin -> canEnter(current, admin))) {
            return new Harmless();
        }
        return new Refused(
                Reason.DENIES_EVERY_ADMIN,
                draft.decide(all.iterator().next().signals()).applied());
    }

    private static boolean isDenied(Decision decision) {
        return decision instanceof Decision.Deny;
    }

    /** Whether there is a device, a factor and an hour by which the admin gets in, wherever they are. */
    private static boolean canEnter(PolicySet policies, Admin admin) {
        if (admin.breakGlass()) {
            return true;
        }
        Set<SignalKind> needs = policies.needs();
        Signals here = admin.signals();
        for (Instant time : times(here.time(), needs.contains(SignalKind.TIME))) {
            for (DeviceSignal device : devices(
                    here.device(), time, needs.contains(SignalKind.DEVICE) || needs.contains(SignalKind.POSTURE))) {
                for (Set<Factor> methods : methods(here.methods(), needs.contains(SignalKind.METHODS))) {
                    if (policies.couldAdmit(elsewhere(here, time, device, methods))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The same person wherever they may be: nothing is known of address, place and risk. */
    private static Signals elsewhere(Signals here, Instant time, DeviceSignal device, Set<Factor> methods) {
        return new Signals(
                here.person(),
                here.type(),
                here.clientId(),
                time,
                Optional.empty(),
                Place.UNKNOWN,
                device,
                methods,
                Optional.empty());
    }

    private static List<Instant> times(Instant now, boolean matter) {
        List<Instant> times = new ArrayList<>(List.of(now));
        for (int hour = 1; matter && hour < HOURS_OF_A_WEEK; hour++) {
            times.add(now.plus(Duration.ofHours(hour)));
        }
        return times;
    }

    /** The one at hand, none, and one that pleases every policy as far as it is not a matter of taste. */
    private static List<DeviceSignal> devices(DeviceSignal here, Instant time, boolean matter) {
        if (!matter) {
            return List.of(here);
        }
        Optional<Boolean> good = Optional.of(true);
        DeviceSignal best = new DeviceSignal.Proven(
                "",
                "attested",
                true,
                good,
                good,
                Optional.of(1),
                Optional.empty(),
                Optional.empty(),
                good,
                Optional.of(time));
        return List.of(here, best, new DeviceSignal.None());
    }

    private static List<Set<Factor>> methods(Set<Factor> here, boolean matter) {
        if (!matter) {
            return List.of(here);
        }
        return List.of(
                here,
                Set.of(),
                Set.of(Factor.PASSWORD),
                Set.of(Factor.DEVICE, Factor.WEBAUTHN, Factor.PUSH, Factor.TOTP),
                Set.of(Factor.PASSWORD, Factor.DEVICE, Factor.WEBAUTHN, Factor.PUSH, Factor.TOTP));
    }
}
