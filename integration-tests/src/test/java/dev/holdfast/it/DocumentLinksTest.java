package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keeps the pages of the project whole: what they link to is there. */
class DocumentLinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern CODE = Pattern.compile("(?ms)^[ \\t]*```.*?^[ \\t]*```|`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|<img [^>]*?src=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+?)\\s*$");

    @Test
    @DisplayName("Every relative link and every anchor of the README and of the pages under docs leads somewhere")
    void links() throws IOException {
        List<String> broken = new ArrayList<>();
        int looked = 0;
        for (Path page : pages()) {
            for (String link : linksOf(page)) {
                looked++;
                if (!leadsSomewhere(page, link)) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }
        assertThat(broken).as("broken links").isEmpty();
        assertThat(looked).isGreaterThan(100);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        int at = link.indexOf('#');
        String file = at < 0 ? link : link.substring(0, at);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!target.startsWith(ROOT) || !Files.exists(target)) {
            return false;
        }
        return at < 0 || anchorsOf(target).contains(link.substring(at + 1));
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("", "docs")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder), folder.isEmpty() ? 1 : Integer.MAX_VALUE)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    /** Links to other hosts are not looked at: the build needs no network. */
    private static List<String> linksOf(Path page) {
        Matcher matcher = LINK.matcher(CODE.matcher(textOf(page)).replaceAll(""));
        List<String> links = new ArrayList<>();
        while (matcher.find()) {
            String link = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            if (!link.matches("[a-z]+:.*")) {
                links.add(link);
            }
        }
        return links;
    }

    /** As GitHub makes them of headings: lower case, punctuation gone, hyphens for spaces, a number for the second of a name. */
    private static Set<String> anchorsOf(Path page) {
        if (!page.toString().endsWith(".md")) {
            return Set.of();
        }
        Set<String> anchors = new TreeSet<>();
        Map<String, Integer> seen = new HashMap<>();
        // Without blocks of code, whose comments look like headings; words in backticks belong to theirs.
        Matcher headings = HEADING.matcher(textOf(page).replaceAll("(?ms)^[ \\t]*```.*?^[ \\t]*```", ""));
        while (headings.find()) {
            String anchor = headings.group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\-_ ]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    private static String textOf(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
