package dev.holdfast.setup.hardening;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sites that a content security policy lets frame a page (W3C CSP Level 3 §6.4.2). Where a policy has them, browsers do not
 * look at X-Frame-Options.
 *
 * @param sources none means no site
 */
record FrameAncestors(List<String> sources) {
    static final String DIRECTIVE = "frame-ancestors";

    private static final Set<String> OWN = Set.of("'self'", "'none'");

    FrameAncestors {
        sources = List.copyOf(sources);
    }

    /** Of several policies, each of which has to agree, the one that lets the fewest. */
    static Optional<FrameAncestors> of(String header) {
        List<FrameAncestors> all = Stream.of(header.split(",", -1))
                .flatMap(policy -> ofPolicy(policy).stream())
                .toList();
        return all.stream()
                .filter(FrameAncestors::areOwn)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** The first directive of a name counts, the others do not. */
    private static Optional<FrameAncestors> ofPolicy(String policy) {
        return Stream.of(policy.split(";", -1))
                .map(directive -> List.of(directive.strip().split("\\s+", -1)))
                .filter(words -> words.get(0).toLowerCase(Locale.ROOT).equals(DIRECTIVE))
                .findFirst()
                .map(words -> new FrameAncestors(words.subList(1, words.size())));
    }

    /** Whether no other site is among them. */
    boolean areOwn() {
        return sources.stream().map(source -> source.toLowerCase(Locale.ROOT)).allMatch(OWN::contains);
    }

    String text() {
        List<String> words = new ArrayList<>(List.of(DIRECTIVE));
        words.addAll(sources);
        return String.join(" ", words);
    }
}
