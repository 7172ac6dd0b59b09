package dev.holdfast.push.testrealm;

import dev.holdfast.push.enrolment.Enrolments;
import dev.holdfast.push.enrolment.OpenEnrolment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Open enrolments with the conditions of the database's updates. */
public final class InMemoryEnrolments implements Enrolments {
    private final Map<UUID, OpenEnrolment> open = new HashMap<>();
    private final Map<String, UUID> keys = new HashMap<>();

    @Override
    public void open(OpenEnrolment enrolment, String keyHash) {
        open.values().removeIf(former -> former.userId().equals(enrolment.userId()));
        open.put(enrolment.id(), enrolment);
        keys.put(keyHash, enrolment.id());
    }

    @Override
    public Optional<OpenEnrolment> withKey(String keyHash) {
        return Optional.ofNullable(keys.get(keyHash)).flatMap(this::find);
    }

    @Override
    public Optional<OpenEnrolment> find(UUID id) {
        return Optional.ofNullable(open.get(id));
    }

    @Override
    public boolean bind(UUID enrolment, UUID phone, String codeHash) {
        return open.computeIfPresent(
                        enrolment,
                        (id, seen) -> seen.phone().isPresent() ? seen : with(seen, phone, codeHash, seen.triesLeft()))
                .phone()
                .filter(phone::equals)
                .isPresent();
    }

    @Override
    public boolean renewCode(UUID enrolment, UUID phone, String codeHash) {
        OpenEnrolment seen = open.get(enrolment);
        if (seen == null || seen.phone().filter(phone::equals).isEmpty()) {
            return false;
        }
        open.put(enrolment, with(seen, phone, codeHash, seen.triesLeft()));
        return true;
    }

    @Override
    public boolean spendTry(OpenEnrolment seen) {
        if (!seen.equals(open.get(seen.id()))) {
            return false;
        }
        open.put(
                seen.id(),
                with(seen, seen.phone().orElseThrow(), seen.codeHash().orElseThrow(), seen.triesLeft() - 1));
        return true;
    }

    @Override
    public void close(UUID enrolment) {
        open.remove(enrolment);
    }

    private static OpenEnrolment with(OpenEnrolment seen, UUID phone, String codeHash, int tries) {
        return new OpenEnrolment(
                seen.id(), seen.userId(), seen.expiresAt(), Optional.of(phone), Optional.of(codeHash), tries);
    }
}
