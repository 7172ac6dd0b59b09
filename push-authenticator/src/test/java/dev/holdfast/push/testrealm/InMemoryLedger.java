package dev.holdfast.push.testrealm;

import dev.holdfast.push.limit.Attempt;
import dev.holdfast.push.limit.Block;
import dev.holdfast.push.limit.Outcome;
import dev.holdfast.push.request.PushLedger;
import dev.holdfast.push.request.PushRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Requests with the conditions of the database's updates. */
public final class InMemoryLedger implements PushLedger {
    private final Map<UUID, PushRequest> requests = new LinkedHashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<UUID> spent = new HashSet<>();

    @Override
    public Standing standing(String userId, Instant now) {
        List<Attempt> sent = requests.values().stream()
                .filter(one -> one.userId().equals(userId))
                .filter(one -> one.outcome() != Outcome.APPROVED)
                .filter(one -> one.askedAt().isAfter(now.minus(Duration.ofDays(1))))
                .map(one -> new Attempt(one.lane(), one.resource(), one.askedAt(), one.expiresAt(), one.outcome()))
                .toList();
        return new Standing(sent, blocks.getOrDefault(userId, Block.none()));
    }

    @Override
    public Standing locked(String userId, Instant now) {
        return standing(userId, now);
    }

    @Override
    public boolean take(String whose, long perMinute, Instant now) {
        String minute = whose + " " + now.getEpochSecond() / 60;
        return counts.merge(minute, 1L, Long::sum) <= perMinute;
    }

    @Override
    public void add(PushRequest request) {
        requests.put(request.id(), request);
    }

    @Override
    public void putBlock(String userId, Block block) {
        blocks.put(userId, block);
    }

    @Override
    public Optional<PushRequest> find(UUID id) {
        return Optional.ofNullable(requests.get(id));
    }

    @Override
    public Optional<PushRequest> withHash(String hash) {
        return requests.values().stream()
                .filter(one -> one.hashText().equals(hash))
                .findFirst();
    }

    @Override
    public List<PushRequest> waiting(String userId, Instant now) {
        return requests.values().stream()
                .filter(one -> one.userId().equals(userId) && one.outcome() == Outcome.WAITING && !one.isOver(now))
                .toList();
    }

    @Override
    public boolean conclude(UUID request, Outcome outcome, UUID phone, Instant now) {
        PushRequest seen = requests.get(request);
        if (seen == null || seen.outcome() != Outcome.WAITING || seen.isOver(now)) {
            return false;
        }
        requests.put(
                request,
                new PushRequest(
                        seen.id(),
                        seen.userId(),
                        seen.lane(),
                        seen.resource(),
                        seen.askedAt(),
                        seen.expiresAt(),
                        seen.compact(),
                        Optional.empty(),
                        outcome));
        return true;
    }

    @Override
    public boolean spendApproval(UUID request) {
        PushRequest seen = requests.get(request);
        return seen != null && seen.outcome() == Outcome.APPROVED && spent.add(request);
    }
}
