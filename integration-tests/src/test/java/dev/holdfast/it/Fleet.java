package dev.holdfast.it;

import static dev.holdfast.it.wire.WireRegistration.newRid;

import dev.holdfast.it.wire.Answer;
import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Jws;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WireAgent;
import dev.holdfast.it.wire.WireKey;
import dev.holdfast.it.wire.WireRealm;
import dev.holdfast.it.wire.WireRegistration;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Devices of one user that exchange side by side, each through whichever node comes next, as protocol §7 tells agents. */
final class Fleet {
    /** So many exchanges are under way at once. */
    private static final int HANDS = 16;

    /** No agent asks without end: one that got no answer so often gives up, and the test fails. */
    private static final int TRIES = 100;

    /** Between the tries of an agent that was told to repeat its request, or got no answer. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final List<Member> members;
    private final AtomicInteger rotations = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private final ConcurrentLinkedQueue<Granted> granted = new ConcurrentLinkedQueue<>();

    private Fleet(List<Member> members) {
        this.members = members;
    }

    /**
     * A message that brought a new DURT.
     *
     * @param number counts them over the whole fleet, from 1
     */
    record Granted(int number, String message) {}

    /** One device and what it has got so far. */
    static final class Member {
        private final WireRegistration registration;
        private final List<Long> spendable = new ArrayList<>();
        private String nonce;
        private int repeated;

        private Member(WireRegistration registration, String nonce) {
            this.registration = registration;
            this.nonce = nonce;
        }

        WireRegistration registration() {
            return registration;
        }

        /** The generation of the DURT that it holds. */
        long generation() {
            return Long.parseLong(registration.durt().split("\\.", -1)[2]);
        }

        /** The generations of its DUSTs, in their order. */
        List<Long> spendable() {
            return spendable;
        }

        /** How many of its rotations it learnt of by asking again: their DUST went with the lost answer. */
        int repeated() {
            return repeated;
        }
    }

    /** Enrols devices and registers a user on each. */
    static Fleet enrol(World world, WireRealm realm, String user, int size) {
        String token = world.enrolmentToken(realm, size);
        List<Callable<List<Member>>> jobs = IntStream.range(0, HANDS)
                .<Callable<List<Member>>>mapToObj(hand -> () -> {
                    // One normal sign-in for each hand; the others follow from its session, as a browser's would.
                    Visitor browser = Visitor.withoutExtension(realm);
                    List<Member> made = new ArrayList<>();
                    for (int i = hand; i < size; i += HANDS) {
                        made.add(register(WireAgent.enrol(realm, token), browser, user));
                    }
                    return made;
                })
                .toList();
        return new Fleet(Together.run(jobs).stream().flatMap(List::stream).toList());
    }

    private static Member register(WireAgent agent, Visitor browser, String user) {
        WireAgent.Binding binding = WireAgent.Binding.to(WireKey.es256());
        Tab tab = browser.open(App.AGENT, Map.of("nonce", binding.idTokenNonce()));
        if (!tab.isSignedIn()) {
            tab.password(user, user);
        }
        WireRegistration registration =
                agent.register(binding, tab.tokens().idToken().compact());
        return new Member(registration, agent.realm().nonce());
    }

    List<Member> members() {
        return members;
    }

    /** The messages with these numbers, both included. */
    List<String> granted(int first, int last) {
        return granted.stream()
                .filter(message -> message.number() >= first && message.number() <= last)
                .map(Granted::message)
                .toList();
    }

    /**
     * Lets each device rotate.
     *
     * @param times how often
     * @param nodes asked in turn
     * @param when the number of rotations over the whole fleet that sets off what is to happen meanwhile
     * @param meanwhile happens once, beside the rotations that go on
     * @throws AssertionError if a device is told anything but a new DURT, to repeat its request, or to take another nonce
     */
    void rotate(int times, List<WireRealm> nodes, String challenge, int when, Runnable meanwhile) {
        CountDownLatch reached = new CountDownLatch(1);
        List<Callable<Void>> jobs = new ArrayList<>();
        for (int i = 0; i < HANDS; i++) {
            int hand = i;
            jobs.add(() -> {
                for (int round = 0; round < times; round++) {
                    for (int member = hand; member < members.size(); member += HANDS) {
                        if (rotate(members.get(member), nodes, challenge) == when) {
                            reached.countDown();
                        }
                    }
                }
                return null;
            });
        }
        jobs.add(() -> {
            reached.await();
            meanwhile.run();
            return null;
        });
        Together.run(jobs);
    }

    /** One rotation, with the same {@code rid} until it is answered. Returns its number. */
    private int rotate(Member member, List<WireRealm> nodes, String challenge) throws InterruptedException {
        String rid = newRid();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            WireRealm node = nodes.get(turns.getAndIncrement() % nodes.size());
            String message =
                    member.registration.exchange(challenge, rid, member.nonce).compact();
            Optional<Answer> answer = answered(node, message);
            Optional<String> next = answer.flatMap(any -> any.header("Device-Nonce"));
            if (answer.isPresent() && answer.get().isGranted()) {
                int number = rotations.incrementAndGet();
                granted.add(new Granted(number, message));
                take(member, answer.get());
                member.nonce = next.orElseThrow();
                return number;
            }
            requireRepeatable(answer);
            Thread.sleep(PAUSE.toMillis());
            member.nonce = next.or(() -> nonceOfAny(nodes)).orElse(member.nonce);
        }
        throw new AssertionError("no answer in " + TRIES + " tries to " + member.registration.id());
    }

    private static void take(Member member, Answer answer) {
        member.registration.use(answer.json().path("durt").asText());
        if (answer.json().has("dust")) {
            Jws dust = Jws.parse(answer.json().path("dust").asText());
            member.spendable.add(dust.claims().path("gen").asLong());
        } else {
            member.repeated++;
        }
    }

    private static void requireRepeatable(Optional<Answer> answer) {
        answer.map(Answer::refusal).ifPresent(refusal -> {
            if (!refusal.equals("temporarily_unavailable") && !refusal.equals("invalid_nonce")) {
                throw new AssertionError("a device is told " + answer.get());
            }
        });
    }

    private static Optional<String> nonceOfAny(List<WireRealm> nodes) {
        for (WireRealm node : nodes) {
            try {
                return Optional.of(node.nonce());
            } catch (UncheckedIOException e) {
                // the next one may live
            }
        }
        return Optional.empty();
    }

    private static Optional<Answer> answered(WireRealm node, String message) {
        try {
            return Optional.of(node.sendCompact(node.endpoint("exchange_endpoint"), message));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
