package dev.holdfast.access.guard;

import dev.holdfast.access.decision.Applied;
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
import java.util.function.BiPredicate;

/** Keeps admins from locking themselves, or everybody, out (A53). */
public final class LockoutGuard {
    private static final int HOURS_OF_A_WEEK = 168;

    /** What an admin may bring along the next time, wherever they are. */
    private static final Set<SignalKind> BROUGHT =
            Set.of(SignalKind.DEVICE, SignalKind.POSTURE, SignalKind.METHODS, SignalKind.RISK);

    private static final Set<Factor> ALL_FACTORS =
            Set.of(Factor.PASSWORD, Factor.DEVICE, Factor.WEBAUTHN, Factor.PUSH, Factor.TOTP);

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
        /** The admin who makes the change could not sign in here and now, whatever device and factors they bring. */
        DENIES_YOU("This would lock you out: signing in to the admin console from here and now would be denied."),
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
        if (acting.isPresent()
                && !canEnterHere(draft, acting.get(), acting.get().breakGlassThen())) {
            Admin admin = acting.get();
            if (canEnterHere(current, admin, admin.breakGlassNow())) {
                // What denies the best that they can bring is what they cannot help; the rest they would not meet.
                Signals best = bringing(admin.signals(), best(admin.signals().time()), ALL_FACTORS);
                return new Refused(Reason.DENIES_YOU, draft.decide(best).applied());
            }
        }
        Collection<Admin> all = new ArrayList<>(admins);
        acting.ifPresent(all::add);
        // Who could not sign in before is not locked out by this change.
        if (all.isEmpty()
                || all.stream().anyMatch(admin -> canEnter(draft, admin, admin.breakGlassThen()))
                || all.stream().noneMatch(admin -> canEnter(current, admin, admin.breakGlassNow()))) {
            return new Harmless();
        }
        return new Refused(
                Reason.DENIES_EVERY_ADMIN,
                draft.decide(all.iterator().next().signals()).applied());
    }

    /** Whether there is a device and a factor by which the admin gets in from this address at this hour. */
    private static boolean canEnterHere(PolicySet policies, Admin admin, boolean breakGlass) {
        Signals here = admin.signals();
        return breakGlass
                || anyBrought(
                        policies,
                        here,
                        here.time(),
                        (device, methods) -> policies.couldAdmit(bringing(here, device, methods), BROUGHT));
    }

    /** Whether there is a device, a factor and an hour by which the admin gets in, wherever they are. */
    private static boolean canEnter(PolicySet policies, Admin admin, boolean breakGlass) {
        Signals here = admin.signals();
        return breakGlass
                || times(here.time(), policies.needs().contains(SignalKind.TIME)).stream()
                        .anyMatch(time -> anyBrought(
                                policies,
                                here,
                                time,
                                (device, methods) -> policies.couldAdmit(elsewhere(here, time, device, methods))));
    }

    private static boolean anyBrought(
            PolicySet policies, Signals here, Instant time, BiPredicate<DeviceSignal, Set<Factor>> admits) {
        Set<SignalKind> needs = policies.needs();
        boolean devicesMatter = needs.contains(SignalKind.DEVICE) || needs.contains(SignalKind.POSTURE);
        for (DeviceSignal device : devices(here.device(), time, devicesMatter)) {
            for (Set<Factor> methods : methods(here.methods(), needs.contains(SignalKind.METHODS))) {
                if (admits.test(device, methods)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same request, with another device and other factors; how unusual it will be nobody knows. */
    private static Signals bringing(Signals here, DeviceSignal device, Set<Factor> methods) {
        return new Signals(
                here.person(),
                here.type(),
                here.clientId(),
                here.time(),
                here.address(),
                here.place(),
                device,
                methods,
                Optional.empty());
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
        return List.of(here, best(time), new DeviceSignal.None());
    }

    private static DeviceSignal best(Instant time) {
        Optional<Boolean> good = Optional.of(true);
        return new DeviceSignal.Proven(
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
                ALL_FACTORS);
    }
}
