package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.DocumentProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads bodies within limits: size before anything else, then depth; a member that stands twice means nothing. */
final class JsonBody {
    /** Of a policy. */
    static final int SMALL = 256 * 1024;

    /** Of a list of addresses, or of drafts. */
    static final int LARGE = 16 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    static String text(InputStream body, int most) {
        try {
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw RefusedRequestException.tooLarge(most);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedRequestException.invalid("", "The body is not UTF-8");
        } catch (IOException e) {
            throw RefusedRequestException.invalid("", "The body broke off");
        }
    }

    static ObjectNode object(InputStream body, int most) {
        try {
            JsonNode node = JSON.readTree(text(body, most));
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw RefusedRequestException.invalid("", "The body must be a JSON object");
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw RefusedRequestException.invalid(List.of(new DocumentProblem(
                    "",
                    location == null ? 0 : location.getLineNr(),
                    location == null ? 0 : location.getColumnNr(),
                    "This is no JSON: " + e.getOriginalMessage())));
        }
    }
}
