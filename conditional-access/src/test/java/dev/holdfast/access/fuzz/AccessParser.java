package dev.holdfast.access.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Obligations;
import java.nio.charset.StandardCharsets;
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
            assertThat(IpListDocument.read(IpListDocument.write(read))).isEqualTo(read);
        } else {
            placed(((IpListDocument.Refused) document).problems());
        }
    }),
    ADDRESS(text -> IpAddress.parse(text)
            .ifPresent(
                    address -> assertThat(IpAddress.parse(address.toString())).contains(address)));

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
}
