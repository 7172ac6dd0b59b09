package dev.holdfast.bench.registry;

import java.util.List;

/**
 * One way in which an administrator looks at the registry.
 *
 * @param what for the table
 * @param path below the realm's devices, with a query
 */
public record ListCall(String what, String path) {

    /**
     * The ways that are measured.
     *
     * @param devices how many there are
     * @param user the id of a user with devices
     * @param after the id of some device
     */
    public static List<ListCall> all(int devices, String user, String after) {
        String name = RegistryFill.SOME_NAME;
        return List.of(
                new ListCall("first page of 20", "?first=0&max=20"),
                new ListCall("a page of 100", "?first=0&max=100"),
                new ListCall("page behind another", "?max=20&after=" + after),
                new ListCall("page in the middle", "?max=20&first=" + devices / 2),
                new ListCall("last page", "?max=20&first=" + (devices - 20)),
                new ListCall("search: a tenth of all", "?search=prag"),
                new ListCall("search: a tenth, deep", "?search=prag&first=" + devices / 20),
                new ListCall("search: one name", "?search=" + name),
                new ListCall("search: no such name", "?search=nowhere"),
                new ListCall("status: a hundredth of all", "?status=quarantined"),
                new ListCall("status and search", "?status=quarantined&search=wien"),
                new ListCall("assurance: a tenth of all", "?assurance=attested"),
                new ListCall("status and assurance", "?status=pending&assurance=attested"),
                new ListCall("a user's devices", "?user=" + user),
                new ListCall("count: all", "/count"),
                new ListCall("count: search, a tenth of all", "/count?search=prag"),
                new ListCall("count: status", "/count?status=quarantined"),
                new ListCall("count: a user's", "/count?user=" + user));
    }
}
