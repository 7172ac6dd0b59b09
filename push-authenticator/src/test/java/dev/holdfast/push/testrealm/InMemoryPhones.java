package dev.holdfast.push.testrealm;

import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.phone.PhoneCredential;
import dev.holdfast.push.phone.Phones;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Phones with the conditions of the database's updates. */
public final class InMemoryPhones implements Phones {
    private final Map<UUID, Phone> phones = new LinkedHashMap<>();

    @Override
    public Optional<Phone> find(UUID id) {
        return Optional.ofNullable(phones.get(id));
    }

    @Override
    public boolean isKeyKnown(Thumbprint key) {
        return phones.values().stream()
                .anyMatch(phone -> phone.key().thumbprint().equals(key));
    }

    @Override
    public List<Phone> activeOf(String userId) {
        return phones.values().stream()
                .filter(phone -> phone.userId().equals(userId) && phone.status() == Phone.Status.ACTIVE)
                .toList();
    }

    @Override
    public void add(Phone phone) {
        phones.put(phone.id(), phone);
    }

    @Override
    public boolean activate(Phone phone, long most) {
        Phone now = phones.get(phone.id());
        if (now.status() != Phone.Status.PENDING || activeOf(phone.userId()).size() >= most) {
            return false;
        }
        put(now, Phone.Status.ACTIVE, now.subscription(), now.credential());
        return true;
    }

    @Override
    public boolean end(UUID phone) {
        Phone now = phones.get(phone);
        if (now == null || now.status() == Phone.Status.ENDED) {
            return false;
        }
        put(now, Phone.Status.ENDED, Optional.empty(), now.credential());
        return true;
    }

    @Override
    public void subscribe(UUID phone, Optional<Subscription> subscription) {
        Phone now = phones.get(phone);
        put(now, now.status(), subscription, now.credential());
    }

    @Override
    public boolean count(UUID phone, long seen, long next) {
        Phone now = phones.get(phone);
        PhoneCredential credential = now.credential().orElseThrow();
        if (credential.counter() != seen) {
            return false;
        }
        put(
                now,
                now.status(),
                now.subscription(),
                Optional.of(new PhoneCredential(credential.id(), credential.attested(), next)));
        return true;
    }

    private void put(
            Phone old, Phone.Status status, Optional<Subscription> subscription, Optional<PhoneCredential> credential) {
        phones.put(
                old.id(),
                new Phone(
                        old.id(),
                        old.userId(),
                        status,
                        old.key(),
                        old.name(),
                        old.platform(),
                        subscription,
                        credential,
                        old.createdAt()));
    }
}
