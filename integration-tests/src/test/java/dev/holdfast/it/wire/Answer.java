package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an endpoint answered. */
public record Answer(int status, HttpHeaders headers, byte[] body) {

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.parse(body);
    }

    /** The JSON of a success. */
    public JsonNode granted() {
        if (status / 100 != 2) {
            throw new AssertionError("refused: " + this);
        }
        return json();
    }

    /** The error code of a refusal. */
    public String refusal() {
        if (status / 100 == 2) {
            throw new AssertionError("granted: " + this);
        }
        return json().path("error").asText();
    }

    public boolean isGranted() {
        return status / 100 == 2;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    @Override
    public String toString() {
        return status + " " + text();
    }

    /** All that whoever sent the message can see of the answer, but for the time and the nonce's value. */
    public Map<String, Object> comparable() {
        Map<String, Object> seen = new TreeMap<>();
        headers.map().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("date")) {
                seen.put(name, name.equalsIgnoreCase("device-nonce") ? "present" : values);
            }
        });
        seen.put("status", status);
        seen.put("body", text());
        return seen;
    }
}
