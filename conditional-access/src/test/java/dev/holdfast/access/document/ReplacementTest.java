package dev.holdfast.access.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplacementTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("Members are replaced as a whole and not mixed, null takes one away, and what is not named stays")
    void replaces() throws Exception {
        ObjectNode document = object("{\"name\": \"a\", \"conditions\": {\"role\": [\"x\"]}, \"message\": \"m\"}");

        assertThat(Replacement.of(document, object("{\"conditions\": {\"group\": [\"/y\"]}, \"message\": null}")))
                .isEqualTo(object("{\"name\": \"a\", \"conditions\": {\"group\": [\"/y\"]}}"));
        assertThat(document.has("message")).as("the document itself stays").isTrue();
    }

    private static ObjectNode object(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text);
    }
}
