package dev.holdfast.it;

import dev.holdfast.it.wire.WireRealm;
import java.util.Map;
import java.util.TreeMap;

/** Records that are about as large as one becomes: an administrator changes half of all that there is room for. */
final class LargeRecords {
    /** The name of each. */
    static final String TYPE = "client_scope_update";

    /** Bytes, at least: of what changed, and of what is there now. */
    static final int BYTES = 23_000;

    /** Six of them are what a record keeps of a resource, three before and after what it keeps of a change. */
    private static final int VALUE = 1_900;

    private LargeRecords() {}

    static void make(World world, WireRealm realm, int count) {
        String scopes = world.adminPath(realm) + "/client-scopes";
        String scope = scopes + "/" + world.admin().create(scopes, large("o"));
        for (int i = 0; i < count; i++) {
            world.admin().put(scope, large(i % 2 == 0 ? "m" : "n"));
        }
    }

    private static Map<String, Object> large(String letter) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            attributes.put("change" + i, letter.repeat(VALUE));
            attributes.put("remain" + i, "z".repeat(VALUE));
        }
        return Map.of("name", "large", "protocol", "openid-connect", "attributes", attributes);
    }
}
