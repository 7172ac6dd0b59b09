package dev.holdfast.access.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.address.IpList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IpListDocumentTest {
    @Test
    @DisplayName("An address list is read, and written as it was")
    void reads() {
        IpListDocument.Read list = (IpListDocument.Read)
                IpListDocument.read(
                        "{\"id\":\"l\",\"name\":\"Office\",\"description\":\"d\",\"ips\":[\"192.0.2.0/24\",\"2001:db8::1 - 2001:db8::9\"]}");

        assertThat(list.addresses().contains(IpAddress.parse("2001:db8::5").orElseThrow()))
                .isTrue();
        assertThat(list.entries()).containsExactly("192.0.2.0/24", "2001:db8::1 - 2001:db8::9");
        assertThat(IpListDocument.read(
                        IpListDocument.write(list.id(), list.name(), list.description(), list.entries())))
                .isEqualTo(list);
    }

    @Test
    @DisplayName("A bad entry is refused with its line")
    void refuses() {
        IpListDocument.Refused refused = (IpListDocument.Refused) IpListDocument.read("""
                {"name": "Office",
                 "ips": [
                   "192.0.2.0/24",
                   "192.0.2.1/24",
                   7
                 ]}""");

        assertThat(refused.problems())
                .extracting(DocumentProblem::toString)
                .containsExactly(
                        "line 4, column 4 (/ips/1): bits behind the prefix are set: the block is 192.0.2.0/24,"
                                + " the address 192.0.2.1",
                        "line 5, column 4 (/ips/2): a string belongs here, not a number");
    }

    @Test
    @DisplayName("C2 Comments stand behind entries and by themselves, as in a realm file, and no line hides behind one")
    void comments() {
        IpListDocument.Read list = (IpListDocument.Read) IpListDocument.read(
                "{\"name\":\"Office\",\"ips\":[\"# Vienna\",\"192.0.2.0/24 # first floor\",\" \",\"2001:db8::1\"]}");

        assertThat(list.entries()).containsExactly("# Vienna", "192.0.2.0/24 # first floor", " ", "2001:db8::1");
        assertThat(list.ranges()).hasSize(2);
        assertThat(list.ranges()).isEqualTo(((IpList.Read) IpList.parse(String.join("\n", list.entries()))).ranges());
        for (String lines : List.of("192.0.2.1 # one\\n198.51.100.1", "# none\\r198.51.100.1", "192.0.2.1\\n\\n")) {
            assertThat(IpListDocument.read("{\"name\":\"Office\",\"ips\":[\"" + lines + "\"]}"))
                    .as(lines)
                    .isInstanceOf(IpListDocument.Refused.class);
        }
    }

    @Test
    @DisplayName("A list has a name, entries, and nothing unknown")
    void members() {
        assertThat(((IpListDocument.Refused) IpListDocument.read("{\"addresses\":[]}")).problems())
                .extracting(DocumentProblem::message)
                .containsExactlyInAnyOrder(
                        "\"addresses\" is not known here; known are id, name, description, ips",
                        "\"name\" is missing",
                        "\"ips\" is missing");
        assertThat(IpListDocument.read("{\"name\":\"empty\",\"ips\":[]}"))
                .isEqualTo(new IpListDocument.Read("", "empty", "", List.of(), List.of()));
    }
}
