package dev.holdfast.access.cookbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of recipes, as its readers see it.
 *
 * @param lists documents of address lists
 */
record Cookbook(List<Row> people, Set<String> clients, List<String> lists, List<Recipe> recipes) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```json( list)?\\n(.*?)^```");
    private static final Pattern TRIED = Pattern.compile("(?m)^\\| `(\\{.*})` \\| ([^|]+) \\|$");
    private static final Pattern CLIENT = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]+ \\|$");
    private static final Pattern PERSON = Pattern.compile("(?m)^\\| `([a-z]+)` \\|([^|]*)\\|([^|]*)\\| (yes|no) \\|$");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** @param policies their documents; @param trials what was asked of them together */
    record Recipe(String title, List<String> policies, List<Trial> trials) {}

    /** @param request a described request; @param decision in the page's words */
    record Trial(String request, String decision) {}

    record Row(String user, Set<String> groups, Set<String> roles, boolean secondFactor) {}

    static Cookbook read() {
        String page = text(Path.of("../docs/policy-cookbook.md"));
        List<String> lists = new ArrayList<>();
        List<Recipe> recipes = new ArrayList<>();
        for (String section : page.split("(?m)^## ", -1)) {
            List<String> policies = new ArrayList<>();
            Matcher blocks = BLOCK.matcher(section);
            while (blocks.find()) {
                (blocks.group(1) == null ? policies : lists).add(blocks.group(2));
            }
            if (!policies.isEmpty()) {
                List<Trial> trials = TRIED.matcher(section)
                        .results()
                        .map(row -> new Trial(row.group(1), row.group(2).strip()))
                        .toList();
                recipes.add(new Recipe(section.lines().findFirst().orElse(""), policies, trials));
            }
        }
        List<Row> people = PERSON.matcher(page)
                .results()
                .map(row -> new Row(
                        row.group(1),
                        withAncestors(quoted(row.group(2))),
                        Set.copyOf(quoted(row.group(3))),
                        row.group(4).equals("yes")))
                .toList();
        Set<String> clients =
                CLIENT.matcher(page).results().map(row -> row.group(1)).collect(Collectors.toUnmodifiableSet());
        return new Cookbook(people, clients, List.copyOf(lists), List.copyOf(recipes));
    }

    /** The policies of another page. */
    static List<String> policiesOf(String page) {
        return BLOCK.matcher(text(Path.of("../docs", page)))
                .results()
                .map(block -> block.group(2))
                .toList();
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    private static Set<String> withAncestors(List<String> paths) {
        Set<String> all = new TreeSet<>();
        for (String path : paths) {
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                all.add(path.substring(0, end));
            }
        }
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Row person(String user) {
        return people.stream()
                .filter(row -> row.user().equals(user))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page does not introduce " + user));
    }

    Stream<String> policies() {
        return recipes.stream().flatMap(recipe -> recipe.policies().stream());
    }
}
