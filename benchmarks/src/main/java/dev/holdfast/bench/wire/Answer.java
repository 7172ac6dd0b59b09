package dev.holdfast.bench.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** The server's answer to one request. */
public record Answer(URI uri, int status, HttpHeaders headers, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Returns the JSON of a success.
     *
     * @throws UnexpectedAnswerException on any other status or body
     */
    public JsonNode json() {
        if (status != 200) {
            throw new UnexpectedAnswerException("status 200", this);
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UnexpectedAnswerException("JSON", this);
        }
    }

    /** Returns a header that must be there. */
    public String header(String name) {
        return headers.firstValue(name).orElseThrow(() -> new UnexpectedAnswerException("the header " + name, this));
    }

    /** Returns where a redirect leads, if this is one. */
    public Optional<URI> redirect() {
        return status / 100 == 3 ? headers.firstValue("Location").map(URI::create) : Optional.empty();
    }
}
