package dev.holdfast.access.keycloak.realm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * A realm's IP lists as sets. A list of a hundred thousand blocks is read once and not again with each change of anything
 * else in the realm: what is kept is kept for exactly the text that it was read from, so it can never be out of date.
 */
final class AddressLists {
    private static final long MOST_CHARACTERS = 20_000_000;

    private static final Cache<List<String>, AddressSet> READ = Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .<List<String>, AddressSet>weigher((texts, addresses) ->
                    texts.stream().mapToInt(String::length).sum() + 1)
            .build();

    private AddressLists() {}

    /** By id and by name. */
    static Map<String, AddressSet> of(RealmModel realm) {
        Map<String, AddressSet> lists = new HashMap<>();
        RealmIpListFactory.componentsOf(realm).forEach(model -> {
            AddressSet addresses = of(model);
            lists.put(model.getName(), addresses);
            lists.put(model.getId(), addresses);
        });
        return lists;
    }

    static AddressSet of(ComponentModel model) {
        List<String> texts = List.copyOf(model.getConfig().getOrDefault(RealmIpListFactory.ENTRIES_KEY, List.of()));
        return READ.get(texts, any -> read(model));
    }

    private static AddressSet read(ComponentModel model) {
        IpList list = IpList.parse(RealmIpListFactory.entriesOf(model));
        if (list instanceof IpList.Read read) {
            return read.addresses();
        }
        // Refused before it is written: only who writes into the database itself gets here.
        throw new IllegalStateException("IP list " + model.getName() + " cannot be read");
    }
}
