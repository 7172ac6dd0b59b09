package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An address list as JSON: {@code {"name": "Office", "description": "", "ips": ["192.0.2.0/24"]}}. */
public sealed interface IpListDocument {
    /** As many characters as a document may have. */
    int LONGEST = 20_000_000;

    List<String> MEMBERS = List.of("id", "name", "description", "ips");

    /**
     * @param id empty where the document has none
     * @param entries as they were written, a line each
     * @param ranges what they mean, in their order
     */
    record Read(String id, String name, String description, List<String> entries, List<AddressRange> ranges)
            implements IpListDocument {
        public Read {
            entries = List.copyOf(entries);
            ranges = List.copyOf(ranges);
        }

        public AddressSet addresses() {
            return AddressSet.of(ranges);
        }
    }

    /** @param problems at least one; each entry's at its own line */
    record Refused(List<DocumentProblem> problems) implements IpListDocument {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    static IpListDocument read(String text) {
        Problems problems = new Problems();
        Optional<Read> list = Source.read(text, LONGEST, problems).map(document -> read(document, problems));
        return problems.isEmpty() ? list.orElseThrow() : new Refused(problems.list());
    }

    /** Reads a document whose text is not at hand: lines and columns are those of its indented form. */
    static IpListDocument read(JsonNode document) {
        return read(document.toPrettyString());
    }

    /**
     * The document that is read as this list.
     *
     * @param id empty where it has none
     * @param entries as they were written, comments too
     */
    static ObjectNode write(String id, String name, String description, List<String> entries) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (!id.isEmpty()) {
            object.put("id", id);
        }
        object.put("name", name).put("description", description);
        entries.forEach(object.putArray("ips")::add);
        return object;
    }

    private static Read read(Source document, Problems problems) {
        Fields fields = new Fields(document, problems, MEMBERS);
        List<AddressRange> ranges = new ArrayList<>();
        List<String> entries = fields.required("ips")
                .map(list -> Fields.list(list, 0, IpList.LARGEST, item -> entry(item, ranges, problems), problems))
                .orElse(List.of());
        return new Read(
                fields.word("id", ConditionReader.LONGEST_NAME).orElse(""),
                fields.required("name")
                        .map(name -> Fields.word(name, PolicyReader.LONGEST_NAME, problems))
                        .orElse(""),
                fields.text("description", PolicyReader.LONGEST_TEXT).orElse(""),
                entries,
                ranges);
    }

    private static String entry(Source item, List<AddressRange> ranges, Problems problems) {
        String entry = Fields.text(item, PolicyReader.LONGEST_TEXT, problems);
        if (item.kind() == Source.Kind.STRING) {
            try {
                if (entry.lines().count() > 1) {
                    // A line behind a comment would be an entry of its own to whoever reads the list as text.
                    throw new IllegalArgumentException("one line belongs here");
                }
                IpList.rangeOf(entry).ifPresent(ranges::add);
            } catch (IllegalArgumentException e) {
                problems.add(item, String.valueOf(e.getMessage()));
            }
        }
        return entry;
    }
}
