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
     * @param fill what the registry was filled by
     */
    public static List<ListCall> all(RegistryFill fill) {
        String name = RegistryFill.SOME_NAME;
        String user = "user=" + fill.someUser();
        String pool = "user=" + fill.poolUser();
        String some = fill.device(RegistryFill.SOME_NUMBER);
        return List.of(
                new ListCall("first page of 20", "?max=20"),
                new ListCall("first page of 100", "?max=100"),
                new ListCall("page behind one in the middle", "?max=20&after=" + some),
                new ListCall("page before it", "?max=20&before=" + some),
                new ListCall("last page", "?max=20&end=true"),
                new ListCall("search: a tenth of all", "?search=prag"),
                new ListCall("search: a tenth, in the middle", "?search=prag&after=" + fill.device(RegistryFill.PRAG)),
                new ListCall("search: a tenth, the end", "?search=prag&end=true"),
                new ListCall("search: one name", "?search=" + name),
                new ListCall("search: no such name", "?search=nowhere"),
                new ListCall("search: an id", "?search=" + some),
                new ListCall("status: a hundredth of all", "?status=quarantined"),
                new ListCall("status: its end", "?status=quarantined&end=true"),
                new ListCall("status and search", "?status=quarantined&search=wien"),
                new ListCall("assurance: a tenth of all", "?assurance=attested"),
                new ListCall("assurance: in the middle", "?assurance=attested&after=" + some),
                new ListCall("status and assurance", "?status=active&assurance=hardware&after=" + some),
                new ListCall("status and assurance: none", "?status=revoked&assurance=attested"),
                new ListCall("a user's devices", "?" + user),
                new ListCall("a user with a tenth of all", "?" + pool),
                new ListCall("the same, in the middle", "?" + pool + "&after=" + fill.device(RegistryFill.ROME)),
                new ListCall("the same, of a status: none", "?" + pool + "&status=quarantined"),
                new ListCall("count: all", "/count"),
                new ListCall("count: search, a tenth of all", "/count?search=prag"),
                new ListCall("count: search, one", "/count?search=" + name),
                new ListCall("count: status", "/count?status=quarantined"),
                new ListCall("count: status and assurance", "/count?status=active&assurance=hardware"),
                new ListCall("count: a user's", "/count?" + user),
                new ListCall("count: a user with a tenth of all", "/count?" + pool));
    }
}
