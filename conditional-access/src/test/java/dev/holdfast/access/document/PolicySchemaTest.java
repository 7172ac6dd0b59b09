package dev.holdfast.access.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.holdfast.access.condition.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(PolicyDocument.schema());

    @ParameterizedTest(name = "{0}")
    @DisplayName("The schema accepts what the reader accepts")
    @MethodSource("dev.holdfast.access.document.PolicyCorpus#accepted")
    void accepts(PolicyCorpus.Accepted one) throws Exception {
        assertThat(validate(one.json())).isEmpty();
        PolicyDocument.Read read = (PolicyDocument.Read) PolicyDocument.read(one.json());
        assertThat(validate(PolicyDocument.write(read.policy()).toString())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("The schema refuses what the reader refuses, but for what no schema can say")
    @MethodSource("dev.holdfast.access.document.PolicyCorpus#refused")
    void refuses(PolicyCorpus.Refused one) throws Exception {
        if (one.schemaKnows()) {
            assertThat(validate(one.json())).isNotEmpty();
        }
    }

    @Test
    @DisplayName("The schema is one, by the rules of JSON Schema itself")
    void isASchema() throws Exception {
        JsonSchema draft = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(draft.validate(JSON.readTree(PolicyDocument.schema()))).isEmpty();
    }

    @Test
    @DisplayName("The schema knows the same members, conditions and countries as the reader")
    void sameWords() throws Exception {
        JsonNode schema = JSON.readTree(PolicyDocument.schema());

        assertThat(names(schema.at("/properties"))).containsExactlyElementsOf(PolicyReader.MEMBERS);
        assertThat(names(schema.at("/$defs/conditions/properties")))
                .containsExactlyElementsOf(new ConditionReader(new Problems()).names());
        assertThat(schema.at("/$defs/conditions/properties/locationIn/properties/countries/items/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Vocabulary.COUNTRIES);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<ValidationMessage> validate(String json) throws Exception {
        return SCHEMA.validate(JSON.readTree(json));
    }
}
