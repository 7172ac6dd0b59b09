package dev.holdfast.access.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of addresses, blocks and ranges as people write it: one entry a line, blank lines and what follows a {@code #} left
 * out. One bad entry refuses the list, since a list without it would mean something else.
 */
public sealed interface IpList {
    /** As many entries as a list may have. */
    int LARGEST = 250_000;

    /** As long as a line may be without its comment. */
    int LONGEST_LINE = 200;

    /** As many problems as are named. */
    int MOST_PROBLEMS = 100;

    /** Every entry was read. */
    record Read(List<AddressRange> ranges) implements IpList {
        public Read {
            ranges = List.copyOf(ranges);
        }

        public AddressSet addresses() {
            return AddressSet.of(ranges);
        }
    }

    /** @param problems in the order of their lines, at most {@value #MOST_PROBLEMS} */
    record Refused(List<AddressProblem> problems) implements IpList {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    static IpList parse(String text) {
        return parse(text.lines().toList());
    }

    /** @param lines the first one is line 1; each may hold a comment and may be blank */
    static IpList parse(List<String> lines) {
        List<AddressRange> ranges = new ArrayList<>();
        List<AddressProblem> problems = new ArrayList<>();
        for (int i = 0; i < lines.size() && problems.size() < MOST_PROBLEMS; i++) {
            String line = lines.get(i);
            if (ranges.size() == LARGEST && !entryOf(line).isEmpty()) {
                problems.add(problem(i, line, "a list has at most " + LARGEST + " entries"));
                break;
            }
            try {
                rangeOf(line).ifPresent(ranges::add);
            } catch (IllegalArgumentException e) {
                problems.add(problem(i, line, String.valueOf(e.getMessage())));
            }
        }
        return problems.isEmpty() ? new Read(ranges) : new Refused(problems);
    }

    /**
     * What one line means; nothing where it is blank or a comment.
     *
     * @throws IllegalArgumentException with a sentence for its author
     */
    static Optional<AddressRange> rangeOf(String line) {
        String entry = entryOf(line);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.length() > LONGEST_LINE) {
            throw new IllegalArgumentException("longer than any address, block or range");
        }
        return Optional.of(AddressRange.parse(entry));
    }

    private static String entryOf(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    private static AddressProblem problem(int index, String line, String message) {
        String entry = entryOf(line);
        String shown = entry.length() > 60 ? entry.substring(0, 60) + "…" : entry;
        return new AddressProblem(index + 1, shown, message);
    }
}
