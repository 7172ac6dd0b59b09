package dev.holdfast.access.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.address.AddressProblem;
import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.address.IpList;
import dev.holdfast.access.document.ConditionDocument;
import dev.holdfast.access.document.DocumentProblem;
import dev.holdfast.access.document.IpListDocument;
import dev.holdfast.access.document.PolicyDocument;
import dev.holdfast.access.evaluation.PolicySet;
import dev.holdfast.access.key.ApiKey;
import dev.holdfast.access.listing.ListQuery;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Obligations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything of conditional access that reads an author's text. What is read is written back the same, and compiles. */
enum AccessParser {
    POLICY(text -> {
        PolicyDocument document = PolicyDocument.read(text);
        if (document instanceof PolicyDocument.Read read) {
            assertThat(PolicyDocument.read(PolicyDocument.write(read.policy()))).isEqualTo(read);
            assertThat(PolicySet.compile(List.of(read.policy()), Map.of(), new Effect.Allow(Obligations.NONE))
                            .policies())
                    .hasSize(1);
        } else {
            placed(((PolicyDocument.Refused) document).problems());
        }
    }),
    CONDITION(text -> {
        ConditionDocument document = ConditionDocument.read(text);
        if (document instanceof ConditionDocument.Read read) {
            assertThat(ConditionDocument.read(
                            ConditionDocument.write(read.condition()).toString()))
                    .isEqualTo(read);
        } else {
            placed(((ConditionDocument.Refused) document).problems());
        }
    }),
    IP_LIST(text -> {
        IpList list = IpList.parse(text);
        if (list instanceof IpList.Read read) {
            AddressSet addresses = read.addresses();
            for (AddressRange range : read.ranges()) {
                assertThat(addresses.contains(range.first())).isTrue();
                assertThat(addresses.contains(range.last())).isTrue();
                assertThat(AddressRange.parse(range.toString())).isEqualTo(range);
            }
        } else {
            assertThat(((IpList.Refused) list).problems())
                    .isNotEmpty()
                    .extracting(AddressProblem::message)
                    .allMatch(message -> !message.isBlank());
        }
    }),
    IP_LIST_DOCUMENT(text -> {
        IpListDocument document = IpListDocument.read(text);
        if (document instanceof IpListDocument.Read read) {
            assertThat(IpListDocument.read(
                            IpListDocument.write(read.id(), read.name(), read.description(), read.entries())))
                    .isEqualTo(read);
        } else {
            placed(((IpListDocument.Refused) document).problems());
        }
    }),
    ADDRESS(text -> IpAddress.parse(text)
            .ifPresent(
                    address -> assertThat(IpAddress.parse(address.toString())).contains(address))),
    /** Lines: limit, skip, sort, and a filter each. */
    LIST_QUERY(text -> {
        List<String> lines = text.lines().toList();
        ListQuery query;
        try {
            query = ListQuery.read(line(lines, 0), line(lines, 1), List.of(line(lines, 2)), rest(lines));
        } catch (IllegalArgumentException e) {
            assertThat(e)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .message()
                    .isNotBlank();
            return;
        }
        List<JsonNode> entries = entries();
        ListQuery.Page page = query.of(entries);
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
        assertThat(page.total()).isBetween(page.entries().size(), entries.size());
        assertThat(page.entries()).allMatch(query::accepts);
    }),
    API_KEY(text -> ApiKey.read(text).ifPresent(key -> assertThat(key.reveal()).isEqualTo(text)));

    private final Reading reading;

    AccessParser(Reading reading) {
        this.reading = reading;
    }

    private interface Reading {
        void read(String text);
    }

    void read(byte[] data) {
        reading.read(new String(data, StandardCharsets.UTF_8));
    }

    private static void placed(List<DocumentProblem> problems) {
        assertThat(problems).isNotEmpty();
        assertThat(problems)
                .allMatch(problem -> problem.line() > 0
                        && problem.column() > 0
                        && !problem.message().isBlank());
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    private static List<String> rest(List<String> lines) {
        return lines.subList(Math.min(3, lines.size()), lines.size());
    }

    /** Of every kind of value, and more than a sort looks at one by one. */
    private static List<JsonNode> entries() {
        List<JsonNode> entries = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ObjectNode entry = JsonNodeFactory.instance.objectNode().put("id", "id-" + i % 7);
            switch (i % 6) {
                case 0 -> entry.put("value", i);
                case 1 -> entry.put("value", i + "x");
                case 2 -> entry.put("value", i % 4 == 0);
                case 3 -> entry.putNull("value");
                case 4 -> entry.putObject("value").put("value", i / 3.0);
                default -> entry.putArray("value").add(i).add("x");
            }
            entries.add(entry);
        }
        return List.copyOf(entries);
    }
}
